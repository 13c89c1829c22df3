import Cryptography
import DER
import Keyring

/// An identity for `--json`.
package struct IdentityJSON: Encodable, Sendable {
    private let name: String
    /// Hexadecimal, as everywhere in JSON; people see it in groups.
    private let fingerprint: String
    /// Whether the private keys are here.
    private let own: Bool
    /// "trusted", "untrusted" or "mismatched".
    private let trust: String
    /// RFC 3339.
    private let trustedSince: String?
    private let commonName: String
    private let unit: String?
    private let mail: String?
    private let signing: CertificateJSON
    private let encryption: CertificateJSON

    /// - Parameter now: what the certificates' periods are compared with.
    package init(_ identity: Identity, at now: DERTime) {
        name = identity.name.text
        fingerprint = hexadecimal(identity.fingerprint.bytes)
        own = identity.isOwn
        (trust, trustedSince) = Self.trust(identity)
        commonName = identity.signing.subject.commonName
        unit = identity.signing.subject.organizationalUnit
        mail = identity.signing.subject.mail
        signing = CertificateJSON(identity.signing, at: now)
        encryption = CertificateJSON(identity.encryption, at: now)
    }

    private static func trust(_ identity: Identity) -> (String, String?) {
        switch identity.trust {
        case .trusted(let since): ("trusted", since.rfc3339)
        case .untrusted: ("untrusted", nil)
        case .mismatched: ("mismatched", nil)
        }
    }
}

/// A certificate for `--json`.
private struct CertificateJSON: Encodable, Sendable {
    let type: String
    /// RFC 3339.
    let notBefore: String
    let notAfter: String
    /// "valid", "expired" or "not-yet-valid".
    let validity: String
    /// SHA-256 of the SubjectPublicKeyInfo, hexadecimal.
    let keyId: String
    /// SHA-256 of the certificate, hexadecimal.
    let sha256: String

    init(_ certificate: Certificate, at now: DERTime) {
        type = certificate.publicKey.type.name
        notBefore = certificate.notBefore.rfc3339
        notAfter = certificate.notAfter.rfc3339
        validity =
            switch certificate.validity(at: now) {
            case .valid: "valid"
            case .expired: "expired"
            case .notYetValid: "not-yet-valid"
            }
        keyId = hexadecimal(certificate.publicKey.keyID)
        sha256 = hexadecimal(certificate.sha256)
    }
}
