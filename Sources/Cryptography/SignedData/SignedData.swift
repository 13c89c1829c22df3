import DER

/// What a valid SignedData says. Whether its signer is trusted is for others to decide.
package struct VerifiedSignature: Sendable {
    /// The signer's certificate, to which the signature is bound.
    package let certificate: Certificate
    /// How it is signed, with the hash function, which also made the digest of the content.
    package let algorithm: SignatureAlgorithm
    /// When the signer says that it was signed, if he says so. It proves nothing.
    package let signingTime: DERTime?

    /// The hash function of content and signature.
    package var hash: HashAlgorithm { algorithm.hash }

    /// Which rule on keys it breaks that holds for what the program itself signs: 3,072 bits at least for RSA, and the hash that
    /// matches a curve. Nil if it breaks none.
    package var fault: String? {
        let type = certificate.publicKey.type
        if case .rsa(let bits) = type { return bits < 3_072 ? "a signing key of \(bits) bits" : nil }
        return hash == type.matchingHash ? nil : "\(type.name) with \(hash.name)"
    }
}

/// Detached signatures in the Cryptographic Message Syntax (RFC 5652) with the signer's certificate bound in (RFC 5035).
///
/// Written and read by a strict codec of its own, because OpenSSL accepts a signature without signed attributes, of
/// another content type, or by a certificate other than the one that was bound. Refused is whatever is not:
///
/// 1. one SignerInfo of version 1, its certificate, and no other certificate, revocation list or unsigned attribute;
/// 2. signed attributes contentType, messageDigest and signingCertificateV2, each once, and signingTime at most once;
/// 3. both content types as expected, the digest that of the content, the certificate's hash that of the certificate;
/// 4. the SignerInfo's issuer and serial number those of the certificate;
/// 5. ECDSA or RSA-PSS with SHA-256, SHA-384 or SHA-512, by one hash function throughout (RFC 8933);
/// 6. a certificate that allows signing.
package enum SignedData {
    /// The longest SignedData that is read, in bytes.
    package static let maximumSize = 131_072

    static func invalid(_ reason: String) -> CryptographyError {
        CryptographyError(.signatureInvalid, operation: "verifying SignedData", reason: reason)
    }

    /// A hash function for signatures.
    static func hash(_ identifier: AlgorithmIdentifier) throws(CryptographyError) -> HashAlgorithm {
        guard let hash = HashAlgorithm(objectIdentifier: identifier.algorithm), identifier.hasNoParameters,
            SignatureAlgorithm.hashes.contains(hash)
        else {
            throw CryptographyError(
                .notListed, operation: "reading SignedData", reason: "hash function \(identifier.algorithm)")
        }
        return hash
    }

    /// Signs `content`, which is not included, with the hash that matches the key.
    /// - Returns: the DER of a ContentInfo.
    /// - Throws: `invalidKey` if `certificate` is not that of `key`, `certificateRefused` if it does not allow signing,
    ///   `notListed` for a key that is too short, `opensslFailure`.
    package static func sign(
        contentType: ObjectIdentifier, content: [UInt8], certificate: Certificate, key: borrowing PrivateKey,
        signingTime: DERTime? = nil
    ) throws(CryptographyError) -> [UInt8] {
        try sign(
            contentType: contentType, digest: Cryptography.hash(key.type.matchingHash, content),
            certificate: certificate, key: key, signingTime: signingTime)
    }

    /// Signs content of which only the digest is at hand, made with the hash that matches the key.
    /// - Throws: as above, and `outOfRange` for a digest of another length.
    package static func sign(
        contentType: ObjectIdentifier, digest: [UInt8], certificate: Certificate, key: borrowing PrivateKey,
        signingTime: DERTime? = nil
    ) throws(CryptographyError) -> [UInt8] {
        let operation = "signing SignedData"
        guard certificate.publicKey == key.publicKey else {
            throw CryptographyError(.invalidKey, operation: operation, reason: "the certificate is for another key")
        }
        guard certificate.maySign else {
            throw CryptographyError(
                .certificateRefused, operation: operation, reason: "the certificate does not allow signing")
        }
        let algorithm = SignatureAlgorithm(signingWith: key.type)
        guard digest.count == algorithm.hash.digestSize else {
            throw CryptographyError(.outOfRange, operation: operation, reason: "a digest of \(digest.count) bytes")
        }
        let attributes = SignedAttributes(
            contentType: contentType, messageDigest: digest, signingTime: signingTime,
            certificate: SigningCertificateID(certificate)
        ).der
        let fields = SignedDataFields(
            contentType: contentType, digestAlgorithm: AlgorithmIdentifier(algorithm.hash.objectIdentifier),
            certificate: certificate.der, issuer: certificate.issuerDER, serialNumber: certificate.serialNumber,
            attributes: attributes, signatureAlgorithm: algorithm.identifier, signature: try key.sign(attributes))
        return fields.der
    }

    /// Checks everything but trust.
    /// - Throws: `malformed` with the offset, `notListed` for an algorithm, `certificateRefused` for a certificate that does
    ///   not allow signing, `signatureInvalid` with the reason, and what `Certificate.init(der:)` throws.
    package static func verify(
        _ der: [UInt8], contentType: ObjectIdentifier, content: [UInt8]
    ) throws(CryptographyError) -> VerifiedSignature {
        try verify(der, contentType: contentType) { (algorithm) throws(CryptographyError) in
            try Cryptography.hash(algorithm, content)
        }
    }

    /// Checks everything but trust, for content whose digest `digest` gives, by the hash function that it is asked for.
    /// - Throws: as above, and what `digest` throws.
    package static func verify(
        _ der: [UInt8], contentType: ObjectIdentifier,
        digest: (HashAlgorithm) throws(CryptographyError) -> [UInt8]
    ) throws(CryptographyError) -> VerifiedSignature {
        guard der.count <= maximumSize else { throw .malformed("reading SignedData", "more than 128 KiB") }
        let fields = try SignedDataFields(reading: der)
        try require(fields.contentType == contentType, "the content type is \(fields.contentType)")
        let algorithm = try self.algorithm(fields)
        let attributes = try SignedAttributes(fields.attributes)
        try require(attributes.contentType == contentType, "the signed content type is \(attributes.contentType)")
        let certificate = try Certificate(der: fields.certificate)
        try require(
            fields.issuer == certificate.issuerDER && fields.serialNumber == certificate.serialNumber,
            "the signer's identifier is not that of the certificate")
        try require(
            attributes.certificate.identifies(certificate), "signingCertificateV2 is not the hash of the certificate")
        guard certificate.maySign else {
            throw CryptographyError(
                .certificateRefused, operation: "verifying SignedData", reason: "the certificate does not allow signing"
            )
        }
        try require(algorithm.fits(certificate.publicKey.type), "\(algorithm.name) does not fit the certificate's key")
        try require(
            attributes.messageDigest == digest(algorithm.hash), "the digest is not that of the content")
        try require(
            certificate.publicKey.verify(fields.signature, of: fields.attributes, algorithm),
            "the signature is not by the certificate's key")
        return VerifiedSignature(certificate: certificate, algorithm: algorithm, signingTime: attributes.signingTime)
    }

    /// Rule 5.
    private static func algorithm(_ fields: SignedDataFields) throws(CryptographyError) -> SignatureAlgorithm {
        let hash = try hash(fields.digestAlgorithm)
        guard let algorithm = SignatureAlgorithm(fields.signatureAlgorithm), algorithm != .rsaPKCS1(algorithm.hash)
        else {
            throw CryptographyError(
                .notListed, operation: "reading SignedData",
                reason: "signature algorithm \(fields.signatureAlgorithm.algorithm)")
        }
        try require(algorithm.hash == hash, "content and signature use different hash functions")
        return algorithm
    }

    private static func require(_ condition: Bool, _ reason: String) throws(CryptographyError) {
        guard condition else { throw invalid(reason) }
    }
}
