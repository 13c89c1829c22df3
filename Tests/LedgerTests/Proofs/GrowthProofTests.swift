import Ledger
import Testing
import Transparency

@Suite("Growth is proved to whoever kept a checkpoint, and another history is named")
struct GrowthProofTests {
    @Test("what was written is read, and holds without the ledger")
    func roundTrip() throws {
        let desk = try Desk()
        let ledger = try desk.ledger()
        var kept: [SignedCheckpoint] = []
        for _ in 0..<6 {
            kept.append(try ledger.checkpoint())
            try ledger.append(desk.entries(3))
        }
        for (index, old) in kept.enumerated() {
            for new in kept[index...].map(\.checkpoint.size) + [19] {
                let proof = try ledger.growthProof(from: old, to: new)
                let read = try GrowthProof(parsing: proof.encoded())
                #expect(try read == proof && read.faults() == [] && read.faults(key: ledger.key) == [])
            }
        }
        #expect(try ledger.growthProof(from: kept[0]).new.checkpoint.size == 19)
    }

    @Test("a checkpoint of another ledger, of more entries and of another history are told apart")
    func compared() throws {
        let desk = try Desk()
        let ledger = try desk.ledger()
        try desk.copy(to: "copy")
        try ledger.append(desk.entries(2))
        let longer = try ledger.checkpoint()
        try desk.putBack("copy")
        let fork = try Ledger.open(at: desk.path, state: .init(desk.folder("elsewhere")))
        #expect(try fork.compare(longer)?.kind == .keptLonger)
        #expect(refusal { () throws(LedgerError) in try fork.growthProof(from: longer) }?.code == .rolledBack)
        try fork.append(desk.entries(5, from: 10))
        #expect(try fork.compare(longer)?.kind == .keptOtherHistory)
        #expect(refusal { () throws(LedgerError) in try fork.growthProof(from: longer) }?.code == .otherHistory)
        let second = try Desk()
        let other = try second.ledger()
        #expect(try other.compare(longer)?.kind == .keptOtherLedger)
        #expect(refusal { () throws(LedgerError) in try other.growthProof(from: longer) }?.code == .badValue)
        #expect(second.path != desk.path)
    }

    @Test("proved growth takes the place of what was known, and another history does not")
    func learned() throws {
        let (desk, second) = (try Desk(), try Desk())
        let (log, reader) = (try desk.ledger(), try second.ledger())
        try log.append(desk.entries(2))
        let known = try log.checkpoint()
        #expect(try reader.learn(log.growthProof(from: known)) == .unknown)
        try reader.keep(KnownCheckpoint(key: log.key, checkpoint: known, isConsistent: true))
        try desk.copy(to: "copy")
        try log.append(desk.entries(2))
        let grown = try log.checkpoint()
        #expect(try reader.learn(log.growthProof(from: log.checkpoint(size: 1))) == .unrelated(3))
        #expect(try reader.learn(log.growthProof(from: known)) == .kept(3))
        #expect(try reader.known(log.key)?.checkpoint == grown)
        #expect(try reader.learn(log.growthProof(from: known)) == .same(5))
        try desk.putBack("copy")
        let fork = try Ledger.open(at: desk.path, state: .init(desk.folder("elsewhere")))
        try fork.append(desk.entries(2, from: 10))
        #expect(try reader.learn(fork.growthProof(from: known)) == .twoHistories(5))
        #expect(try reader.known(log.key)?.checkpoint == grown)
        #expect(second.path != desk.path)
    }

    @Test(
        "a line that is not of its form is refused",
        arguments: ["", "{}", "{}\n", "{\"v\":1}\n", "{\"v\":2}\n", "{\"v\":1,\"w\":1}\n", "[]\n", "{\"v\":1}\r\n"])
    func refused(_ text: String) {
        #expect(
            refusal { () throws(LedgerError) in try GrowthProof(parsing: Array(text.utf8)) }?.code == .transparency)
    }
}
