import DER
import Testing

@testable import Label

@Suite("A label record has one form")
struct LabelRecordTests {
    static let identifier = [UInt8](0..<32)
    static let fingerprint = [UInt8](repeating: 0xFE, count: 32)

    static func record(_ label: Label, signer: [UInt8]? = fingerprint) throws -> LabelRecord {
        let time = try #require(DERTime(text: "20260401090000Z"))
        return try LabelRecord(
            purpose: .transfer, label: label, packageID: identifier, signer: signer, sealingTime: time)
    }

    static let full = """
        fubako-label 1
        purpose: transfer
        grade: C3/I2/A1
        site-grade: 極秘
        important-design: yes
        restriction: C:複製禁止
        restriction: I:変更禁止
        restriction: A:常備
        decider: 情報管理課長 文箱太郎
        decided-on: 2026-04-01
        graded-c3-until: 2028-02-29
        retention-end: 2031-03-31
        serial: 第12号
        personal-information: sensitive
        personal-count: 1234
        package: 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f
        signer: fefefefefefefefefefefefefefefefefefefefefefefefefefefefefefefefe
        sealed: 2026-04-01T09:00:00Z

        """

    static let small = """
        fubako-label 1
        purpose: store
        grade: C1
        package: 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f
        sealed: 2026-04-01T09:00:00Z

        """

    @Test("a record is written line by line in a fixed order, without extensions")
    func written() throws {
        let record = try Self.record(LabelSamples.full())
        #expect(String(decoding: record.bytes, as: UTF8.self) == Self.full)
        #expect(record.label.extensions == .none)
    }

    @Test("what is written is read back")
    func roundTrip() throws {
        for label in try LabelSamples.all() {
            for signer in [Self.fingerprint, nil] {
                let record = try Self.record(label, signer: signer)
                #expect(try LabelRecord(bytes: record.bytes) == record)
            }
        }
    }

    @Test("the longest record is within the limit")
    func longest() throws {
        var fields = try LabelSamples.full().fields
        let text = String(repeating: "x", count: 254)
        fields.restrictions = try (10..<42).map { try Restriction(text: "C:\($0)" + text) }
        let record = try Self.record(Label(fields))
        #expect(record.bytes.count < LabelRecord.limit)
        #expect(try LabelRecord(bytes: record.bytes) == record)
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        let rule: String
        let old: String
        let new: String
        let code: LabelError.Code
        let field: LabelField
        var testDescription: String { rule }

        init(_ rule: String, _ old: String, _ new: String, _ code: LabelError.Code, _ field: LabelField) {
            self.rule = rule
            self.old = old
            self.new = new
            self.code = code
            self.field = field
        }
    }

