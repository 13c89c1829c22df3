import DER
import Label
import Testing

@testable import PackageFormat

@Suite("The head of an index")
struct IndexHeadTests {
    private static func ids(_ count: Int) -> [[UInt8]] {
        (0..<count).map { [UInt8](repeating: 0, count: 30) + [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    }

    @Test("label, recipients and number of entries come back", arguments: [0, 1, 300, 1 << 20] as [UInt64])
    func roundTrip(entriesLength: UInt64) throws {
        let label = try Label(LabelFields(grade: .electronic(.three, .two, .one)))
        for head in [
            IndexHead(label: nil, recipients: nil, entryCount: 1),
            IndexHead(label: label, recipients: nil, entryCount: 4_294_967_295),
            IndexHead(label: nil, recipients: Self.ids(1), entryCount: 300),
            IndexHead(label: label, recipients: Self.ids(1_024), entryCount: 300),
        ] {
            let prefix = head.prefix(entriesLength: entriesLength)
            let parsed = try ParsedIndexHead(prefix, length: UInt64(prefix.count) + entriesLength)
            #expect(parsed.head == head && parsed.entriesOffset == UInt64(prefix.count))
            guard entriesLength > 0 else { continue }
            // What follows is not looked at.
            let more = try ParsedIndexHead(prefix + [0xFF], length: UInt64(prefix.count) + entriesLength)
            #expect(more.entriesOffset == parsed.entriesOffset)
        }
    }

    /// An index whose entries take up 100 bytes.
    private static func index(
        version: Int64 = 1, recipients: [[UInt8]]? = nil, count: Int64 = 2, entries: Int = 100, outer: Int = 0,
        _ more: [UInt8] = []
    ) -> [UInt8] {
        let head = DERWriter.encode {
            $0.integer(version)
            if let recipients {
                $0.element(.constructed(1)) { list in recipients.forEach { list.octetString($0) } }
            }
            $0.integer(count)
            $0.encoded(more)
            $0.encoded([0x30] + DERWriter.length(entries))
        }
        return [0x30] + DERWriter.length(head.count + 100 + outer) + head
    }

    /// What is wrong, the index, and the offset that is named.
    private static let refused: [(String, [UInt8], UInt64?)] = [
        ("another version", index(version: 2), 2), ("version 0", index(version: 0), 2),
        ("no entries", index(count: 0), 5), ("2^32 entries", index(count: 4_294_967_296), 5),
        ("recipients twice", index(recipients: [ids(1)[0], ids(1)[0]]), 42),
        ("recipients not ascending", index(recipients: ids(2).reversed()), 42),
        ("an empty list of recipients", index(recipients: []), 7),
        ("1,025 recipients", index(recipients: ids(1_025)), 11 + 34 * 1_024),
        ("a short recipient", index(recipients: [[UInt8](repeating: 0, count: 31)]), 8),
        ("entries that end early", index(entries: 99), 10), ("entries beyond the end", index(entries: 101), 10),
        ("an index that ends early", index(outer: -1), 2), ("an index beyond its end", index(outer: 1), 2),
        ("an element too many", index([0x05, 0x00]), 8), ("nothing", [], 0), ("a SET", [0x31, 0x00], 0),
        ("a length that is not minimal", [0x30, 0x81, 0x05], 0), ("an endless length", [0x30, 0x80], 0),
    ]

    @Test("what a head must not say", arguments: refused.indices)
    func refusals(_ number: Int) {
        #expect(Self.refused.count == 18)
        let (name, bytes, offset) = Self.refused[number]
        let length = UInt64(bytes.count + (bytes.count > 3 ? 100 : 0))
        let error = refusal { _ = try ParsedIndexHead(bytes, length: length) }
        let other: PackageFormatError.Code = name.contains("version") ? .unsupported : .malformed
        #expect(error == fault(name.hasPrefix("1,025") ? .tooLarge : other, .index, offset: offset), "\(name)")
    }

    @Test("a declared length of 2^63 costs nothing")
    func hugeLength() {
        let bytes: [UInt8] = [0x30, 0x88, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x02, 0x01, 0x01]
        let error = refusal { _ = try ParsedIndexHead(bytes, length: UInt64(bytes.count)) }
        #expect(error == fault(.malformed, .index, offset: 10))
    }
}
