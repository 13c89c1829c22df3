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
        try self.init(certificate, keyring)
    }

    init(_ certificate: Certificate, _ keyring: Keyring) throws(OperationError) {
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

    /// Whether the signer's certificate was valid at a time; true for an unsigned package.
    func wasValid(at time: DERTime) -> Bool { certificate.map { $0.validity(at: time) == .valid } ?? true }

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

    /// - Throws: `unsigned`, `signerUnknown`, `otherSigner`, `signerNotValid`.
    func check(_ judgement: SignerJudgement, sealedAt time: DERTime) throws(OperationError) {
        let certificate = judgement.certificate
        try check(certificate?.sha256, judgement.identity, called: certificate?.subject.commonName, .verified)
        if !judgement.wasValid(at: time) { throw OperationError(.signerNotValid, certificate?.subject.commonName) }
    }

    /// Checks what a header claims, whose signature is not known: a claim that is not good enough need not be proven.
    /// - Parameter certificate: SHA-256 of the signer's, or nil.
    /// - Throws: `claimsUnsigned`, `claimsUnknownSigner`, `claimsOtherSigner`, `keyring`.
    func check(claimed certificate: [UInt8]?, _ keyring: Keyring) throws(OperationError) {
        let identity = try onKeyring { () throws(KeyringError) in
            try certificate.flatMap { hash throws(KeyringError) in try keyring.identity(withCertificate: hash) }
        }
        try check(certificate, identity, called: nil, .claimed)
    }

    private func check(
        _ certificate: [UInt8]?, _ identity: Identity?, called name: String?, _ refusals: Refusals
    ) throws(OperationError) {
        let name = identity?.name.text ?? name
        if let signer, certificate != signer.signing.sha256 { throw OperationError(refusals.otherSigner, name) }
        guard certificate != nil else {
            if allowsUnsigned { return }
            throw OperationError(refusals.unsigned)
        }
        let isTrusted = identity.map { $0.isOwn || $0.isTrusted } ?? false
        if !isTrusted, !allowsUnknownSigner { throw OperationError(refusals.signerUnknown, name) }
    }

    /// What an origin that is not good enough is called. A claim must not be told as a verdict on a package that nobody
    /// verified.
    private struct Refusals {
        let unsigned: OperationError.Code
        let signerUnknown: OperationError.Code
        let otherSigner: OperationError.Code

        static let verified = Refusals(unsigned: .unsigned, signerUnknown: .signerUnknown, otherSigner: .otherSigner)
        static let claimed = Refusals(
            unsigned: .claimsUnsigned, signerUnknown: .claimsUnknownSigner, otherSigner: .claimsOtherSigner)
    }
}
