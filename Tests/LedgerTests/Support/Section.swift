import Cryptography
import Ledger
import Transparency

/// A witness with its private key.
final class Section: Sendable {
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
