import DER
import Foundation
import Ledger
import SystemIO
import TestSupport
import Testing
import Transparency

@Suite("Whatever is changed behind its back, the verification names it")
struct TamperingTests {
    /// A ledger with 21 entries.
    private func filled() throws -> Desk {
        let desk = try Desk()
        let ledger = try desk.ledger()
        try ledger.append(desk.entries(12))
        try ledger.append(desk.entries(8, from: 12))
        return desk
    }

    private func findings(_ desk: Desk) throws -> [LedgerFinding] {
        let verification = try desk.existing().verify()
        #expect(verification.isSound == verification.findings.isEmpty)
        return verification.findings
    }

    @Test("an untouched ledger has no findings", arguments: [1, 2, 20, 64])
    func sound(_ count: Int) throws {
        let desk = try Desk()
        let ledger = try desk.ledger()
        try ledger.append(desk.entries(count))
        let verification = try ledger.verify()
        #expect(verification.isSound)
        #expect(verification.size == UInt64(count) + 1)
        #expect(try verification.root == ledger.checkpoint().checkpoint.root)
        #expect(verification.personalValues == UInt64(2 * (count + 1)))
        #expect(verification.backwardTimes == 0)
        #expect(verification.cosigned == nil)
    }

    struct Change: Sendable {
        let name: String
        let sql: String
        let found: [LedgerFinding.Kind]
        let position: UInt64?
        var database = "ledger.sqlite"
    }

    /// What makes entry 7 that of 8 and the other way round.
    private static let swap = """
        UPDATE entry SET position = -7 WHERE position = 7; UPDATE entry SET position = 7 WHERE position = 8;
        UPDATE entry SET position = 8 WHERE position = -7;
        """

    private static let changes: [Change] = [
        Change(
            name: "a changed byte",
            sql:
                "UPDATE entry SET bytes = CAST(replace(CAST(bytes AS TEXT), '\"4\"', '\"5\"') AS BLOB) WHERE position = 5",
            found: [.entryChanged], position: 5),
        Change(
            name: "an entry that is no JSON", sql: "UPDATE entry SET bytes = x'7b' WHERE position = 5",
            found: [.entryMalformed, .entryChanged], position: 5),
        Change(
            name: "a removed entry", sql: "DELETE FROM entry WHERE position = 5", found: [.entryMissing], position: 5),
        Change(name: "reordered entries", sql: swap, found: [.entryChanged, .entryChanged], position: 7),
        Change(
            name: "a doubled entry",
            sql: "INSERT INTO entry SELECT 21, bytes, kind, at, package FROM entry WHERE position = 20",
            found: [.entryUncovered], position: 21),
        Change(
            name: "a doubled entry in the place of another",
            sql: "UPDATE entry SET bytes = (SELECT bytes FROM entry WHERE position = 4) WHERE position = 5",
            found: [.entryChanged], position: 5),
        Change(
            name: "a truncated end", sql: "DELETE FROM entry WHERE position >= 18", found: [.entryMissing], position: 18
        ),
        Change(
            name: "a truncated end, with its checkpoint",
            sql:
                "DELETE FROM entry WHERE position >= 18; DELETE FROM checkpoint; DELETE FROM hash WHERE position >= 34",
            found: [.checkpointMissing, .rolledBack], position: nil),
        Change(
            name: "another kind in the column", sql: "UPDATE entry SET kind = 'seal' WHERE position = 5",
            found: [.columnChanged], position: 5),
        Change(
            name: "another time in the column", sql: "UPDATE entry SET at = '2020-01-01T00:00:00Z' WHERE position = 5",
            found: [.columnChanged], position: 5),
        Change(
            name: "a package where there is none", sql: "UPDATE entry SET package = 'ab' WHERE position = 5",
            found: [.columnChanged], position: 5),
        // Places 0, 1 and 3 are leaves, 2 joins the first two.
        Change(
            name: "a changed inner hash", sql: "UPDATE hash SET value = zeroblob(32) WHERE position = 2",
            found: [.hashChanged], position: 2),
        Change(
            name: "a removed inner hash", sql: "DELETE FROM hash WHERE position = 2", found: [.hashMissing], position: 2
        ),
        Change(
            name: "a hash of a wrong length", sql: "UPDATE hash SET value = x'00' WHERE position = 2",
            found: [.hashMissing], position: 2),
        Change(
            name: "hashes behind the end", sql: "INSERT INTO hash VALUES(1000, zeroblob(32)), (2000, zeroblob(32))",
            found: [.hashUncovered], position: 1000),
        Change(
            name: "no checkpoint", sql: "DELETE FROM checkpoint", found: [.checkpointMissing], position: nil),
        Change(
            name: "a checkpoint that is none", sql: "UPDATE checkpoint SET note = x'00'",
            found: [.checkpointMalformed, .checkpointMissing], position: 21),
        Change(
            name: "a checkpoint under another size", sql: "UPDATE checkpoint SET size = 20",
            found: [.checkpointMalformed, .checkpointMissing], position: 20),
        Change(
            name: "a changed personal value",
            sql: "UPDATE personal SET value = CAST('\"somebody\"' AS BLOB) WHERE entry = 5 AND field = 'actor'",
            found: [.personalChanged], position: 5, database: "personal.sqlite"),
        Change(
            name: "a personal value moved to another field",
            sql: "UPDATE personal SET field = 'decider' WHERE entry = 5 AND field = 'actor'",
            found: [.personalChanged, .personalMissing], position: 5, database: "personal.sqlite"),
        Change(
            name: "a witness that is none", sql: "INSERT INTO witness VALUES('x', 'y')",
            found: [.witnesses, .witnessChanged],
            position: nil),
        Change(
            name: "a cosignature of nobody", sql: "INSERT INTO cosignature VALUES(21, 'x', x'00')",
            found: [.cosignature],
            position: 21),
    ]

