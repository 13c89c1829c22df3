import Cryptography
import Keyring
import PackageFormat

/// One's own encryption keys that were unlocked in this run, so that several packages ask for a passphrase once.
package struct UnlockedKeys: Sendable {
    /// Shared ownership, for a dictionary.
    private final class Key: Sendable {
        let key: UnlockedEncryptionKey
        init(_ key: consuming UnlockedEncryptionKey) { self.key = key }
    }

    private var keys: [IdentityName: Key] = [:]

    /// No key yet.
    package init() {}

    /// Whether its key is unlocked.
    package func contains(_ identity: Identity) -> Bool { keys[identity.name] != nil }

    /// Unlocks a key, and keeps it.
    /// - Throws: `keyring` with `wrongPassphrase`, `notOwn` or what is wrong with the key's file.
    package mutating func unlock(
        _ identity: Identity, in keyring: Keyring, passphrase: borrowing Secret
    ) throws(OperationError) {
        let key = try onKeyring { () throws(KeyringError) in
            try keyring.unlockEncryption(identity, passphrase: passphrase)
        }
        keys[identity.name] = Key(key)
    }

    /// Whether an unlocked key opens a package. Where recipients are named, the name is enough.
    /// - Throws: `notARecipient` if the key is not unlocked; `package` with what is wrong.
    package func opens(
        _ package: borrowing some LockedPackage & ~Copyable, as identity: Identity
    ) throws(OperationError) -> Bool {
        guard package.header.hidesRecipients else { return true }
        return try package.isSealed(to: try key(of: identity).key)
    }

    /// Unlocks a package.
    /// - Parameter progress: of checking what it was before it was sealed again, if it was.
    /// - Throws: `notARecipient` if the key is not unlocked; as ``ArrivedPackage/unlock(with:progress:)``.
    package func unlock(
        _ package: consuming ArrivedPackage, as identity: Identity, progress: Progress = Progress()
    ) throws(OperationError) -> OpenPackage {
        try package.unlock(with: try key(of: identity).key, progress: progress)
    }

    /// Unlocks a package that is read from front to back.
    /// - Throws: `notARecipient` if the key is not unlocked; as ``StreamedPackage/unlock(with:)``.
    package func unlock(
        _ package: consuming StreamedPackage, as identity: Identity
    ) throws(OperationError) -> UnlockedStream {
        try package.unlock(with: try key(of: identity).key)
    }

    private func key(of identity: Identity) throws(OperationError) -> Key {
        guard let key = keys[identity.name] else { throw OperationError(.notARecipient, identity.name.text) }
        return key
    }
}
