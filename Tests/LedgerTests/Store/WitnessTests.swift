import Ledger
import Testing
import Transparency

@Suite("Witnesses are counted by organisation, each key once")
struct WitnessTests {
    @Test("cosignatures are kept, travel with checkpoints and proofs, and survive later appends")
    func collected() throws {
        let desk = try Desk()
        let ledger = try desk.ledger()
        let (audit, second, other) = (try Section("kansa"), try Section("kansa-2"), try Section("other"))
        try ledger.addWitness(audit.witness(of: "監査室"), by: desk.author, at: Samples.time)
        try ledger.addWitness(second.witness(of: "監査室"), by: desk.author, at: Samples.time)
        try ledger.append(desk.entries(3))
        let checkpoint = try ledger.checkpoint()
        let cosigned = try other.cosign(second.cosign(audit.cosign(checkpoint)))
        try ledger.append(desk.entries(4))
        #expect(
            try ledger.addCosignatures(from: cosigned, by: desk.author, at: Samples.time).map(\.organisation) == [
                "監査室", "監査室",
            ])
        #expect(try ledger.addCosignatures(from: cosigned, by: desk.author, at: Samples.time).isEmpty)
        #expect(try ledger.checkpoint(size: 6).note.signatures.count == 3)
        #expect(try ledger.proof(of: 1, size: 6).checkpoint.note.signatures.count == 3)
        #expect(try ledger.checkpoint().note.signatures.count == 1)
        #expect(try ledger.lastCosigned(required: 1)?.organisations == ["監査室"])
        #expect(try ledger.lastCosigned(required: 2) == nil)
        try ledger.append(desk.entries(4))
        let verification = try ledger.verify()
        #expect(verification.isSound)
        #expect(verification.cosigned?.size == 6 && verification.cosigned?.organisations == ["監査室"])
    }

    @Test("one key under two names is refused, and so is a key that makes no cosignatures")
    func refused() throws {
        let desk = try Desk()
        let ledger = try desk.ledger()
        let audit = try Section("kansa")
        try ledger.addWitness(audit.witness(of: "監査室"), by: desk.author, at: Samples.time)
        let again = Witness(
            key: try VerifierKey(name: NoteName("other"), type: .cosignature, publicKey: audit.key.publicKey),
            organisation: "別の室")
        #expect(
            refusal { () throws(LedgerError) in try ledger.addWitness(again, by: desk.author, at: Samples.time) }?.code
                == .exists)
        let log = Witness(key: ledger.key, organisation: "own")
        #expect(
            refusal { () throws(LedgerError) in try ledger.addWitness(log, by: desk.author, at: Samples.time) }?.code
                == .badValue)
    }

    @Test("a checkpoint of another ledger, or of another history, brings no cosignatures")
    func foreign() throws {
        let (desk, second) = (try Desk(), try Desk())
        let (ledger, other) = (try desk.ledger(), try second.ledger())
        let audit = try Section("kansa")
        try ledger.addWitness(audit.witness(of: "監査室"), by: desk.author, at: Samples.time)
        let cosigned = try audit.cosign(other.checkpoint())
        #expect(
            refusal { () throws(LedgerError) in
                try ledger.addCosignatures(from: cosigned, by: desk.author, at: Samples.time)
            }?.code == .badValue)
    }

    @Test("what is known of others is kept")
    func others() throws {
        let (desk, second) = (try Desk(), try Desk())
        let (ledger, other) = (try desk.ledger(), try second.ledger())
        #expect(try ledger.known(other.key) == nil)
        let known = KnownCheckpoint(key: other.key, checkpoint: try other.checkpoint(), isConsistent: false)
        try ledger.keep(known)
        #expect(try ledger.known(other.key) == known)
        try ledger.rememberSent(5, to: [[1, 2], [3, 4]])
        try ledger.rememberSent(9, to: [[3, 4]])
        #expect(try ledger.sizesSent(to: [[1, 2], [3, 4], [5, 6]]) == [5, 9])
    }
}
