import Cryptography
import Keyring
import PackageFormat

/// What a package says of itself, beside what the keyring knows of it. No secret is needed, and no unit was looked at.
package struct PackageDescription: Sendable {
    /// Header, manifest, lengths, and what was found broken and got around.
    package let structure: PackageStructure
    /// What the keyring says about the signer.
    package let judgement: SignerJudgement
    /// Whether the signer's certificate was valid at the sealing time that the package claims; true for an unsigned one.
    package let signerWasValid: Bool
    /// What it says of its sender's ledger.
    package let intent: IntentFinding
    /// Everyone who can open the package, in the order of the header.
    package let recipients: [DescribedRecipient]
    /// What protects the package, each algorithm once for each of its uses.
    package let algorithms: [DescribedAlgorithm]
}

extension ArrivedPackage {
    /// Describes the package.
    /// - Parameter recorder: knows other ledgers.
    /// - Throws: `keyring` if it cannot be read at all.
    package borrowing func description(
        by keyring: Keyring, recorder: Recorder? = nil
    ) throws(OperationError) -> PackageDescription {
        let known = try onKeyring { () throws(KeyringError) in try keyring.identities().identities }
        let byKey = Dictionary(known.map { ($0.encryption.publicKey.keyID, $0) }) { first, _ in first }
        let recorder = recorder ?? .none(now: structure.manifest.sealingTime)
        return PackageDescription(
            structure: structure, judgement: judgement, signerWasValid: signerWasValid,
            intent: recorder.intent(of: structure, judgement, keeping: false),
            recipients: header.stanzas.map { DescribedRecipient($0, byKey) },
            algorithms: DescribedAlgorithm.all(of: structure))
    }
}

/// Somebody who can open a package, as far as that can be seen.
package enum DescribedRecipient: Sendable {
    /// An identity of the keyring.
    case known(Identity)
    /// SHA-256 of a SubjectPublicKeyInfo that the keyring does not have, 32 bytes.
    case unknown([UInt8])
    /// One of those whom the sender did not name, or a dummy that hides their number.
    case hidden
    /// Whoever knows the passphrase; with PBKDF2's iterations.
    case passphrase(iterations: Int)

    init(_ stanza: Stanza, _ known: [[UInt8]: Identity]) {
        if case .passphrase(let passphrase) = stanza {
            self = .passphrase(iterations: passphrase.iterations)
        } else if let keyID = stanza.recipient {
            self = known[keyID].map { .known($0) } ?? .unknown(keyID)
        } else {
            self = .hidden
        }
    }
}
