import TestSupport

/// The parts of a package as they lie in the file, by the lengths in its tail.
struct PieceBytes {
    var prefix: [UInt8]
    var header: [UInt8]
    var body: [UInt8]
    var headerCopy: [UInt8]
    var hashSection: [UInt8]
    var trailer: [UInt8]
    /// The hash in the tail.
    var digest: [UInt8]

    init(_ bytes: [UInt8]) throws {
        guard bytes.count > 76 else { throw TestSupportError("no package") }
        func length(_ offset: Int) -> Int {
            bytes[bytes.count - 64 + offset..<bytes.count - 56 + offset].reduce(0) { $0 << 8 | Int($1) }
        }
        let end = bytes.count - 64
        let (header, hashes, trailer) = (length(0), length(8), length(16))
        let copy = end - trailer - hashes - header
        prefix = Array(bytes[..<12])
        self.header = Array(bytes[12..<12 + header])
        body = Array(bytes[12 + header..<copy])
        headerCopy = Array(bytes[copy..<copy + header])
        hashSection = Array(bytes[copy + header..<end - trailer])
        self.trailer = Array(bytes[end - trailer..<end])
        digest = Array(bytes[end + 24..<end + 56])
    }

    /// The file again, its lengths made to fit.
    var encoded: [UInt8] {
        let tail = [header.count, hashSection.count, trailer.count].flatMap { Self.bigEndian($0, 8) }
        let start = Array(prefix[..<8]) + Self.bigEndian(header.count, 4)
        return start + header + body + headerCopy + hashSection + trailer + tail + digest
            + [0x0A, 0x4F, 0x4B, 0x41, 0x42, 0x55, 0x46, 0xF5]
    }

    private static func bigEndian(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * (count - 1 - $0))) }
    }
}
