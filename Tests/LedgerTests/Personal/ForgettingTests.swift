import DER
import Foundation
import Ledger
import SystemIO
import TestSupport
import Testing

@Suite("What is forgotten is nowhere in the ledger's folder")
struct ForgettingTests {
    /// What no file holds by chance.
    private static let canary = "kanaria-" + String(repeating: "Qz7", count: 40)

    private static func isAnywhere(_ text: String, in folder: String) throws -> Bool {
        // grep's exit code is 0 if it finds something.
        try run("grep", ["-r", "-a", "-q", "-F", text, folder]).status == 0
    }

    /// Many entries, some of them by the person who will be forgotten, so that rows move from page to page.
    private func filled(_ desk: Desk) throws -> Ledger {
        let ledger = try desk.ledger()
        let person = Author(actor: Self.canary, host: "desk")
        for round in 0..<30 {
            let own = NewEntry.policy("own", value: String(round), by: person, at: Samples.time)
            try ledger.append(desk.entries(7, from: 7 * round) + [own])
        }
        return ledger
    }

    @Test("a person's name is gone from database, log and free pages, and the ledger stays sound")
    func forget() throws {
        let desk = try Desk()
        let ledger = try filled(desk)
        #expect(try Self.isAnywhere(Self.canary, in: desk.folder("ledger")))
        #expect(try ledger.disclose(8)["actor"] == .string(Self.canary))
        let erased = try ledger.forget(person: Self.canary, reason: "asked for", by: desk.author, at: Samples.time)
        #expect(erased == Forgotten(erased: 30, partial: 0))
        #expect(try !Self.isAnywhere(Self.canary, in: desk.folder.path))
        #expect(try ledger.disclose(8) == ["host": .string("desk")])
        #expect(try ledger.disclose(7) == ["actor": .string("tester"), "host": .string("desk")])
        let verification = try ledger.verify()
        #expect(verification.isSound)
        let last = try ledger.entry(at: verification.size - 1)
        #expect(last.kind == .forget && last.count("fields") == 30 && last.text("reason") == "asked for")
    }

    @Test("also while another has the ledger open, and when nobody has it open any more")
    func forgetBesideOthers() throws {
        let desk = try Desk()
        let other = try filled(desk)
        _ = try other.disclose(8)
        _ = try desk.existing().forget(person: Self.canary, reason: "asked for", by: desk.author, at: Samples.time)
        #expect(try !Self.isAnywhere(Self.canary, in: desk.folder.path))
        #expect(try other.disclose(8) == ["host": .string("desk")])
        try other.append(desk.entries(3))
        #expect(try !Self.isAnywhere(Self.canary, in: desk.folder.path))
    }

    @Test("what waits in the spool is reached too, and so is the index of the log that others hold open")
    func forgetSpooled() throws {
        let desk = try Desk()
        let ledger = try filled(desk)
        let reader = try desk.existing()
        _ = try reader.disclose(8)
        let spool = try Spool(state: desk.state, ledger: desk.path)
        let person = Author(actor: Self.canary, host: "desk")
        for _ in 0..<3 { try spool.add(.policy("own", by: person, at: Samples.time)) }
        #expect(try Self.isAnywhere(Self.canary, in: desk.folder("state")))
        #expect(try ledger.forget(person: Self.canary, reason: "x", by: desk.author, at: Samples.time).erased == 33)
        #expect(FileManager.default.fileExists(atPath: desk.folder("ledger/personal.sqlite-shm")))
        #expect(try !Self.isAnywhere(Self.canary, in: desk.folder.path))
        #expect(try reader.verify().isSound)
    }

    @Test("a name inside a list counts, a part of a name only if that is asked for")
    func matches() throws {
        let desk = try Desk()
        let ledger = try desk.ledger()
        var intent = Samples.intent
        intent.names = ["田中.pdf", "田中"]
        try ledger.append([.sealIntent(intent, by: Samples.author, at: Samples.time)])
        func forget(_ person: String, _ match: NameMatch = .whole) throws(LedgerError) -> Forgotten {
            try ledger.forget(person: person, match: match, reason: "x", by: desk.author, at: Samples.time)
        }
        // The names of the files are one value, whose author is a 田中 too.
        #expect(try forget("田") == Forgotten(erased: 0, partial: 2))
        #expect(try ledger.size() == 2)
        #expect(try forget("田中") == Forgotten(erased: 1, partial: 1))
        #expect(try ledger.disclose(1).keys.sorted() == ["actor", "host"])
        #expect(try forget("田中", .contained) == Forgotten(erased: 1, partial: 0))
        #expect(try ledger.disclose(1).keys.sorted() == ["host"])
        #expect(try ledger.verify().isSound)
    }

    @Test("retention erases what is old, by kind")
    func retention() throws {
        let desk = try Desk()
        let ledger = try desk.ledger()
        let later = try #require(DERTime(seconds: Samples.time.seconds + 40 * 86_400))
        try ledger.append(desk.entries(3))
        try ledger.append([.policy("late", by: desk.author, at: later)])
        var policy = RetentionPolicy()
        policy.days[.policy] = 30
        #expect(try ledger.applyRetention(policy, by: desk.author, at: later) == 6)
        #expect(try ledger.disclose(1).isEmpty)
        #expect(try ledger.disclose(4).count == 2)
        #expect(try ledger.disclose(0).count == 2)
        #expect(try ledger.applyRetention(policy, by: desk.author, at: later) == 0)
        #expect(try ledger.verify().isSound)
        #expect(try ledger.size() == 7)
    }
}
