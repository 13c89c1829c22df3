import SystemIO

extension IndexImage {
    private static let residentLimit: UInt64 = 1 << 20

    /// The index of an opened package, byte for byte.
    init(
        copying contents: Contents, from plaintext: inout some RandomAccessBytes & ~Copyable
    ) throws(PackageFormatError) {
        let pointers = contents.pointers
        var resident: [UInt8] = []
        var spill: SpillFile?
        if pointers.indexLength <= Self.residentLimit {
            resident = try plaintext.read(at: pointers.indexOffset, count: Int(pointers.indexLength))
        } else {
            spill = try Self.spill(pointers.indexOffset..<pointers.priorOffset, of: &plaintext)
        }
        self.init(
            prefix: [], resident: resident, spill: spill, contentLength: pointers.contentLength,
            entriesLength: pointers.indexLength)
    }

    private static func spill(
        _ range: Range<UInt64>, of plaintext: inout some RandomAccessBytes & ~Copyable
    ) throws(PackageFormatError) -> SpillFile {
        var file = try system { () throws(SystemError) in try SpillFile() }
        var position = range.lowerBound
        while position < range.upperBound {
            let count = Int(min(residentLimit, range.upperBound - position))
            let bytes = try plaintext.read(at: position, count: count)
            do { try file.append(bytes) } catch { throw PackageFormatError(error) }
            position += UInt64(count)
        }
        return file
    }
}
