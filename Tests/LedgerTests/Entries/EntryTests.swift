import DER
import Ledger
import Testing

@Suite("Entries have the fields of their kind, and no others")
struct EntryTests {
    @Test("every builder makes an entry that is read back")
    func builders() throws {
        let entries = Samples.entries + Samples.transfers
        #expect(entries.count == 20)
        for new in entries {
            let prepared = try new.prepared()
            #expect(try Entry(prepared.entry.bytes) == prepared.entry)
            #expect(prepared.entry.kind == new.kind)
            #expect(prepared.entry.time == Samples.time)
            #expect(!prepared.entry.bytes.contains(0x0A))
            #expect(try CanonicalJSON.object(prepared.entry.fields).encoded() == prepared.entry.bytes)
        }
        #expect(Set(entries.map(\.kind)).count == EntrySchema.all.count - 2)
    }

    @Test("an intent to seal says what it was told")
    func intent() throws {
        let entry = try NewEntry.sealIntent(Samples.intent, by: Samples.author, at: Samples.time).prepared().entry
        #expect(entry.text("at") == "2026-04-01T00:00:00Z")
        #expect(entry.package == String(repeating: "01", count: 32))
        #expect(entry.text("by") == String(repeating: "a1", count: 32))
        #expect(entry.text("grade") == "C3/I2/A1")
        #expect(entry.texts("restrictions") == ["複製禁止", "配付禁止"])
        #expect(entry.text("retention") == "2031-03-31")
        #expect(entry.texts("recipients")?.count == 2)
        #expect(entry["passphrase"]?.flag == false)
        #expect(entry.commitment("names")?.code.count == 32)
        #expect(entry.text("spooled") == nil && !entry.isSpooled)
    }

    @Test("personal values stand in no entry, only what commits to them")
    func personal() throws {
        let prepared = try NewEntry.sealIntent(Samples.intent, by: Samples.author, at: Samples.time).prepared()
        let text = String(decoding: prepared.entry.bytes, as: UTF8.self)
        for value in ["田中", "soumu-pc-17", "報告書"] { #expect(!text.contains(value)) }
        #expect(prepared.personal.map(\.field) == ["actor", "host", "names"])
        for value in prepared.personal {
            let commitment = try PersonalCommitment(field: value.field, key: value.key, value: value.value)
            #expect(prepared.entry.commitment(value.field) == commitment)
            let elsewhere = try PersonalCommitment(field: "other", key: value.key, value: value.value)
            #expect(elsewhere != commitment)
        }
    }

    @Test("the same value has another commitment in each entry")
    func salted() throws {
        let twice = try (0..<2).map { _ in try Samples.entries[0].prepared().entry.commitment("actor") }
        #expect(twice[0] != twice[1])
    }

    struct Refused: Sendable {
        let change: @Sendable (inout [String: CanonicalJSON]) -> Void
        let code: LedgerError.Code
        let field: String

        init(_ field: String, _ value: CanonicalJSON?, _ code: LedgerError.Code = .badValue) {
            change = { $0[field] = value }
            self.code = code
            self.field = field
        }
    }

    private static let hash = String(repeating: "0a", count: 32)
    private static let hmac = String(repeating: "A", count: 43) + "="

    private static let refused: [Refused] = [
        Refused("v", nil, .missingField), Refused("v", .integer(2)), Refused("v", .string("1")),
        Refused("v", .integer(-1)), Refused("kind", nil, .missingField), Refused("kind", .integer(1), .missingField),
        Refused("kind", .string("transfer-of-power"), .unknownKind), Refused("at", nil, .missingField),
        Refused("at", .string("2026-04-01T00:00:00")), Refused("at", .string("2026-04-01 00:00:00Z")),
        Refused("at", .string("2026-04-01T24:00:00Z")), Refused("at", .string("2026-04-01T00:60:00Z")),
        Refused("at", .string("2026-02-29T00:00:00Z")), Refused("at", .string("1969-12-31T23:59:59Z")),
        Refused("at", .string("2026-04-01T00:00:60Z")), Refused("at", .string("2026-13-01T00:00:00Z")),
        Refused("actor", nil, .missingField), Refused("actor", .string("田中")),
        Refused("actor", .object(["hmac": .string(hmac), "x": .integer(1)])), Refused("actor", .object([:])),
        Refused("actor", .object(["hmac": .string(String(hmac.dropLast()))])),
        Refused("actor", .object(["hmac": .string(String(repeating: "A", count: 42) + "B=")])),
        Refused("actor", .object(["hmac": .string(String(repeating: "A", count: 42) + "==")])),
        Refused("actor", .object(["hmac": .string(String(repeating: "_", count: 43) + "=")])),
        Refused("actor", .object(["hash": .string(hmac)])), Refused("by", .string(hash.uppercased())),
        Refused("by", .string(String(hash.dropLast(2)))), Refused("by", .string(hash + "00")),
        Refused("by", .string(String(hash.dropLast()) + "g")), Refused("spooled", .flag(false)),
        Refused("spooled", .string("true")), Refused("package", nil, .missingField),
        Refused("header", .integer(1)), Refused("purpose", .string("")),
        Refused("purpose", .string(String(repeating: "a", count: 65))), Refused("grade", .string("C4/I1/A1")),
        Refused("grade", .string("C1/I3/A1")), Refused("grade", .string("C1/A1/I1")),
        Refused("grade", .string("C1/I1")),
        Refused("grade", .string("c1")), Refused("grade", .string("C0")), Refused("restrictions", nil, .missingField),
        Refused("restrictions", .string("複製禁止")), Refused("restrictions", .array([.integer(1)])),
        Refused("restrictions", .array([.string("")])),
        Refused("restrictions", .array(Array(repeating: .string("x"), count: 33))),
        Refused("retention", .string("2031-02-29")), Refused("retention", .string("2031-3-31")),
        Refused("recipients", .array([.string("0a0a")])), Refused("recipients", .object([:])),
        Refused("passphrase", .integer(0)), Refused("passphrase", nil, .missingField),
        Refused("names", .array([])), Refused("manifest", .string(hash), .unexpectedField),
        Refused("zzz", .integer(1), .unexpectedField), Refused("a", .integer(1), .unexpectedField),
    ]

    @Test("what breaks the schema is refused, with the field", arguments: refused)
    func refuses(_ sample: Refused) throws {
        var fields = try Samples.entries[0].prepared().entry.fields
        sample.change(&fields)
        let bytes = try CanonicalJSON.object(fields).encoded()
        let error = refusal { () throws(LedgerError) in try Entry(bytes) }
        #expect(error?.code == sample.code)
        #expect(error?.field == sample.field)
    }

    @Test("the table is whole")
    func table() { #expect(Self.refused.count == 56) }

    @Test("what is JSON but no object is no entry", arguments: ["[]", "1", "\"kind\"", "true"])
    func noObject(_ text: String) {
        #expect(refusal { () throws(LedgerError) in try Entry(Array(text.utf8)) }?.code == .malformed)
    }

    @Test("a text that grows too long is refused, and one in another form normalised")
    func texts() throws {
        let long = NewEntry.policy(
            "retention", reason: String(repeating: "x", count: 513), by: Samples.author, at: Samples.time)
        #expect(
            refusal { () throws(LedgerError) in try long.prepared() } == LedgerError(.badValue, "", field: "reason"))
        let loose = NewEntry.policy("retention", reason: "か\u{3099}", by: Samples.author, at: Samples.time)
        #expect(try loose.prepared().entry.text("reason") == "が")
        let large = NewEntry.labelChanged(
            package: nil, from: "C3", to: "C2", decider: String(repeating: "n", count: 20_000), reason: "x",
            by: Samples.author, at: Samples.time)
        #expect(
            refusal { () throws(LedgerError) in try large.prepared() } == LedgerError(.tooLarge, "", field: "decider"))
    }

