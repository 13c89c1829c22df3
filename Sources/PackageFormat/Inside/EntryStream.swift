import Cryptography
import DER

/// Bytes that can be read at any offset: an index before it is sealed, or the plaintext of a package.
protocol RandomAccessBytes: ~Copyable {
    /// Fills `buffer` from `offset` on; the range must exist.
    mutating func read(at offset: UInt64, into buffer: UnsafeMutableRawBufferPointer) throws(PackageFormatError)
}

extension RandomAccessBytes where Self: ~Copyable {
    /// `count` bytes from `offset` on.
    mutating func read(at offset: UInt64, count: Int) throws(PackageFormatError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        try bytes.withMutableRawBytes { buffer throws(PackageFormatError) in try read(at: offset, into: buffer) }
        return bytes
    }
}

/// Entries one after the other from a range of bytes, a window of which is in memory.
struct EntryStream {
    private static let windowSize = 64 << 10

    /// Offset of the next byte to load, and the end of the entries.
    private var next: UInt64
    private let end: UInt64
    /// Where the index begins, from which errors count.
    private let indexStart: UInt64
    private var window: [UInt8] = []
    private var position = 0

    /// - Parameters:
    ///   - range: where the entries lie.
    ///   - indexStart: where the index begins, at most where they do.
    init(_ range: Range<UInt64>, indexStart: UInt64) {
        self.indexStart = indexStart
        next = range.lowerBound
        end = range.upperBound
    }

    /// The next entry, or nil at the end. Rules on entries are ``IndexRules``' to check.
    mutating func next(
        from bytes: inout some RandomAccessBytes & ~Copyable
    ) throws(PackageFormatError) -> Entry? {
        if window.count - position < Entry.maximumEncodedSize, next < end { try load(from: &bytes) }
        guard position < window.count else { return nil }
        let base = Int(next - indexStart) - window.count
        let (window, position) = (window, position)
        var consumed = position
        let entry = try structure(.index) { () throws(DERError) in
            var reader = DERReader(window, position..<window.count, base: base)
            let entry = try Entry(from: &reader)
            consumed = reader.offset - base
            return entry
        }
        self.position = consumed
        return entry
    }

    private mutating func load(from bytes: inout some RandomAccessBytes & ~Copyable) throws(PackageFormatError) {
        let count = Int(min(UInt64(Self.windowSize), end - next))
        let fresh = try bytes.read(at: next, count: count)
        window = Array(window[position...]) + fresh
        position = 0
        next += UInt64(count)
    }
}
