import Glibc
import SystemIO

/// A folder of standard files: one's own key pairs, the certificates of others, and groups of them.
///
/// ```
/// identities/NAME/signing.cert.pem     certificate (RFC 7468)
///                 encryption.cert.pem  certificate, issued by the signing key
///                 trusted              the pair's fingerprint and a date, where it is trusted
///                 signing.key.pem      own identities: PKCS#8 under PBES2
///                 encryption.key.pem   the same passphrase
/// groups/NAME                          names of identities, one per line
/// withdrawn                            algorithms that are not used any more, where there are any
/// ```
/// Folders have mode 0700 and files 0600, and belong to the user; anything else is refused. A name appears with all its
/// files at once, and a file under its final name is always whole. Processes that change the folder take turns by a lock
/// on it; those that only read need none.
package struct Keyring: Sendable {
    /// The folder. It may be missing: then the keyring is empty, and the first change makes it.
    package let path: Path

    static let identitiesFolder = "identities"
    static let groupsFolder = "groups"

    /// The keyring in a folder. Nothing is read yet.
    package init(_ path: Path) { self.path = path }

    /// `$XDG_DATA_HOME/fubako/keyring`, or `$HOME/.local/share/fubako/keyring` (XDG Base Directory Specification; a
    /// relative XDG_DATA_HOME is ignored as it demands). Nil if HOME is not an absolute path either.
    package static func defaultPath(
        variable: (String) -> String? = { name in getenv(name).map { String(cString: $0) } }
    ) -> Path? {
        if let data = variable("XDG_DATA_HOME"), data.hasPrefix("/") { return Path(data).appending("fubako/keyring") }
        guard let home = variable("HOME"), home.hasPrefix("/") else { return nil }
        return Path(home).appending(".local/share/fubako/keyring")
    }

    /// Whether there is anything where the keyring should be.
    /// - Throws: ``KeyringError/Code/unsafePermissions``, ``KeyringError/Code/system``.
    package func isPresent() throws(KeyringError) -> Bool {
        switch try PrivateFolder.open(path) {
        case .some: true
        case .none: false
        }
    }

    /// Lends the folder of identities for reading; nil if there is none yet.
    func withIdentities<Value>(
        _ body: (borrowing PrivateFolder) throws(KeyringError) -> Value
    ) throws(KeyringError) -> Value? {
        try withFolder(Self.identitiesFolder, body)
    }

    /// Lends the folder of groups for reading; nil if there is none yet.
    func withGroups<Value>(
        _ body: (borrowing PrivateFolder) throws(KeyringError) -> Value
    ) throws(KeyringError) -> Value? {
        try withFolder(Self.groupsFolder, body)
    }

    private func withFolder<Value>(
        _ name: String, _ body: (borrowing PrivateFolder) throws(KeyringError) -> Value
    ) throws(KeyringError) -> Value? {
        guard let root = try PrivateFolder.open(path), let folder = try root.folder(name) else { return nil }
        return try body(folder)
    }
}
