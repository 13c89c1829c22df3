import Console
import Cryptography
import Keyring
import Operations
import Terminal

/// One's own signing keys that were unlocked in this run, to sign receipts with. Each passphrase is asked for once, for opening too.
final class SigningKeys {
    private final class Key {
        let key: UnlockedSigningKey
        init(_ key: consuming UnlockedSigningKey) { self.key = key }
    }

    private let source: PassphraseSource
    private let session: Session
    private var keys: [IdentityName: Key] = [:]
    private var chosen: [Identity] = []

    /// - Throws: ``TerminalError`` if the passphrase is to come from a descriptor that is not open.
    init(_ source: PassphraseSource, _ session: Session) throws(any Error) {
        try session.prompt.requireOpen(source)
        self.source = source
        self.session = session
    }

    /// Unlocks the keys that receipts for these packages need.
    /// - Throws: ``OperationError``, ``TerminalError``.
    func unlock(
        for packages: [KeptPackage], _ issuer: ReceiptIssuer, preferring chosen: [Identity],
        unlocking unlocker: inout Unlocker
    ) throws(any Error) {
        self.chosen = chosen
        for package in packages {
            guard let identity = try issuer.signer(of: package, in: session.keyring, preferring: chosen),
                keys[identity.name] == nil
            else { continue }
            let passphrase = try session.prompt.passphrase(for: identity.name.text, from: source)
            keys[identity.name] = Key(try session.keyring.unlockSigning(identity, passphrase: passphrase))
            try unlocker.unlock(identity, passphrase: passphrase)
        }
    }

    /// Signs the receipt for a package.
    /// - Returns: nil if none of one's own identities is there any more that it was sealed to.
    func sign(_ package: KeptPackage, _ issuer: ReceiptIssuer) throws(OperationError) -> IssuedReceipt? {
        guard let identity = try issuer.signer(of: package, in: session.keyring, preferring: chosen),
            let key = keys[identity.name]
        else { return nil }
        return try issuer.sign(package, with: key.key)
    }
}
