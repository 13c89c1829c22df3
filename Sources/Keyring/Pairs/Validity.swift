import Cryptography
import DER

/// What a certificate's period says about a moment (RFC 5280, 4.1.2.5: both ends belong to it).
package enum Validity: Hashable, Sendable {
    case valid
    /// The period ended at this moment.
    case expired(DERTime)
    /// The period begins at this moment.
    case notYetValid(DERTime)
}

extension Certificate {
    /// What the certificate's period says about `time`.
    package func validity(at time: DERTime) -> Validity {
        if time < notBefore { return .notYetValid(notBefore) }
        return time > notAfter ? .expired(notAfter) : .valid
    }

    /// - Throws: ``KeyringError/Code/expired`` or ``KeyringError/Code/notYetValid`` with the date.
    func requireValid(at time: DERTime, _ role: String) throws(KeyringError) {
        var error: KeyringError
        switch validity(at: time) {
        case .valid: return
        case .expired(let end):
            error = KeyringError(.expired, "the \(role) certificate ended at \(end.rfc3339)")
            error.date = end
        case .notYetValid(let begin):
            error = KeyringError(.notYetValid, "the \(role) certificate begins at \(begin.rfc3339)")
            error.date = begin
        }
        throw error
    }
}

extension CertificatePair {
    /// Whether packages may be sealed to this pair at `time`: both certificates are valid, because one vouches for the
    /// other.
    /// - Throws: ``KeyringError/Code/expired`` or ``KeyringError/Code/notYetValid`` with the date.
    package func checkSealing(at time: DERTime) throws(KeyringError) {
        try encryption.requireValid(at: time, "encryption")
        try signing.requireValid(at: time, "signing")
    }

    /// Whether signatures may be made, or were rightly made, at `time`.
    /// - Throws: ``KeyringError/Code/expired`` or ``KeyringError/Code/notYetValid`` with the date.
    package func checkSigning(at time: DERTime) throws(KeyringError) {
        try signing.requireValid(at: time, "signing")
    }
}
