import DER
import Foundation
import Ledger
import SystemIO
import TestSupport
import Testing
import Transparency

@Suite("What is appended is there, in the tree, and under a checkpoint")
struct AppendingTests {
    @Test("a new ledger has one entry, that names its key")
    func new() throws {
        let desk = try Desk()
        let ledger = try desk.ledger()
        #expect(try ledger.size() == 1)
        let first = try ledger.entry(at: 0)
        #expect(first.kind == .ledger)
        #expect(first.text("key") == ledger.key.text)
        #expect(first.text("origin") == ledger.key.name.text)
        #expect(ledger.key.name.text.hasPrefix("fubako.local/"))
        #expect(try ledger.checkpoint().verdict(log: ledger.key) == .signed(cosignatures: []))
    }

    @Test("folder and files are private, and the key is one that OpenSSL reads")
    func files() throws {
        let desk = try Desk()
        let ledger = try desk.ledger()
        try ledger.append(desk.entries(3))
        let listing = try run("find", [desk.folder("ledger"), desk.folder("state"), "-printf", "%y%m\n"]).text
        #expect(Set(listing.split(separator: "\n")) == ["d700", "f600"])
        let key = try run("openssl", ["pkey", "-in", desk.folder("ledger/ledger.key.pem"), "-noout", "-text"])
        #expect(key.status == 0 && key.text.contains("ED25519"))
        let text = try desk.folder.read("ledger/ledger.vkey")
        #expect(text == ledger.pinnedText)
    }

    @Test("entries keep their order, and every one is proved by every later checkpoint", arguments: [1, 2, 7, 33])
    func proofs(_ count: Int) throws {
        let desk = try Desk()
        let ledger = try desk.ledger()
        var appended: [Appended] = []
        for start in stride(from: 0, to: count, by: 3) {
            appended += try ledger.append(desk.entries(min(3, count - start), from: start))
        }
        #expect(appended.map(\.position) == (1...UInt64(count)).map { $0 })
        for (number, one) in appended.enumerated() {
            #expect(one.entry.text("value") == String(number))
            #expect(try ledger.entry(at: one.position) == one.entry)
            var hasher = try Hashing.hasher()
            let leaf = try TreeHash.leaf(one.entry.bytes, with: &hasher)
            for size in (one.position + 1)...(UInt64(count) + 1) {
                let proof = try ledger.proof(of: one.position, size: size)
                #expect(try TlogProof(parsing: proof.encoded).includes(leafHash: leaf))
                #expect(try proof.checkpoint.verdict(log: ledger.key) == .signed(cosignatures: []))
            }
        }
        let last = try ledger.checkpoint().checkpoint
        for size in 1...last.size {
            let old = try ledger.checkpoint(size: size).checkpoint
            let proof = try ledger.consistency(from: size, to: last.size)
            #expect(try proof.verify(old: size, oldRoot: old.root, new: last.size, newRoot: last.root))
        }
    }

    @Test("what is not there is not proved")
    func notFound() throws {
        let desk = try Desk()
        let ledger = try desk.ledger()
        #expect(refusal { () throws(LedgerError) in try ledger.proof(of: 1) }?.code == .notFound)
        #expect(refusal { () throws(LedgerError) in try ledger.checkpoint(size: 2) }?.code == .notFound)
        #expect(refusal { () throws(LedgerError) in try ledger.consistency(from: 0, to: 2) }?.code == .notFound)
        #expect(refusal { () throws(LedgerError) in try ledger.entry(at: 1) }?.code == .notFound)
        let other = try Desk()
        #expect(refusal { () throws(LedgerError) in try other.existing() }?.code == .notFound)
    }

    @Test("a batch with one bad entry appends nothing")
    func whole() throws {
        let desk = try Desk()
        let ledger = try desk.ledger()
        let bad = NewEntry.policy("", by: desk.author, at: Samples.time)
        #expect(refusal { () throws(LedgerError) in try ledger.append(desk.entries(3) + [bad]) }?.code == .badValue)
        #expect(try ledger.size() == 1)
        #expect(try ledger.append([NewEntry]()).isEmpty)
        #expect(try ledger.size() == 1)
    }

    @Test("two that have it open see what the other appended")
    func twice() throws {
        let desk = try Desk()
        let (one, other) = (try desk.ledger(), try desk.ledger())
        #expect(one.key == other.key)
        try one.append(desk.entries(2))
        try other.append(desk.entries(2, from: 2))
        try one.append(desk.entries(1, from: 4))
        #expect(try other.size() == 6)
        #expect(try one.checkpoint() == other.checkpoint())
    }

    @Test("filters choose by kind, time and package, and pages end where the next begins")
    func filters() throws {
        let desk = try Desk()
        let ledger = try desk.ledger()
        try ledger.append(Samples.entries)
        let later = try #require(DERTime(seconds: Samples.time.seconds + 86_400))
        try ledger.append([.sealFailed(Samples.filled(0x77), cause: "no space", by: desk.author, at: later)])

        var filter = EntryFilter()
        #expect(try ledger.entries(matching: filter).entries.count == 15)
        filter.kinds = [.seal, .open]
        #expect(try ledger.entries(matching: filter).entries.map(\.position) == [2, 3, 4, 5, 14])
        filter.since = later
        #expect(try ledger.entries(matching: filter).entries.map(\.position) == [14])
        filter.since = nil
        filter.before = later
        #expect(try ledger.entries(matching: filter).entries.map(\.position) == [2, 3, 4, 5])
        filter.package = Samples.filled(0x77)
        #expect(try ledger.entries(matching: filter).entries.isEmpty)
        #expect(try ledger.position(ofPackage: Samples.filled(1)) == 1)
        #expect(try ledger.position(ofPackage: Samples.filled(0x77)) == nil)

        var collected: [UInt64] = []
        var start: UInt64? = 0
        while let from = start {
            let page = try ledger.entries(from: from, limit: 4)
            #expect(page.entries.count <= 4)
            collected += page.entries.map(\.position)
            start = page.next
        }
        #expect(collected == Array(0..<15))
    }

    @Test("what is spooled waits for the next append, in order and marked")
    func spool() throws {
        let desk = try Desk()
        let spool = try Spool(state: desk.state, ledger: desk.path)
        for entry in desk.entries(3) { try spool.add(entry) }
        #expect(try spool.count() == 3)
        let ledger = try desk.ledger()
        let appended = try ledger.append(desk.entries(1, from: 3))
        #expect(appended.map(\.position) == [4])
        #expect(try spool.count() == 0)
        let entries = try ledger.entries().entries.dropFirst().map(\.entry)
        #expect(entries.map { $0.text("value") } == ["0", "1", "2", "3"])
        #expect(entries.map(\.isSpooled) == [true, true, true, false])
        #expect(try ledger.disclose(1)["actor"] == .string("tester"))
    }

    @Test("what was taken from the spool before is not taken twice")
    func spoolTwice() throws {
        let desk = try Desk()
        let spool = try Spool(state: desk.state, ledger: desk.path)
        try spool.add(desk.entries(1)[0])
        _ = try run("cp", ["-a", desk.folder("state/ledger-spool"), desk.folder("kept")])
        let ledger = try desk.ledger()
        try ledger.append(desk.entries(1, from: 1))
        _ = try run("cp", ["-a", desk.folder("kept") + "/.", desk.folder("state/ledger-spool")])
        try ledger.append(desk.entries(1, from: 2))
        #expect(try ledger.entries().entries.dropFirst().map { $0.entry.text("value") } == ["0", "1", "2"])
    }
}