    @Test("each change is found, and nothing else", arguments: changes)
    func isFound(_ change: Change) throws {
        let desk = try filled()
        try desk.sql(change.sql, database: change.database)
        // The personal values of an entry that is gone or another one match nothing, of course.
        let found = try findings(desk).filter {
            change.database == "personal.sqlite" || $0.kind != .personalChanged
        }
        #expect(found.map(\.kind) == change.found, "\(change.name)")
        #expect(found.first?.position == change.position, "\(change.name)")
    }

    @Test("the table is whole")
    func table() { #expect(Self.changes.count == 22) }

    @Test("a change that rewrites the tree below it does not fit the checkpoint")
    func rewritten() throws {
        let desk = try filled()
        try desk.rewriteTree { entries in entries[5] = entries[4] }
        let found = try findings(desk).map(\.kind).filter { $0 != .personalChanged }
        #expect(found == [.checkpointRoot, .otherHistory])
        let refused = refusal { () throws(LedgerError) in try desk.existing().append(desk.entries(1)) }
        #expect(refused?.code == .inconsistent)
    }

    @Test("an older copy that is put back is noticed by the next append and by a verification")
    func rolledBack() throws {
        let desk = try filled()
        try desk.copy(to: "old")
        try desk.existing().append(desk.entries(3, from: 20))
        try desk.putBack("old")
        let refused = refusal { () throws(LedgerError) in try desk.existing().append(desk.entries(1)) }
        #expect(refused?.code == .rolledBack)
        let found = try findings(desk)
        #expect(found.map(\.kind) == [.rolledBack])
        #expect(found.first?.position == 24)
    }

    @Test("an older copy that went on elsewhere is a second history, also in another folder")
    func secondHistory() throws {
        let desk = try filled()
        try desk.copy(to: "old")
        try desk.existing().append(desk.entries(3, from: 20))
        let elsewhere = try Ledger.open(at: Path(desk.folder("old")), state: Path(desk.folder("other-state")))
        try elsewhere.append(desk.entries(4, from: 30))
        for path in [desk.folder("old"), desk.folder("ledger")] {
            if path.hasSuffix("ledger") { try desk.putBack("old") }
            let ledger = try Ledger.open(at: Path(path), state: desk.state)
            #expect(try ledger.verify().findings.map(\.kind) == [.otherHistory])
            let refused = refusal { () throws(LedgerError) in try ledger.append(desk.entries(1)) }
            #expect(refused?.code == .otherHistory)
        }
    }

    @Test("a ledger with another key in the same place is noticed")
    func otherLedger() throws {
        let desk = try filled()
        let other = try Ledger.open(
            at: Path(desk.folder("new")), creating: desk.new, state: Path(desk.folder("other-state")))
        try other.append(desk.entries(30))
        try desk.putBack("new")
        #expect(try findings(desk).map(\.kind) == [.otherLedger])
        let refused = refusal { () throws(LedgerError) in try desk.existing().append(desk.entries(1)) }
        #expect(refused?.code == .otherLedger)
    }

    @Test("a swapped private or public key is noticed")
    func swappedKeys() throws {
        let desk = try filled()
        let other = try Desk()
        _ = try other.ledger()
        try desk.folder.write(other.folder.read("ledger/ledger.key.pem"), to: "ledger/ledger.key.pem")
        #expect(try findings(desk).map(\.kind) == [.keyFile])
        #expect(
            refusal { () throws(LedgerError) in try desk.existing().append(desk.entries(1)) }?.code == .inconsistent)

        let second = try filled()
        try second.folder.write(other.folder.read("ledger/ledger.vkey"), to: "ledger/ledger.vkey")
        let found = Set(try findings(second).map(\.kind))
        #expect(found.isSuperset(of: [.firstEntry, .keyFile, .otherLedger, .checkpointMalformed]))
        #expect(refusal { () throws(LedgerError) in try second.existing().append(second.entries(1)) } != nil)
    }

