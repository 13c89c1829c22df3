import Ledger
import Testing
import Transparency

@Suite("A ledger's keeper cosigns for others what has only grown, and remembers it first")
struct WitnessingTests {
    private let desk: Desk
    private let second: Desk
    private let log: Ledger
    private let witness: Ledger

    init() throws {
        desk = try Desk()
        log = try desk.ledger()
        second = try Desk()
        witness = try second.ledger()
    }

    private func ask(_ request: WitnessRequest, key: VerifierKey? = nil) throws -> WitnessAnswer {
        try witness.witness(request, key: key, by: desk.author, at: Samples.time)
    }

    @Test("growth from what was cosigned before is cosigned")
    func grown() throws {
        let first = try log.witnessRequest(since: 0)
        #expect(try ask(first) == .unknownLedger)
        #expect(try ask(first, key: witness.witnessKey()) == .notSigned)
        guard case .cosigned(let checkpoint) = try ask(first, key: log.key) else {
            Issue.record("not cosigned")
            return
        }
        let key = try witness.witnessKey()
        let verdict = try checkpoint.verdict(log: log.key, witnesses: [key])
        guard case .signed(let cosignatures) = verdict else {
            Issue.record("not signed")
            return
        }
        #expect(cosignatures.map(\.key) == [key])
        try log.append(desk.entries(4))
        #expect(try ask(log.witnessRequest(since: 0)) == .conflict(size: 1))
        #expect(try ask(log.witnessRequest(since: 3)) == .conflict(size: 1))
        guard case .cosigned = try ask(log.witnessRequest(since: 1)) else {
            Issue.record("not cosigned")
            return
        }
        #expect(try witness.witnessed().map(\.checkpoint.checkpoint.size) == [5])
        #expect(try witness.entry(at: 2).text("origin") == log.key.name.text)
        #expect(try witness.verify().isSound)
    }

    @Test("another history is not cosigned, and nothing is remembered of it")
    func forked() throws {
        try desk.copy(to: "copy")
        try log.append(desk.entries(2))
        _ = try ask(log.witnessRequest(since: 0), key: log.key)
        try desk.putBack("copy")
        let fork = try Ledger.open(at: desk.path, state: .init(desk.folder("elsewhere")))
        try fork.append(desk.entries(2, from: 10))
        guard case .twoHistories(let seen) = try ask(fork.witnessRequest(since: 3)) else {
            Issue.record("not found")
            return
        }
        #expect(seen.checkpoint.root != (try fork.checkpoint().checkpoint.root))
        try fork.append(desk.entries(3))
        #expect(try ask(fork.witnessRequest(since: 3)) == .notConsistent)
        #expect(try witness.witnessed().map(\.checkpoint) == [seen])
    }

    @Test("a ledger is not its own witness")
    func itself() throws {
        let request = try witness.witnessRequest(since: 0)
        let error = refusal { () throws(LedgerError) in
            try witness.witness(request, key: nil, by: desk.author, at: Samples.time)
        }
        #expect(error?.code == .badValue)
    }

    @Test("a witness that is removed takes its cosignatures along")
    func removed() throws {
        _ = try log.append(desk.entries(2))
        guard case .cosigned(let cosigned) = try ask(log.witnessRequest(since: 0), key: log.key) else {
            Issue.record("not cosigned")
            return
        }
        let known = Witness(key: try witness.witnessKey(), organisation: "監査室")
        try log.addWitness(known, by: desk.author, at: Samples.time)
        #expect(try log.addCosignatures(from: cosigned, by: desk.author, at: Samples.time) == [known])
        try log.removeWitness(known.key, by: desk.author, at: Samples.time)
        #expect(try log.witnesses().isEmpty && log.verify().isSound)
        let error = refusal { () throws(LedgerError) in
            try log.removeWitness(known.key, by: desk.author, at: Samples.time)
        }
        #expect(error?.code == .notFound)
    }

    @Test("entries are read from the last one too, page by page")
    func backwards() throws {
        try log.append(desk.entries(9))
        var positions: [UInt64] = []
        var next: UInt64?
        repeat {
            let page = try log.latestEntries(from: next, limit: 4)
            positions += page.entries.map(\.position)
            next = page.next
        } while next != nil
        #expect(positions == (0..<10).reversed())
    }
}
