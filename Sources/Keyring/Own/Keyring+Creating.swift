import Cryptography
import DER

/// What a new identity of one's own is to be.
package struct NewIdentity: Sendable {
    /// What it is to be called; neither an identity nor a group has the name.
    package let name: IdentityName
    /// The type of both keys.
    package let type: KeyType
    /// The subject of both certificates.
    package let subject: Subject
    /// When both certificates are valid: seconds since 1970, up to but not including the end.
    package let validity: Range<Int64>
    /// Iterations of PBKDF2 over the passphrase, 1,000 to 10,000,000.
    package let iterations: Int

    /// Takes what was asked for; nothing is checked before the identity is made.
    package init(
        name: IdentityName, type: KeyType = .p384, subject: Subject, validity: Range<Int64>,
        iterations: Int = 600_000
    ) {
        self.name = name
        self.type = type
        self.subject = subject
        self.validity = validity
        self.iterations = iterations
    }
}

extension Keyring {
    /// Makes an identity of one's own: two key pairs, the signing certificate signed by itself, the encryption certificate
    /// by the signing key; trusted since `now`. It appears whole or not at all.
    /// - Throws: ``KeyringError/Code/exists`` if an identity or a group has the name, also if another process took it
    ///   meanwhile; ``KeyringError/Code/invalidPassphrase``, ``KeyringError/Code/cryptography``,
    ///   ``KeyringError/Code/system``.
    package func create(
        _ new: NewIdentity, passphrase: borrowing Secret, now: DERTime
    ) throws(KeyringError) -> Identity {
        let passphrase = try Passphrase.normalized(passphrase)
        // Early, because generating and encrypting keys takes a second or more.
        try change { change throws(KeyringError) in try change.requireFree(new.name) }
        let made = try KeyPairs(new)
        let keys = try made.files(passphrase: passphrase, iterations: new.iterations)
        try change { change throws(KeyringError) in
            try change.requireFree(new.name)
            let files = IdentityFolder.files(made.pair, trustedSince: now) + IdentityFolder.files(keys)
            try change.identities.place(files, as: new.name)
        }
        return Identity(name: new.name, pair: made.pair, trust: .trusted(since: now), isOwn: true)
    }
}

/// Two new key pairs with their certificates.
private struct KeyPairs: ~Copyable {
    let signing: PrivateKey
    let encryption: PrivateKey
    let pair: CertificatePair

    init(_ new: NewIdentity) throws(KeyringError) {
        let type = new.type
        let signing = try onCryptography { () throws(CryptographyError) in try PrivateKey.generate(type) }
        let encryption = try onCryptography { () throws(CryptographyError) in try PrivateKey.generate(type) }
        pair = try Self.certify(signing, encryption.publicKey, new)
        self.signing = signing
        self.encryption = encryption
    }

    private static func certify(
        _ signing: borrowing PrivateKey, _ encryption: PublicKey, _ new: NewIdentity
    ) throws(KeyringError) -> CertificatePair {
        let root: Certificate
        let issued: Certificate
        do throws(CryptographyError) {
            root = try Certificate.selfSigned(signing, subject: new.subject, validity: new.validity)
            issued = try Certificate.issue(
                encryption, subject: new.subject, validity: new.validity, issuer: root, by: signing)
        } catch {
            throw KeyringError(.cryptography, error).named(new.name)
        }
        return try CertificatePair(signing: root, encryption: issued)
    }

    borrowing func files(passphrase: borrowing Secret, iterations: Int) throws(KeyringError) -> KeyFiles {
        try KeyFiles(signing, encryption, passphrase: passphrase, iterations: iterations)
    }
}

extension IdentityFolder {
    /// The files of a pair, with the record of trust if it is trusted.
    static func files(_ pair: CertificatePair, trustedSince date: DERTime?) -> [PrivateFolder.NewFile] {
        let certificates = [
            PrivateFolder.NewFile(name: signingCertificate, bytes: Array(pair.signing.pem.utf8)),
            PrivateFolder.NewFile(name: encryptionCertificate, bytes: Array(pair.encryption.pem.utf8)),
        ]
        guard let date else { return certificates }
        let record = TrustRecord(pair.fingerprint, since: date)
        return certificates + [PrivateFolder.NewFile(name: trusted, bytes: record.bytes)]
    }

    /// The files of the private keys.
    static func files(_ keys: KeyFiles) -> [PrivateFolder.NewFile] {
        [
            PrivateFolder.NewFile(name: signingKey, bytes: keys.signing),
            PrivateFolder.NewFile(name: encryptionKey, bytes: keys.encryption),
        ]
    }
}

extension KeyringChange {
    /// Identities and groups share one space of names, so that a recipient's name means one thing.
    /// - Throws: ``KeyringError/Code/exists``.
    borrowing func requireFree(_ name: IdentityName) throws(KeyringError) {
        if try groups.has(name.text) { throw KeyringError(.exists, "a group has this name", name) }
        if try IdentityFolder(name, in: identities) != nil {
            throw KeyringError(.exists, "an identity has this name", name)
        }
    }
}
