import Cryptography

/// The passphrase of an own identity's two keys.
enum Passphrase {
    /// Length in bytes that a passphrase has at most.
    static let maximumCount = 1024

    /// The passphrase in normalisation form C, so that it is the same from every keyboard.
    /// - Throws: ``KeyringError/Code/invalidPassphrase``.
    static func normalized(_ passphrase: borrowing Secret) throws(KeyringError) -> Secret {
        guard passphrase.count > 0 else { throw KeyringError(.invalidPassphrase, "the passphrase is empty") }
        guard passphrase.count <= maximumCount else {
            throw KeyringError(.invalidPassphrase, "the passphrase is longer than \(maximumCount) bytes")
        }
        do throws(CryptographyError) { return try passphrase.normalizedNFC() } catch {
            throw KeyringError(.invalidPassphrase, error)
        }
    }
}
