import Cryptography
import Ledger
import Testing
import Transparency

@Suite("Witnesses are counted by organisation, each key once")
struct WitnessTests {
    /// A witness with its private key.
    private final class Section: Sendable {
        let name: String
        let key: Ed25519PrivateKey

        init(_ name: String) throws {
            self.name = name
            key = try Ed25519PrivateKey.generate()
        }

        func witness(of organisation: String) throws -> Witness {
            let verifier = try VerifierKey(name: NoteName(name), type: .cosignature, publicKey: key.publicKey)
            return Witness(key: verifier, organisation: organisation)
        }

        func cosign(_ checkpoint: SignedCheckpoint) throws -> SignedCheckpoint {
            let line = try NoteSignature.cosign(
                checkpoint.checkpoint, at: 1_775_001_600, name: NoteName(name), key: key)
            return try checkpoint.adding(line)
        }
    }

    @Test("cosignatures are kept, travel with checkpoints and proofs, and survive later appends")
    func collected() throws {
        let desk = try Desk()
        let ledger = try desk.ledger()
        let (audit, second, other) = (try Section("kansa"), try Section("kansa-2"), try Section("other"))
        try ledger.addWitness(audit.witness(of: "監査室"))
        try ledger.addWitness(second.witness(of: "監査室"))
        try ledger.append(desk.entries(3))
        let checkpoint = try ledger.checkpoint()
        let cosigned = try other.cosign(second.cosign(audit.cosign(checkpoint)))
        try ledger.append(desk.entries(4))
        #expect(try ledger.addCosignatures(from: cosigned).map(\.organisation) == ["監査室", "監査室"])
        #expect(try ledger.addCosignatures(from: cosigned).isEmpty)
        #expect(try ledger.checkpoint(size: 4).note.signatures.count == 3)
        #expect(try ledger.proof(of: 1, size: 4).checkpoint.note.signatures.count == 3)
        #expect(try ledger.checkpoint().note.signatures.count == 1)
        #expect(try ledger.lastCosigned(required: 1)?.organisations == ["監査室"])
        #expect(try ledger.lastCosigned(required: 2) == nil)
        try ledger.append(desk.entries(4))
        let verification = try ledger.verify()
        #expect(verification.isSound)
        #expect(verification.cosigned?.size == 4 && verification.cosigned?.organisations == ["監査室"])
    }

    @Test("one key under two names is refused, and so is a key that makes no cosignatures")
    func refused() throws {
        let desk = try Desk()
        let ledger = try desk.ledger()
        let audit = try Section("kansa")
        try ledger.addWitness(audit.witness(of: "監査室"))
        let again = Witness(
            key: try VerifierKey(name: NoteName("other"), type: .cosignature, publicKey: audit.key.publicKey),
            organisation: "別の室")
        #expect(refusal { () throws(LedgerError) in try ledger.addWitness(again) }?.code == .exists)
        let log = Witness(key: ledger.key, organisation: "own")
        #expect(refusal { () throws(LedgerError) in try ledger.addWitness(log) }?.code == .transparency)
    }

    @Test("a checkpoint of another ledger, or of another history, brings no cosignatures")
    func foreign() throws {
        let (desk, second) = (try Desk(), try Desk())
        let (ledger, other) = (try desk.ledger(), try second.ledger())
        let audit = try Section("kansa")
        try ledger.addWitness(audit.witness(of: "監査室"))
        let cosigned = try audit.cosign(other.checkpoint())
        #expect(refusal { () throws(LedgerError) in try ledger.addCosignatures(from: cosigned) }?.code == .badValue)
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
