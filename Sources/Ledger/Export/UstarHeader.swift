/// The header of a file in a tar archive (POSIX.1-2017, pax, "ustar Interchange Format"): 512 bytes.
///
/// All that an export does not need is fixed: mode 0644, no owner, no time. So a header has one form for each name and
/// size, and equal ledgers give equal exports.
struct UstarHeader: Hashable, Sendable {
    let name: String
    let size: UInt64

    /// Length of a header, and of every block.
    static let blockSize = 512

    /// The largest size that eleven octal digits hold. Larger ones are binary, as GNU tar and Python's tarfile write them.
    private static let largestOctal = UInt64(1) << 33 - 1

    init(name: String, size: UInt64) {
        self.name = name
        self.size = size
    }

    /// Reads what ``encoded`` writes; nil for anything else.
    init?(_ block: [UInt8]) {
        guard block.count == Self.blockSize, let size = Self.size(block[124..<136]) else { return nil }
        name = String(decoding: block[..<100].prefix { $0 != 0 }, as: UTF8.self)
        self.size = size
        guard encoded == block else { return nil }
    }

    /// Bytes behind the content, up to the next block.
    var paddingCount: Int { (Self.blockSize - Int(size % UInt64(Self.blockSize))) % Self.blockSize }

    /// The 512 bytes.
    var encoded: [UInt8] {
        var block = [UInt8](repeating: 0, count: Self.blockSize)
        func put(_ bytes: some Sequence<UInt8>, at offset: Int) {
            for (index, byte) in bytes.enumerated() { block[offset + index] = byte }
        }
        put(name.utf8.prefix(100), at: 0)
        for (offset, digits) in [(100, "0000644"), (108, "0000000"), (116, "0000000"), (136, "00000000000")] {
            put(digits.utf8, at: offset)
        }
        put(sizeField, at: 124)
        put("0".utf8, at: 156)
        put("ustar\u{0}00".utf8, at: 257)
        for offset in [329, 337] { put("0000000".utf8, at: offset) }
        put([UInt8](repeating: 0x20, count: 8), at: 148)
        let sum = block.reduce(UInt64(0)) { $0 + UInt64($1) }
        put((Self.octal(sum, digits: 6) + "\u{0} ").utf8, at: 148)
        return block
    }

    private var sizeField: [UInt8] {
        if size <= Self.largestOctal { return Array(Self.octal(size, digits: 11).utf8) }
        return [0x80, 0, 0, 0]
            + stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: size >> UInt64($0)) }
    }

    private static func octal(_ number: UInt64, digits: Int) -> String {
        let text = String(number, radix: 8)
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }

    private static func size(_ field: ArraySlice<UInt8>) -> UInt64? {
        if field.first == 0x80 { return field.suffix(8).reduce(0) { $0 << 8 | UInt64($1) } }
        return UInt64(String(decoding: field.dropLast(), as: UTF8.self), radix: 8)
    }
}
