import Cryptography
import DER

/// The two certificates of one identity, checked to belong together: there is no other way to make a value.
///
/// 1. The signing certificate is signed by its own key, and the encryption certificate is issued by that key.
/// 2. The signing certificate allows digital signatures; the link implies that it also allows issuing certificates.
/// 3. The encryption certificate allows what its kind of key does, key agreement (curves) or key encipherment (RSA), and
///    neither signatures nor the issuing of certificates: an encryption key never signs.
/// 4. The keys differ, and both have the strength that new use needs.
package struct CertificatePair: Sendable, Equatable {
    /// The certificate that signatures are checked against.
    package let signing: Certificate
    /// The certificate that packages are sealed to.
    package let encryption: Certificate
    /// What two people compare.
    package let fingerprint: Fingerprint

    /// Bits of strength that a key must have; every curve that is read has them.
    static let minimumStrength = 128

    /// Checks two certificates whose roles are known.
    /// - Throws: ``KeyringError/Code/sameKey``, ``KeyringError/Code/notLinked``, ``KeyringError/Code/wrongKeyUsage``,
    ///   ``KeyringError/Code/weakKey``, ``KeyringError/Code/notListed``.
    package init(signing: Certificate, encryption: Certificate) throws(KeyringError) {
        guard signing.publicKey != encryption.publicKey else {
            throw KeyringError(.sameKey, "signing and encryption have the same key")
        }
        try Self.requireLink(signing, encryption)
        try Self.requireUse(signing: signing)
        try Self.requireUse(encryption: encryption)
        try Self.requireStrength(signing, "signing")
        try Self.requireStrength(encryption, "encryption")
        self.signing = signing
        self.encryption = encryption
        fingerprint = try Fingerprint(signing: signing.publicKey, encryption: encryption.publicKey)
    }

    /// Finds out which of two certificates signs, by which of them its own key has signed, and checks them as a pair.
    /// - Throws: ``KeyringError/Code/notLinked`` if that is none or both of them; else as
    ///   ``init(signing:encryption:)``.
    package init(unordered first: Certificate, _ second: Certificate) throws(KeyringError) {
        guard first.publicKey != second.publicKey else {
            throw KeyringError(.sameKey, "signing and encryption have the same key")
        }
        switch (try Self.isIssued(first, by: first), try Self.isIssued(second, by: second)) {
        case (true, false): try self.init(signing: first, encryption: second)
        case (false, true): try self.init(signing: second, encryption: first)
        case (true, true): throw KeyringError(.notLinked, "both certificates are signed by their own keys")
        case (false, false): throw KeyringError(.notLinked, "neither certificate is signed by its own key")
        }
    }

    /// Whether either certificate has this key; SHA-256 of its SubjectPublicKeyInfo.
    package func hasKey(_ keyID: [UInt8]) -> Bool {
        signing.publicKey.keyID == keyID || encryption.publicKey.keyID == keyID
    }

    /// Whether either certificate has this SHA-256.
    package func hasCertificate(_ sha256: [UInt8]) -> Bool {
        signing.sha256 == sha256 || encryption.sha256 == sha256
    }

    private static func requireLink(_ signing: Certificate, _ encryption: Certificate) throws(KeyringError) {
        guard try isIssued(signing, by: signing) else {
            throw KeyringError(.notLinked, "the signing certificate is not signed by its own key")
        }
        guard try isIssued(encryption, by: signing) else {
            throw KeyringError(.notLinked, "the encryption certificate is not issued by the signing key")
        }
    }

    private static func requireUse(signing: Certificate) throws(KeyringError) {
        guard let usage = signing.keyUsage, usage.contains(.digitalSignature) else {
            throw KeyringError(.wrongKeyUsage, "the signing certificate does not allow digitalSignature")
        }
    }

    private static func requireUse(encryption: Certificate) throws(KeyringError) {
        let (needed, name): (KeyUsage, String) =
            switch encryption.publicKey.type {
            case .p256, .p384, .p521: (.keyAgreement, "keyAgreement")
            case .rsa: (.keyEncipherment, "keyEncipherment")
            }
        guard let usage = encryption.keyUsage, usage.contains(needed) else {
            throw KeyringError(.wrongKeyUsage, "the encryption certificate does not allow \(name)")
        }
        let forbidden: KeyUsage = [.digitalSignature, .nonRepudiation, .keyCertSign, .cRLSign]
        guard usage.isDisjoint(with: forbidden), !encryption.isCA else {
            throw KeyringError(.wrongKeyUsage, "the encryption certificate allows signatures")
        }
    }

    private static func requireStrength(_ certificate: Certificate, _ role: String) throws(KeyringError) {
        guard case .rsa(let bits) = certificate.publicKey.type else { return }
        let strength = RecommendedList.strength(rsaBits: bits)
        guard strength < minimumStrength else { return }
        throw KeyringError(
            .weakKey, "the \(role) key, RSA of \(bits) bits, has \(strength) of \(minimumStrength) bits of strength")
    }

    private static func isIssued(_ certificate: Certificate, by issuer: Certificate) throws(KeyringError) -> Bool {
        do throws(CryptographyError) { return try certificate.isIssued(by: issuer) } catch {
            throw KeyringError(error.code == .notListed ? .notListed : .cryptography, error)
        }
    }
}
