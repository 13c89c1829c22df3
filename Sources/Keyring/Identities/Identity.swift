import Cryptography
import DER

/// Whether the owner of the keyring has said that a pair is whose it claims to be.
package enum Trust: Hashable, Sendable {
    /// Said so at this moment.
    case trusted(since: DERTime)
    case untrusted
    /// Said so of other certificates than those that are there now.
    case mismatched
}

/// The public half of a person or an office, under the name that the owner of the keyring gave it.
package struct Identity: Sendable, Equatable {
    /// What the owner of the keyring calls it.
    package let name: IdentityName
    /// Both certificates.
    package let pair: CertificatePair
    /// Whether the pair is whose it claims to be.
    package let trust: Trust
    /// Whether the private keys are here too.
    package let isOwn: Bool

    /// The certificate that signatures are checked against.
    package var signing: Certificate { pair.signing }
    /// The certificate that packages are sealed to.
    package var encryption: Certificate { pair.encryption }
    /// What two people compare.
    package var fingerprint: Fingerprint { pair.fingerprint }

    /// Whether the pair that is there now is trusted.
    package var isTrusted: Bool {
        if case .trusted = trust { true } else { false }
    }

    /// - Throws: ``KeyringError/Code/notTrusted``, or ``KeyringError/Code/trustMismatch`` if other certificates were
    ///   trusted under this name.
    package func requireTrusted() throws(KeyringError) {
        switch trust {
        case .trusted: return
        case .untrusted: throw KeyringError(.notTrusted, "nobody has confirmed its fingerprint here", name)
        case .mismatched:
            throw KeyringError(.trustMismatch, "the trusted fingerprint is not that of the certificates", name)
        }
    }

    /// Whether packages may be sealed to it at `time`.
    /// - Throws: ``KeyringError/Code/expired`` or ``KeyringError/Code/notYetValid`` with name and date.
    package func checkSealing(at time: DERTime) throws(KeyringError) {
        do throws(KeyringError) { try pair.checkSealing(at: time) } catch { throw error.named(name) }
    }

    /// Whether it may sign at `time`.
    /// - Throws: ``KeyringError/Code/expired`` or ``KeyringError/Code/notYetValid`` with name and date.
    package func checkSigning(at time: DERTime) throws(KeyringError) {
        do throws(KeyringError) { try pair.checkSigning(at: time) } catch { throw error.named(name) }
    }
}
