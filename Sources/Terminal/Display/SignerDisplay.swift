import Console
import Cryptography
import Label
import Operations

extension SignerJudgement {
    /// Who it is: by name where the keyring knows one, otherwise by what the certificate says; escaped.
    package func text(_ language: Language) -> String {
        switch self {
        case .unsigned: Message.senderNobody.text(language)
        case .trusted(let identity): escaped(identity.name.text)
        case .untrusted(let identity): Message.senderUntrusted.text(language, identity.name.text)
        case .unknown(let certificate):
            Message.senderUnknown.text(language, certificate.subject.commonName, hexadecimal(certificate.sha256))
        }
    }
}

/// A signer for `--json`.
package struct SignerJSON: Encodable, Sendable {
    private let judgement: String
    private let name: String?
    private let commonName: String?
    private let certificate: String?
    private let fingerprint: String?

    /// What the keyring says about the signer.
    package init(_ signer: SignerJudgement) {
        judgement =
            switch signer {
            case .unsigned: "unsigned"
            case .trusted: "trusted"
            case .untrusted: "untrusted"
            case .unknown: "unknown"
            }
        name = signer.identity?.name.text
        commonName = signer.certificate?.subject.commonName
        certificate = signer.certificate.map { hexadecimal($0.sha256) }
        fingerprint = signer.identity.map { hexadecimal($0.fingerprint.bytes) }
    }
}
