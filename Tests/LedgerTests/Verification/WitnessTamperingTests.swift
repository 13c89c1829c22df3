import Foundation
import Ledger
import SystemIO
import TestSupport
import Testing
import Transparency

@Suite("What lies beside the entries about witnesses is what the entries record")
struct WitnessTamperingTests {
    /// A ledger with two witnesses, of which the first has cosigned at 6 entries.
    private func filled() throws -> Desk {
        let desk = try Desk()
        let ledger = try desk.ledger()
        let (first, second) = (try Section("kansa"), try Section("zaimu"))
        try ledger.addWitness(first.witness(of: "監査室"), by: desk.author, at: Samples.time)
        try ledger.addWitness(second.witness(of: "財務課"), by: desk.author, at: Samples.time)
        try ledger.append(desk.entries(3))
        let cosigned = try first.cosign(ledger.checkpoint())
        _ = try ledger.addCosignatures(from: cosigned, by: desk.author, at: Samples.time)
        #expect(try ledger.entry(at: 6).kind == .cosigned)
        return desk
    }

    struct Change: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let sql: String
        let found: [LedgerFinding.Kind]
    }

    private static let changes = [
        Change(
            testDescription: "another organisation",
            sql: "UPDATE witness SET organisation = 'x' WHERE vkey LIKE 'zaimu%'",
            found: [.witnessChanged, .witnessChanged]),
        Change(
            testDescription: "a removed witness", sql: "DELETE FROM witness WHERE vkey LIKE 'zaimu%'",
            found: [.witnessChanged]),
        Change(
            testDescription: "a removed cosignature", sql: "DELETE FROM cosignature", found: [.cosignatureMissing]),
        Change(
            testDescription: "a cosignature under another size", sql: "UPDATE cosignature SET size = 7",
            found: [.cosignature, .cosignatureMissing]),
    ]

    @Test("each change is found, and nothing else", arguments: changes)
    func isFound(_ change: Change) throws {
        let desk = try filled()
        #expect(try desk.existing().verify().isSound)
        try desk.sql(change.sql)
        #expect(try desk.existing().verify().findings.map(\.kind) == change.found)
    }

    @Test("the table is whole")
    func table() { #expect(Self.changes.count == 4) }

    @Test("a witness that was removed by its own entry takes its cosignatures along, and nothing is wrong")
    func removed() throws {
        let desk = try filled()
        let ledger = try desk.existing()
        let witness = try #require(try ledger.witnesses().first { $0.organisation == "監査室" })
        try ledger.removeWitness(witness.key, by: desk.author, at: Samples.time)
        #expect(try ledger.verify().isSound)
    }

    @Test("the same name is the same organisation, and a name that nobody sees whole is refused")
    func names() throws {
        let desk = try filled()
        let ledger = try desk.existing()
        func add(_ organisation: String) throws -> String? {
            let witness = try Section("other-\(organisation.utf8.count)").witness(of: organisation)
            do throws(LedgerError) {
                return try ledger.addWitness(witness, by: desk.author, at: Samples.time).organisation
            } catch {
                #expect(error.code == .badValue && error.field == "organisation")
                return nil
            }
        }
        #expect(try add(" 監査室\u{3000}") == "監査室")
        #expect(try add("か\u{3099}く課") == "がく課")
        for name in ["監査室\u{200B}", "監\u{2060}査室", "監査室\u{7}", "監査\n室", "\u{202E}室", "", " ", "\u{E000}"] {
            #expect(try add(name) == nil)
        }
        #expect(try add(String(repeating: "a", count: 257)) == nil)
    }

    @Test("neither its own key nor its own key as a witness makes a ledger its witness")
    func own() throws {
        let desk = try filled()
        let ledger = try desk.existing()
        for key in [ledger.key, try ledger.witnessKey()] {
            let refused = refusal { () throws(LedgerError) in
                try ledger.addWitness(Witness(key: key, organisation: "own"), by: desk.author, at: Samples.time)
            }
            #expect(refused?.code == .badValue && refused?.field == "key")
        }
    }

    @Test("a witness whose memory was changed does not cosign, and its own verification says why")
    func witnessed() throws {
        let (desk, second) = (try filled(), try Desk())
        let (log, witness) = (try desk.existing(), try second.ledger())
        func ask(since old: UInt64, key: VerifierKey?) throws -> WitnessAnswer {
            try second.existing().witness(log.witnessRequest(since: old), key: key, by: desk.author, at: Samples.time)
        }
        _ = try ask(since: 0, key: log.key)
        try log.append(desk.entries(2))
        let older = try second.folder.read("ledger/ledger.sqlite")
        #expect(!older.isEmpty)
        try second.sql("CREATE TEMP TABLE kept AS SELECT * FROM witnessed; DELETE FROM witnessed")
        let findings = try witness.verify().findings
        #expect(findings.map(\.kind) == [.witnessedChanged])
        #expect(findings.first?.position == 1 && findings.first?.field == log.key.name.text)
        let refused = refusal { () throws(LedgerError) in
            let request = try log.witnessRequest(since: 0)
            return try second.existing().witness(request, key: log.key, by: desk.author, at: Samples.time)
        }
        #expect(refused?.code == .inconsistent && refused?.position == 1)
        #expect(try witness.size() == 2)
    }

    @Test("an owner's signature that was recorded and is gone, or is none, is named")
    func pin() throws {
        let desk = try filled()
        let ledger = try desk.existing()
        try ledger.append([.policy("pinned", by: desk.author, at: Samples.time)])
        let gone = try ledger.verify().findings
        #expect(gone.map(\.kind) == [.pinMissing] && gone.first?.position == 7)
        try ledger.setPin([1, 2, 3])
        #expect(try ledger.verify().findings.map(\.kind) == [.pin])
    }
}