    @Test("what could not be read as a package is recorded by its path")
    func unreadPackages() throws {
        let input = Array("/srv/plan".utf8) + [0xFF]
        let entries: [NewEntry] = [
            .openRefused(.init(input: input), cause: "package.truncated", by: Samples.author, at: Samples.time),
            .verified(
                .init(input: input), verdict: "damaged", cause: "package.truncated", by: Samples.author,
                at: Samples.time),
        ]
        for entry in entries {
            let prepared = try entry.prepared()
            #expect(prepared.entry.package == nil && prepared.entry.commitment("input") != nil)
            #expect(prepared.entry.text("cause") == "package.truncated")
            let value = try #require(prepared.personal.first { $0.field == "input" })
            #expect(try CanonicalJSON(value.value).pathBytes == input)
        }
    }

    @Test("every kind names its personal fields")
    func personalFields() {
        #expect(EntrySchema.all.count == 18)
        for schema in EntrySchema.all { #expect(schema.personalFields.contains("actor")) }
        #expect(EntrySchema.schema(of: .sealIntent)?.personalFields == ["actor", "host", "names"])
        #expect(EntrySchema.schema(of: .label)?.personalFields == ["actor", "decider", "host"])
        #expect(
            EntrySchema.schema(of: .transfer)?.personalFields
                == ["actor", "host", "identities", "passphrase-by", "stated-by"])
        #expect(EntrySchema.schema(of: .delivery)?.personalFields == ["actor", "host", "place"])
        #expect(EntrySchema.schema(of: .handover)?.personalFields == ["actor", "carrier", "host", "place"])
        #expect(EntrySchema.schema(of: .arrival)?.personalFields == ["actor", "host", "input"])
        #expect(EntrySchema.schema(of: .receipt)?.personalFields == ["actor", "host"])
    }
}
