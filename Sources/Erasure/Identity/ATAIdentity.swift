/// What an ATA drive says of itself: the 256 words of IDENTIFY DEVICE (ACS-3, 7.12.7).
package struct ATAIdentity: Hashable, Sendable {
    /// Words 27...46.
    package let model: String
    /// Words 10...19.
    package let serial: String
    /// Words 23...26.
    package let firmware: String
    /// Words 108...111 as "naa." and 16 hexadecimal digits; nil where the drive has none.
    package let worldwideName: String?
    /// Bytes that the drive lets anyone address now, by its own count; words 60, 61 and 100...103.
    package let capacity: UInt64
    /// Word 217: 0 is not told, 1 does not rotate, else turns per minute.
    package let rotation: UInt16

    /// - Parameter bytes: 512 bytes.
    /// - Returns: nil for anything that is not the answer of a drive: a wrong length or sum, no serial number.
    init?(_ bytes: [UInt8]) {
        guard bytes.count == 512 else { return nil }
        let words = (0..<256).map { UInt16(bytes[2 * $0]) | UInt16(bytes[2 * $0 + 1]) << 8 }
        // Word 255: 0xA5 and a byte that makes the sum of all zero, where the drive fills it in.
        let hasSum = words[255] & 0xFF == 0xA5
        guard !hasSum || bytes.reduce(0, &+) == 0 else { return nil }
        // Word 0, bit 15: not an ATA device.
        guard words[0] & 0x8000 == 0, let serial = Self.text(words[10...19]) else { return nil }
        self.serial = serial
        model = Self.text(words[27...46]) ?? ""
        firmware = Self.text(words[23...26]) ?? ""
        worldwideName = words[87] & 0xC100 == 0x4100 ? Self.name(words[108...111]) : nil
        capacity = Self.sectors(words).multipliedReportingOverflow(by: Self.sectorSize(words)).partialValue
        rotation = words[217] == 1 || (0x0401...0xFFFE).contains(words[217]) ? words[217] : 0
    }

    /// VPD page 0x89 of a SCSI translation: the drive's own answer follows at byte 60 (SAT-4, 12.4.2).
    init?(page89 page: [UInt8]) {
        guard page.count >= 572, page[1] == 0x89, page[56] == 0xEC else { return nil }
        self.init(Array(page[60..<572]))
    }

    /// Two characters in a word, the first in its upper half.
    private static func text(_ words: ArraySlice<UInt16>) -> String? {
        let bytes = words.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        guard bytes.allSatisfy({ (0x20...0x7E).contains($0) || $0 == 0 }) else { return nil }
        let text = String(decoding: bytes.filter { $0 != 0 }, as: UTF8.self).trimmed
        return text.isEmpty ? nil : text
    }

    private static func name(_ words: ArraySlice<UInt16>) -> String? {
        let value = words.reduce(UInt64(0)) { $0 << 16 | UInt64($1) }
        guard value != 0, value != .max else { return nil }
        let digits = String(value, radix: 16)
        return "naa." + String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// Word 83, bit 10: addresses of 48 bits.
    private static func sectors(_ words: [UInt16]) -> UInt64 {
        let long = words[100...103].reversed().reduce(UInt64(0)) { $0 << 16 | UInt64($1) }
        let short = UInt64(words[61]) << 16 | UInt64(words[60])
        return words[83] & 0xC400 == 0x4400 ? long : short
    }

    /// Word 106: bit 12 says that words 117 and 118 have the logical sector's size, in words.
    private static func sectorSize(_ words: [UInt16]) -> UInt64 {
        guard words[106] & 0xD000 == 0x5000 else { return 512 }
        return 2 * (UInt64(words[118]) << 16 | UInt64(words[117]))
    }
}
