import Cryptography
import SystemIO

/// The two encrypted private keys of an own identity, in PEM.
struct KeyFiles: Equatable {
    let signing: [UInt8]
    let encryption: [UInt8]

    private static let boundary = Array("-----END ENCRYPTED PRIVATE KEY-----\n".utf8)

    /// Both keys in one file.
    var joined: [UInt8] { signing + encryption }

    init(signing: [UInt8], encryption: [UInt8]) {
        self.signing = signing
        self.encryption = encryption
    }

    /// Encrypts both keys under one passphrase, which is normalised already.
    /// - Throws: ``KeyringError/Code/cryptography``.
    init(
        _ signing: borrowing PrivateKey, _ encryption: borrowing PrivateKey, passphrase: borrowing Secret,
        iterations: Int
    ) throws(KeyringError) {
        do throws(CryptographyError) {
            self.signing = try signing.encryptedPKCS8PEM(passphrase: passphrase, iterations: iterations)
            self.encryption = try encryption.encryptedPKCS8PEM(passphrase: passphrase, iterations: iterations)
        } catch {
            throw KeyringError(.cryptography, error)
        }
    }

    /// Splits what ``joined`` gives; nil for anything else.
    init?(joined bytes: [UInt8]) {
        guard let start = bytes.indices.first(where: { bytes[$0...].starts(with: Self.boundary) }) else { return nil }
        let split = start + Self.boundary.count
        self.init(signing: Array(bytes[..<split]), encryption: Array(bytes[split...]))
        guard encryption.suffix(Self.boundary.count).elementsEqual(Self.boundary) else { return nil }
    }
}

/// Replacing both key files as one: the new keys are first written together to one file, whose appearance is the moment of
/// the change; while it exists, it counts instead of the two.
extension IdentityFolder {
    static let nextKeys = "keys.next.pem"

    /// Both keys as they are now.
    /// - Throws: ``KeyringError/Code/malformed`` and what reading throws.
    borrowing func keyFiles() throws(KeyringError) -> KeyFiles {
        if let next = try nextKeyFiles() { return next }
        // Another process may be changing them: from here on the old files are replaced one after the other.
        let files = KeyFiles(signing: try required(Self.signingKey), encryption: try required(Self.encryptionKey))
        return try nextKeyFiles() ?? files
    }

    /// Replaces both keys.
    /// - Throws: ``KeyringError/Code/system``. The keys are then the old or the new, and never one of each.
    borrowing func replaceKeyFiles(_ files: KeyFiles) throws(KeyringError) {
        try writeNextKeyFiles(files)
        try completeNextKeyFiles()
    }

    /// The moment of the change.
    borrowing func writeNextKeyFiles(_ files: KeyFiles) throws(KeyringError) {
        try folder.write(files.joined, to: Self.nextKeys, replacing: true)
    }

    /// Brings the two files up to date, if that was not done.
    borrowing func completeNextKeyFiles() throws(KeyringError) {
        guard let next = try nextKeyFiles() else { return }
        try folder.write(next.signing, to: Self.signingKey, replacing: true)
        try folder.write(next.encryption, to: Self.encryptionKey, replacing: true)
        try folder.remove(Self.nextKeys)
    }

    private borrowing func nextKeyFiles() throws(KeyringError) -> KeyFiles? {
        guard let bytes = try folder.read(Self.nextKeys, limit: 2 * Self.maximumPEMCount) else { return nil }
        guard let files = KeyFiles(joined: bytes) else {
            throw KeyringError(
                .malformed, "not two private keys", name: name.text, path: folder.path.appending(Self.nextKeys))
        }
        return files
    }
}

extension KeyringChange {
    /// Completes or takes away what a killed process left.
    /// - Throws: ``KeyringError/Code/unsafePermissions``, ``KeyringError/Code/system``.
    borrowing func recover() throws(KeyringError) {
        try identities.removeInterim()
        try groups.removeInterimFiles()
        try root.removeInterimFiles()
        for entry in try identities.names() where !Keyring.isHidden(entry) {
            guard let name = try? IdentityName(stored: entry) else { continue }
            // One identity that cannot be used, and is reported when it is, must not hold up all the others.
            if let folder = try? IdentityFolder(name, in: identities) {
                try? folder.folder.removeInterimFiles()
                try? folder.completeNextKeyFiles()
            }
        }
    }
}
