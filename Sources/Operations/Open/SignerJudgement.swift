import Cryptography
import DER
import Keyring
import PackageFormat

/// What the keyring says about the signer of a package whose signature is valid.
package enum SignerJudgement: Sendable {
    /// There is no signature: consistent, origin unknown.
    case unsigned
    /// Signed by an identity that is trusted here.
    case trusted(Identity)
    /// Signed by an identity that is in the keyring without trust.
    case untrusted(Identity)
    /// Signed by somebody who is not in the keyring.
    case unknown(Certificate)

    init(_ origin: Origin, _ keyring: Keyring) throws(OperationError) {
        guard let certificate = origin.certificate else {
            self = .unsigned
            return
        }
        let identity = try onKeyring { () throws(KeyringError) in
            try keyring.identity(withCertificate: certificate.sha256)
        }
        guard let identity, identity.signing == certificate else {
            self = .unknown(certificate)
            return
        }
        self = identity.isOwn || identity.isTrusted ? .trusted(identity) : .untrusted(identity)
    }

    /// The signing certificate, if there is one.
    package var certificate: Certificate? {
        switch self {
        case .unsigned: nil
        case .trusted(let identity), .untrusted(let identity): identity.signing
        case .unknown(let certificate): certificate
        }
    }

    /// The identity in the keyring, if there is one.
    package var identity: Identity? {
        switch self {
        case .trusted(let identity), .untrusted(let identity): identity
        case .unsigned, .unknown: nil
        }
    }
}

/// Which origins are good enough to open a package.
package struct OriginDemand: Sendable {
    /// A package that nobody signed will do.
    package var allowsUnsigned = false
    /// A signer whom the keyring does not trust will do.
    package var allowsUnknownSigner = false
    /// Nobody else will do.
    package var signer: Identity?

    /// Only a signer whom the keyring trusts will do.
    package init() {}

    /// - Throws: `unsigned`, `signerUnknown`, `otherSigner`.
    func check(_ judgement: SignerJudgement) throws(OperationError) {
        if let signer, judgement.certificate != signer.signing {
            throw OperationError(
                .otherSigner, judgement.identity?.name.text ?? judgement.certificate?.subject.commonName)
        }
        switch judgement {
        case .trusted: return
        case .unsigned: if !allowsUnsigned { throw OperationError(.unsigned) }
        case .untrusted(let identity):
            if !allowsUnknownSigner { throw OperationError(.signerUnknown, identity.name.text) }
        case .unknown(let certificate):
            if !allowsUnknownSigner { throw OperationError(.signerUnknown, certificate.subject.commonName) }
        }
    }
}
