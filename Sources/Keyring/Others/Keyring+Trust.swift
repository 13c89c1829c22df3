import DER

extension Keyring {
    /// Records that a pair is whose it claims to be.
    /// - Parameter fingerprint: the one that its owner confirmed.
    /// - Throws: ``KeyringError/Code/notFound``, ``KeyringError/Code/fingerprintMismatch`` if the certificates have another
    ///   one, ``KeyringError/Code/system``.
    package func trust(
        _ name: IdentityName, fingerprint: Fingerprint, since date: DERTime
    ) throws(KeyringError) {
        try change { change throws(KeyringError) in
            let folder = try change.existing(name)
            let stored = try folder.certificates()
            let pair = try CertificatePair(signing: stored.signing, encryption: stored.encryption)
            try Self.require(fingerprint, of: pair, name)
            let record = TrustRecord(pair.fingerprint, since: date)
            try folder.folder.write(record.bytes, to: IdentityFolder.trusted, replacing: true)
        }
    }

    /// Withdraws trust. Withdrawing what was never given is no error.
    /// - Throws: ``KeyringError/Code/notFound``, ``KeyringError/Code/system``.
    package func untrust(_ name: IdentityName) throws(KeyringError) {
        try change { change throws(KeyringError) in
            let folder = try change.existing(name)
            if try folder.folder.has(IdentityFolder.trusted) { try folder.folder.remove(IdentityFolder.trusted) }
        }
    }

    /// Takes the certificates of somebody else out of the keyring, and the name out of every group: otherwise whoever gets
    /// the name next would inherit the membership. An identity that is damaged can be removed too.
    /// - Throws: ``KeyringError/Code/notFound``; ``KeyringError/Code/isOwn`` if there is a private key, without which
    ///   packages could never be opened again; ``KeyringError/Code/system``.
    package func remove(_ name: IdentityName) throws(KeyringError) {
        try change { change throws(KeyringError) in
            let folder = try change.existing(name)
            for key in [IdentityFolder.signingKey, IdentityFolder.encryptionKey, IdentityFolder.nextKeys]
            where try folder.folder.has(key) {
                throw KeyringError(.isOwn, "its private keys are here", name)
            }
            try change.leaveGroups(name)
            try change.identities.takeAway(name)
        }
    }
}
