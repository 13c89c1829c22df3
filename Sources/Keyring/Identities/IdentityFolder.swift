import Cryptography
import SystemIO

/// The folder of one identity.
struct IdentityFolder: ~Copyable {
    let name: IdentityName
    let folder: PrivateFolder

    static let signingCertificate = "signing.cert.pem"
    static let encryptionCertificate = "encryption.cert.pem"
    static let signingKey = "signing.key.pem"
    static let encryptionKey = "encryption.key.pem"
    static let trusted = "trusted"

    /// Length in bytes of a certificate or key file, at most: 64 KiB of DER in PEM, and some text.
    static let maximumPEMCount = 98_304

    /// Nil if there is no such identity.
    /// - Throws: ``KeyringError/Code/unsafePermissions``, ``KeyringError/Code/system``.
    init?(_ name: IdentityName, in identities: borrowing PrivateFolder) throws(KeyringError) {
        guard let folder = try identities.folder(name.text) else { return nil }
        self.name = name
        self.folder = folder
    }

    /// Both certificates, read but not yet judged.
    /// - Throws: ``KeyringError/Code/malformed`` and what reading throws, with the path.
    borrowing func certificates() throws(KeyringError) -> StoredCertificates {
        StoredCertificates(
            signing: try certificate(Self.signingCertificate), encryption: try certificate(Self.encryptionCertificate))
    }

    /// The whole identity, checked.
    /// - Throws: as ``certificates()`` and ``CertificatePair/init(signing:encryption:)``, with the name.
    borrowing func identity(_ stored: StoredCertificates) throws(KeyringError) -> Identity {
        do throws(KeyringError) {
            let pair = try CertificatePair(signing: stored.signing, encryption: stored.encryption)
            return Identity(name: name, pair: pair, trust: try trust(in: pair), isOwn: try hasKeys())
        } catch {
            throw error.named(name)
        }
    }

    /// The bytes of a file that must be there.
    /// - Throws: ``KeyringError/Code/malformed`` if it is not.
    borrowing func required(_ file: String) throws(KeyringError) -> [UInt8] {
        guard let bytes = try folder.read(file, limit: Self.maximumPEMCount) else {
            throw KeyringError(.malformed, "the file is missing", name: name.text, path: folder.path.appending(file))
        }
        return bytes
    }

    private borrowing func certificate(_ file: String) throws(KeyringError) -> Certificate {
        let path = folder.path.appending(file)
        let bytes = try required(file)
        let found: [Certificate]
        do throws(CryptographyError) { found = try Certificate.pemBundle(bytes) } catch {
            throw KeyringError(.malformed, error, path: path).named(name)
        }
        guard found.count == 1 else {
            throw KeyringError(.malformed, "not exactly one certificate", name: name.text, path: path)
        }
        return found[0]
    }

    private borrowing func trust(in pair: CertificatePair) throws(KeyringError) -> Trust {
        guard let bytes = try folder.read(Self.trusted, limit: TrustRecord.maximumCount) else { return .untrusted }
        do throws(KeyringError) { return try TrustRecord(bytes).trust(in: pair) } catch {
            throw error.at(folder.path.appending(Self.trusted))
        }
    }

    private borrowing func hasKeys() throws(KeyringError) -> Bool {
        let hasSigning = try folder.has(Self.signingKey)
        guard try folder.has(Self.encryptionKey) == hasSigning else {
            let missing = hasSigning ? Self.encryptionKey : Self.signingKey
            throw KeyringError(
                .malformed, "one of two private keys is missing", name: name.text, path: folder.path.appending(missing))
        }
        return hasSigning
    }
}

/// The certificates of an identity as they were read; nothing is known of their relation yet.
struct StoredCertificates {
    let signing: Certificate
    let encryption: Certificate

    func hasKey(_ keyID: [UInt8]) -> Bool { signing.publicKey.keyID == keyID || encryption.publicKey.keyID == keyID }

    func hasCertificate(_ sha256: [UInt8]) -> Bool { signing.sha256 == sha256 || encryption.sha256 == sha256 }

    func fingerprint() throws(KeyringError) -> Fingerprint {
        try Fingerprint(signing: signing.publicKey, encryption: encryption.publicKey)
    }
}
