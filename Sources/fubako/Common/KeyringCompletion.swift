import ArgumentParser
import Keyring
import SystemIO

/// What a shell is told to offer where a name of the keyring is wanted: names and nothing else, and nothing at all where
/// there is no keyring or it cannot be read.
enum KeyringCompletion {
    /// Any identity.
    static let identity = names { keyring, _ in identities(keyring) }
    /// An identity that can sign and open.
    static let ownIdentity = names { keyring, _ in identities(keyring) { $0.isOwn } }
    /// A group.
    static let group = names { keyring, _ in groups(keyring) }
    /// An identity, a group, or a PEM file.
    static let recipient = names { identities($0) + groups($0) + certificateFiles($1) }

    /// Asked by the shell with the words of the command line, the place of the word in question, and what of it stands
    /// before the cursor.
    private static func names(_ names: @escaping @Sendable (Keyring, String) -> [String]) -> CompletionKind {
        .custom { words, _, beginning in
            guard let path = keyringPath(words) ?? Keyring.defaultPath() else { return [] }
            return names(Keyring(path), beginning)
        }
    }

    /// The one named on the command line, as it stands there: a shell passes words unexpanded.
    private static func keyringPath(_ words: [String]) -> Path? {
        let following = zip(words, words.dropFirst()).first { $0.0 == "--keyring" }?.1
        let attached = words.first { $0.hasPrefix("--keyring=") }?.dropFirst("--keyring=".count)
        return (following ?? attached.map(String.init)).map { Path($0) }
    }

    private static func identities(
        _ keyring: Keyring, where isWanted: (Identity) -> Bool = { _ in true }
    ) -> [String] {
        let listing = try? keyring.identities()
        return (listing?.identities ?? []).filter(isWanted).map(\.name.text)
    }

    private static func groups(_ keyring: Keyring) -> [String] { ((try? keyring.groups()) ?? []).map(\.name.text) }

    /// Those in the folder that the word names so far.
    private static func certificateFiles(_ beginning: String) -> [String] {
        let folder = beginning.lastIndex(of: "/").map { String(beginning[...$0]) } ?? ""
        let names = try? Descriptor.open(Path(folder.isEmpty ? "." : folder), [.readOnly, .folder]).names()
        return (names ?? []).compactMap { String(validating: $0, as: UTF8.self) }
            // A line break in a name would make two candidates of it.
            .filter { $0.hasSuffix(".pem") && !$0.contains(where: \.isNewline) }
            .map { folder + $0 }
    }
}