    @Test("a ledger that is gone is not made anew in silence")
    func gone() throws {
        let desk = try filled()
        try FileManager.default.removeItem(atPath: desk.folder("ledger"))
        #expect(refusal { () throws(LedgerError) in try desk.ledger() }?.code == .lost)
        let gone = refusal { () throws(LedgerError) in try desk.existing() }
        #expect(gone?.code == .lost && gone?.path == desk.path)
        var new = desk.new
        new.isReplacing = true
        let ledger = try Ledger.open(at: desk.path, creating: new, state: desk.state)
        #expect(try ledger.size() == 1)
    }

    @Test(
        "a missing file is an error that names it", arguments: ["ledger.sqlite", "personal.sqlite", "ledger.key.pem"])
    func missing(_ name: String) throws {
        let desk = try filled()
        try FileManager.default.removeItem(atPath: desk.folder("ledger/" + name))
        let error = refusal { () throws(LedgerError) in try desk.existing() }
        #expect(error?.code == .damaged)
        #expect(error?.path?.string.hasSuffix(name) == true)
    }

    @Test("every changed byte of a small database is found, or changes nothing that is read")
    func bytes() throws {
        let desk = try filled()
        let whole = try desk.folder.read("ledger/ledger.sqlite")
        let expected = try desk.existing().verify()
        var numbers = Numbers(seed: 7)
        var found = 0
        for _ in 0..<150 {
            var changed = whole
            let place = Int.random(in: 100..<whole.count, using: &numbers)
            changed[place] ^= 1 << UInt8.random(in: 0..<8, using: &numbers)
            try desk.folder.write(changed, to: "ledger/ledger.sqlite")
            do throws(LedgerError) {
                let verification = try desk.existing().verify()
                if !verification.isSound { found += 1 } else { #expect(verification.root == expected.root) }
            } catch {
                #expect([.damaged, .database].contains(error.code), "\(error)")
                found += 1
            }
        }
        #expect(found > 10)
    }
}
