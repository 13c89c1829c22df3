import SystemIO

/// What a keyring holds: the identities that are whole, and why others are not.
package struct KeyringListing: Sendable {
    /// Sorted by name.
    package let identities: [Identity]
    /// One error for each entry that cannot be used, with its name.
    package let problems: [KeyringError]

    /// The identities whose private keys are here.
    package var own: [Identity] { identities.filter { $0.isOwn } }
}

extension Keyring {
    /// All identities. One that is damaged does not hide the others.
    /// - Throws: ``KeyringError/Code/unsafePermissions`` or ``KeyringError/Code/system`` for the keyring as a whole.
    package func identities() throws(KeyringError) -> KeyringListing {
        var identities: [Identity] = []
        var problems: [KeyringError] = []
        _ = try withIdentities { folder throws(KeyringError) in
            for entry in try folder.names() where !Self.isHidden(entry) {
                do throws(KeyringError) {
                    let name = try IdentityName(stored: entry)
                    if let identity = try Self.load(name, in: folder) { identities.append(identity) }
                } catch {
                    problems.append(error.name == nil ? error.named(entry) : error)
                }
            }
        }
        return KeyringListing(identities: identities, problems: problems)
    }

    /// The identity of that name.
    /// - Throws: ``KeyringError/Code/notFound``, and why it cannot be used if it is damaged.
    package func identity(_ name: IdentityName) throws(KeyringError) -> Identity {
        let found = try withIdentities { folder throws(KeyringError) in try Self.load(name, in: folder) }
        guard let identity = found ?? nil else {
            throw KeyringError(.notFound, "no identity of this name in the keyring", name)
        }
        return identity
    }

    /// Checks that a name can be given to something new. It is checked again when that is made: this is for asking nobody
    /// anything in vain.
    /// - Throws: ``KeyringError/Code/exists`` if an identity or a group has the name.
    package func requireFree(_ name: IdentityName) throws(KeyringError) {
        _ = try withIdentities { folder throws(KeyringError) in
            if try IdentityFolder(name, in: folder) != nil {
                throw KeyringError(.exists, "an identity has this name", name)
            }
        }
        _ = try withGroups { folder throws(KeyringError) in
            if try folder.has(name.text) { throw KeyringError(.exists, "a group has this name", name) }
        }
    }

    /// The identity with this fingerprint, or nil.
    /// - Throws: why it cannot be used if it is damaged; damage of others is passed over, but without a match
    ///   ``KeyringError/Code/unsafePermissions`` is not.
    package func identity(withFingerprint fingerprint: Fingerprint) throws(KeyringError) -> Identity? {
        try identity { stored throws(KeyringError) in try stored.fingerprint() == fingerprint }
    }

    /// The identity one of whose public keys has this identifier, SHA-256 of its SubjectPublicKeyInfo; or nil.
    /// - Throws: why it cannot be used if it is damaged; damage of others is passed over, but without a match
    ///   ``KeyringError/Code/unsafePermissions`` is not.
    package func identity(withKeyID keyID: [UInt8]) throws(KeyringError) -> Identity? {
        try identity { stored throws(KeyringError) in stored.hasKey(keyID) }
    }

    /// The identity one of whose certificates has this SHA-256; or nil.
    /// - Throws: why it cannot be used if it is damaged; damage of others is passed over, but without a match
    ///   ``KeyringError/Code/unsafePermissions`` is not.
    package func identity(withCertificate sha256: [UInt8]) throws(KeyringError) -> Identity? {
        try identity { stored throws(KeyringError) in stored.hasCertificate(sha256) }
    }

    private func identity(
        where matches: (StoredCertificates) throws(KeyringError) -> Bool
    ) throws(KeyringError) -> Identity? {
        let found = try withIdentities { folder throws(KeyringError) -> Identity? in
            try Self.first(in: folder, where: matches)
        }
        return found ?? nil
    }

    /// Signatures of certificates are checked only for the identity that matches, because they cost most of the time.
    /// "None" is said only if all were allowed to be read.
    static func first(
        in folder: borrowing PrivateFolder, where matches: (StoredCertificates) throws(KeyringError) -> Bool
    ) throws(KeyringError) -> Identity? {
        var unsafe: KeyringError?
        for entry in try folder.names() where !isHidden(entry) {
            let found: Result<Identity, KeyringError>?
            do throws(KeyringError) { found = try judge(entry, in: folder, where: matches) } catch {
                if error.code == .unsafePermissions { unsafe = unsafe ?? error }
                continue
            }
            if let found { return try found.get() }
        }
        if let unsafe { throw unsafe }
        return nil
    }

    /// Judges an entry that matches, from the same bytes that matched.
    /// - Returns: nil if it does not match; otherwise the identity, or why it cannot be used.
    /// - Throws: why it cannot be known whether it matches.
    private static func judge(
        _ entry: [UInt8], in folder: borrowing PrivateFolder,
        where matches: (StoredCertificates) throws(KeyringError) -> Bool
    ) throws(KeyringError) -> Result<Identity, KeyringError>? {
        guard let opened = try IdentityFolder(try IdentityName(stored: entry), in: folder) else { return nil }
        let stored = try opened.certificates()
        guard try matches(stored) else { return nil }
        do throws(KeyringError) { return .success(try opened.identity(stored)) } catch { return .failure(error) }
    }

    private static func load(
        _ name: IdentityName, in folder: borrowing PrivateFolder
    ) throws(KeyringError) -> Identity? {
        do throws(KeyringError) {
            guard let opened = try IdentityFolder(name, in: folder) else { return nil }
            return try opened.identity(try opened.certificates())
        } catch {
            throw error.named(name)
        }
    }

    /// Interim folders, and what other programs hide in the same way.
    static func isHidden(_ entry: [UInt8]) -> Bool { entry.first == UInt8(ascii: ".") }
}

extension KeyringError {
    /// With the name of an entry that need not be a valid one.
    fileprivate func named(_ entry: [UInt8]) -> KeyringError {
        var error = self
        error.name = String(decoding: entry, as: UTF8.self)
        return error
    }
}
