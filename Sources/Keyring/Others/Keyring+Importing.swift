import Cryptography
import DER

extension IdentityName {
    /// The name that a pair gives itself, if it can be one here: the common name of the signing certificate's subject.
    package init?(suggestedBy pair: CertificatePair) {
        do throws(KeyringError) { try self.init(pair.signing.subject.commonName) } catch { return nil }
    }
}

extension Keyring {
    /// Adds the certificates of somebody else. It appears whole or not at all.
    /// - Parameters:
    ///   - fingerprint: what the pair's fingerprint must be, where its owner was asked; nil if it was compared before.
    ///   - date: since when the pair is trusted; nil if it is not.
    /// - Throws: ``KeyringError/Code/fingerprintMismatch``; ``KeyringError/Code/exists`` if an identity or a group has the
    ///   name, or an identity has one of the keys, which the reason then names; ``KeyringError/Code/system``.
    package func add(
        _ pair: CertificatePair, as name: IdentityName, fingerprint: Fingerprint? = nil, trustedSince date: DERTime?
    ) throws(KeyringError) -> Identity {
        try Self.require(fingerprint, of: pair, name)
        try change { change throws(KeyringError) in
            try change.requireFree(name)
            try Self.requireUnknown(pair, name, in: change.identities)
            try change.identities.place(IdentityFolder.files(pair, trustedSince: date), as: name)
        }
        return Identity(
            name: name, pair: pair, trust: date.map { .trusted(since: $0) } ?? .untrusted, isOwn: false)
    }

    /// Checks that a pair can be added under a name. It is checked again when that is done: this is for asking nobody
    /// anything in vain.
    /// - Throws: ``KeyringError/Code/exists`` as for adding it.
    package func requireNew(_ pair: CertificatePair, as name: IdentityName) throws(KeyringError) {
        try requireFree(name)
        _ = try withIdentities { folder throws(KeyringError) in try Self.requireUnknown(pair, name, in: folder) }
    }

    /// Refuses keys that another identity has: a certificate can be issued for anybody's public key, so that a second
    /// identity could pass for the first one's recipient.
    /// - Throws: ``KeyringError/Code/exists``.
    static func requireUnknown(
        _ pair: CertificatePair, _ name: IdentityName, in identities: borrowing PrivateFolder
    ) throws(KeyringError) {
        let known = try first(in: identities) { stored throws(KeyringError) in
            stored.hasKey(pair.signing.publicKey.keyID) || stored.hasKey(pair.encryption.publicKey.keyID)
        }
        guard let known else { return }
        throw KeyringError(.exists, "the identity '\(known.name)' has the same key", name)
    }

    /// - Throws: ``KeyringError/Code/fingerprintMismatch`` if another one is expected.
    static func require(
        _ fingerprint: Fingerprint?, of pair: CertificatePair, _ name: IdentityName
    ) throws(KeyringError) {
        guard let fingerprint, fingerprint != pair.fingerprint else { return }
        throw KeyringError(
            .fingerprintMismatch, "the fingerprint is \(pair.fingerprint), and \(fingerprint) was expected", name)
    }
}
