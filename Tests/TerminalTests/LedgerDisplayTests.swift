import DER
import Ledger
import SystemIO
import TestSupport
import Testing
import Transparency

@testable import Console
@testable import Terminal

@Suite("What a ledger says is shown in words, and what others wrote is harmless")
struct LedgerDisplayTests {
    @Test("every kind of entry has a word, and no word is without a kind")
    func kinds() {
        #expect(Set(EntrySchema.all.map(\.kind)) == Set(EntryWords.kinds.keys))
    }

    @Test("every field of every kind has a word", arguments: EntrySchema.all.map(\.kind.rawValue))
    func fields(_ kind: String) throws {
        let schema = try #require(EntrySchema.schema(of: EntryKind(rawValue: kind)))
        #expect(schema.fieldNames.filter { EntryWords.fields[$0] == nil && !["v", "kind"].contains($0) } == [])
    }

    @Test("a finding of a kind without a word keeps its name")
    func findings() {
        #expect(LedgerFinding.words.count == 43)
        let finding = LedgerFinding.missingQuorum(at: 7)
        #expect(finding.text(.en) == "at 7 entries: fewer organisations than asked for have cosigned")
    }

    @Test("errors about proofs have a row for every code but that of cryptography")
    func errors() { #expect(TransparencyError.explanations.count == 10) }

    @Test("an entry shows what is there, and says what was forgotten")
    func entry() throws {
        let bytes =
            Array(
                #"{"actor":{"hmac":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="},"at":"2026-11-21T00:00:00Z","#.utf8)
            + Array(#""event":"numbered","kind":"policy","v":1,"value":"a\u001bb"}"#.utf8)
        let entry = try Entry(bytes)
        let forgotten = DisclosedEntry(position: 3, entry: entry, personal: [:])
        #expect(forgotten.line(.en) == #"3  2026-11-21T00:00:00Z  rule  (forgotten)  numbered, a\x1Bb"#)
        #expect(forgotten.line(.ja).contains("（消去済み）"))
        let disclosed = DisclosedEntry(position: 3, entry: entry, personal: ["actor": .string("x\u{202E}y")])
        #expect(disclosed.line(.en).contains(#"x\u{202E}y"#))
        #expect(disclosed.forgotten.isEmpty)
        var proof = forgotten
        proof.isProof = true
        #expect(proof.line(.en).contains("(kept back)"))
        var changed = disclosed
        changed.hasFalseValues = true
        #expect(!changed.line(.en).contains("202E"))
        let json = try JSON.text(disclosed)
        #expect(json.contains(#""actor":"x\u202ey""#) && !json.contains("forgotten"))
    }
}