    static let refusals: [Refusal] = [
        Refusal("another version", "fubako-label 1", "fubako-label 2", .badValue, .record),
        Refusal("nothing of a record", small, "", .badValue, .record),
        Refusal("no line feed at the end", "00Z\n", "00Z", .notCanonical, .record),
        Refusal("an empty line", "00Z\n", "00Z\n\n", .notCanonical, .record),
        Refusal("CR LF", "store\n", "store\r\n", .unknownWord, .purpose),
        Refusal("an unknown key", "purpose:", "purposes:", .unknownWord, .record),
        Refusal("a field that is no key", "purpose:", "extensions: x\npurpose:", .unknownWord, .record),
        Refusal("a key twice", "grade: C1\n", "grade: C1\ngrade: C1\n", .duplicate, .grade),
        Refusal(
            "a restriction's name twice", "package", "restriction: C:a\nrestriction: I:a\npackage", .duplicate,
            .restriction),
        Refusal("no space after the colon", "grade: ", "grade:", .notCanonical, .grade),
        Refusal("two spaces after the colon", "purpose: ", "purpose:  ", .unknownWord, .purpose),
        Refusal("a grade in another spelling", "C1", "機密性1", .notCanonical, .record),
        Refusal("a purpose in Japanese", "store", "保管", .notCanonical, .record),
        Refusal(
            "keys in another order", "purpose: store\ngrade: C1", "grade: C1\npurpose: store", .notCanonical, .record),
        Refusal("no purpose", "purpose: store\n", "", .missing, .purpose),
        Refusal("no grade", "grade: C1\n", "", .missing, .grade),
        Refusal(
            "no package", "package: 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n", "", .missing,
            .package),
        Refusal("no time", "sealed: 2026-04-01T09:00:00Z\n", "", .missing, .sealed),
        Refusal("a short identifier", "0001", "00", .badValue, .package),
        Refusal("capital hexadecimal digits", "0a0b", "0A0B", .notCanonical, .record),
        Refusal("no hexadecimal digit", "0a0b", "0a0g", .badValue, .package),
        Refusal("a time of another form", "T09", " 09", .badValue, .sealed),
        Refusal("a time without hyphens", "2026-04-01T", "20260401", .notCanonical, .record),
        Refusal("important design no", "package", "important-design: no\npackage", .notCanonical, .record),
        Refusal(
            "a standard restriction without its aspect", "package", "restriction: 複製禁止\npackage", .unknownWord,
            .restriction),
        Refusal("text not in NFC", "package", "decider: e\u{301}\npackage", .notNormalized, .decider),
        Refusal("empty text", "package", "decider: \npackage", .empty, .decider),
        Refusal("a day that does not exist", "package", "decided-on: 2026-02-29\npackage", .badValue, .decidedOn),
        Refusal("a count alone", "package", "personal-count: 1\npackage", .notCanonical, .record),
        Refusal(
            "a count with a sign", "package", "personal-information: ordinary\npersonal-count: +1\npackage",
            .notCanonical, .record),
        Refusal("a C3 period on C1", "package", "graded-c3-until: 2026-02-28\npackage", .contradiction, .gradedC3Until),
    ]

    @Test("a record is refused", arguments: refusals)
    func refuses(_ refusal: Refusal) throws {
        let range = try #require(Self.small.firstRange(of: refusal.old))
        var text = Self.small
        text.replaceSubrange(range, with: refusal.new)
        #expect {
            _ = try LabelRecord(bytes: Array(text.utf8))
        } throws: { thrown in
            (thrown as? LabelError).map { $0.code == refusal.code && $0.field == refusal.field } ?? false
        }
    }

    @Test("every refusal stands in the table")
    func tableSize() { #expect(Self.refusals.count == 31) }

    @Test("a record that is too long, or not UTF-8, is refused before it is looked at")
    func bounds() {
        let long = [UInt8](repeating: 0x61, count: LabelRecord.limit + 1)
        #expect(throws: LabelError(.tooLong, .record)) { try LabelRecord(bytes: long) }
        #expect(throws: LabelError(.badValue, .record)) {
            try LabelRecord(bytes: Array("fubako-label 1\n".utf8) + [0xFF])
        }
        let many = "fubako-label 1\n" + String(repeating: "restriction: C:x\n", count: 3_000)
        #expect(throws: LabelError(.tooLong, .restriction)) { try LabelRecord(bytes: Array(many.utf8)) }
    }

    @Test("a flipped bit gives a refusal, or another record with exactly those bytes")
    func bitFlips() throws {
        let record = try Self.record(LabelSamples.full())
        for bit in 0..<record.bytes.count * 8 {
            var flipped = record.bytes
            flipped[bit / 8] ^= 1 << UInt8(bit % 8)
            guard let other = try? LabelRecord(bytes: flipped) else { continue }
            #expect(other != record)
            #expect(other.bytes == flipped)
        }
    }

    @Test("identifiers are 32 bytes")
    func identifiers() throws {
        let label = try LabelSamples.paper()
        #expect(throws: LabelError(.badValue, .signer)) { try Self.record(label, signer: [1]) }
    }
}
