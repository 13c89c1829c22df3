import Cryptography
import SystemIO

extension Keyring {
    /// Opens the signing key of an own identity.
    /// - Throws: ``KeyringError/Code/notOwn``, ``KeyringError/Code/wrongPassphrase``,
    ///   ``KeyringError/Code/invalidPassphrase``, ``KeyringError/Code/keyMismatch`` if the key is not that of the
    ///   certificate, ``KeyringError/Code/malformed``, ``KeyringError/Code/unsafePermissions``.
    package func unlockSigning(
        _ identity: Identity, passphrase: borrowing Secret
    ) throws(KeyringError) -> UnlockedSigningKey {
        let files = try keyFiles(of: identity)
        let passphrase = try Passphrase.normalized(passphrase)
        let key = try Self.unlock(files.signing, passphrase, identity.signing, identity.name)
        return UnlockedSigningKey(identity: identity, key: key)
    }

    /// Opens the encryption key of an own identity, whether its certificate has expired or not.
    /// - Throws: as ``unlockSigning(_:passphrase:)``.
    package func unlockEncryption(
        _ identity: Identity, passphrase: borrowing Secret
    ) throws(KeyringError) -> UnlockedEncryptionKey {
        let files = try keyFiles(of: identity)
        let passphrase = try Passphrase.normalized(passphrase)
        let key = try Self.unlock(files.encryption, passphrase, identity.encryption, identity.name)
        return UnlockedEncryptionKey(identity: identity, key: key)
    }

    /// Opens a key file, and checks that it holds the private half of the certificate's key. The passphrase is
    /// normalised already.
    static func unlock(
        _ pem: [UInt8], _ passphrase: borrowing Secret, _ certificate: Certificate, _ name: IdentityName
    ) throws(KeyringError) -> PrivateKey {
        let key: PrivateKey
        do throws(CryptographyError) { key = try PrivateKey(encryptedPKCS8PEM: pem, passphrase: passphrase) } catch {
            if error.code == .wrongPassphrase {
                throw KeyringError(.wrongPassphrase, "the passphrase does not open the private key", name)
            }
            throw KeyringError(.malformed, error).named(name)
        }
        guard key.publicKey == certificate.publicKey else {
            throw KeyringError(.keyMismatch, "the private key is not that of the certificate", name)
        }
        return key
    }

    private func keyFiles(of identity: Identity) throws(KeyringError) -> KeyFiles {
        guard identity.isOwn else {
            throw KeyringError(.notOwn, "its private keys are not in this keyring", identity.name)
        }
        let found = try withIdentities { folder throws(KeyringError) -> KeyFiles? in
            guard let opened = try IdentityFolder(identity.name, in: folder) else { return nil }
            return try opened.keyFiles()
        }
        guard let files = found ?? nil else {
            throw KeyringError(.notFound, "no identity of this name in the keyring", identity.name)
        }
        return files
    }
}
