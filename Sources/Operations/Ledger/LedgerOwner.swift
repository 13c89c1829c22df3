import Cryptography
import Keyring
import Ledger
import Transparency

/// Who vouches for a ledger's public key, as far as the keyring knows.
package enum LedgerOwner: Sendable {
    /// The key was named by whoever asks.
    case told
    /// Nobody has signed the key.
    case nobody
    /// What should be a signature over the key is none.
    case badPin
    /// The key is signed by this signer, whose certificate was valid or not at the time that the signature claims.
    case signed(SignerJudgement, wasValid: Bool)

    /// - Parameters:
    ///   - told: the key that whoever asks knows to be the ledger's; nil if none.
    /// - Throws: `keyring`.
    package init(
        of key: VerifierKey, pin: LedgerPin?, told: VerifierKey?, keyring: Keyring
    ) throws(OperationError) {
        guard told != key else {
            self = .told
            return
        }
        guard let pin else {
            self = .nobody
            return
        }
        guard let signature = pin.verify(key) else {
            self = .badPin
            return
        }
        let judgement = try SignerJudgement(signature.certificate, keyring)
        self = .signed(judgement, wasValid: signature.signingTime.map(judgement.wasValid) ?? true)
    }
}
