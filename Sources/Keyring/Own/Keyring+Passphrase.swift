import Cryptography

extension Keyring {
    /// Encrypts both private keys of an own identity anew. Killed at any moment, it leaves both under the old passphrase
    /// or both under the new one.
    /// - Parameter iterations: of PBKDF2, 1,000 to 10,000,000.
    /// - Throws: as ``unlockSigning(_:passphrase:)``; ``KeyringError/Code/cryptography`` for the number of iterations,
    ///   ``KeyringError/Code/system``.
    package func changePassphrase(
        of name: IdentityName, from old: borrowing Secret, to new: borrowing Secret, iterations: Int = 600_000
    ) throws(KeyringError) {
        let old = try Passphrase.normalized(old)
        let new = try Passphrase.normalized(new)
        try change { change throws(KeyringError) in
            let folder = try change.existing(name)
            let identity = try folder.identity(try folder.certificates())
            guard identity.isOwn else { throw KeyringError(.notOwn, "its private keys are not in this keyring", name) }
            let files = try folder.keyFiles()
            let signing = try Self.unlock(files.signing, old, identity.signing, name)
            let encryption = try Self.unlock(files.encryption, old, identity.encryption, name)
            try folder.replaceKeyFiles(
                try KeyFiles(signing, encryption, passphrase: new, iterations: iterations))
        }
    }
}

extension KeyringChange {
    /// The folder of an identity.
    /// - Throws: ``KeyringError/Code/notFound``.
    borrowing func existing(_ name: IdentityName) throws(KeyringError) -> IdentityFolder {
        guard let folder = try IdentityFolder(name, in: identities) else {
            throw KeyringError(.notFound, "no identity of this name in the keyring", name)
        }
        return folder
    }
}
