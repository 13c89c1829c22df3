import ArgumentParser
import Keyring
import SystemIO

/// What a shell is told to offer where a name of the keyring is wanted: names and nothing else, and nothing at all where
/// there is no keyring or it cannot be read.
///
/// No name of a file is ever offered from here: bash expands what a program offers as if it had been typed
/// (`compgen -W`), so that a name such as `$(...)` would be run. Files are left to the shell's own completion.
enum KeyringCompletion {
    /// Any identity.
    static let identity = names { identities($0) }
    /// An identity that can sign and open.
    static let ownIdentity = names { keyring in identities(keyring) { $0.isOwn } }
    /// A group.
    static let group = names { groups($0) }
    /// An identity or a group; ``CompletionScript`` adds PEM files.
    static let recipient = names { identities($0) + groups($0) }

    /// Asked by the shell with the words of the command line.
    private static func names(_ names: @escaping @Sendable (Keyring) -> [String]) -> CompletionKind {
        .custom { words, _, _ in
            guard let path = keyringPath(words) ?? Keyring.defaultPath() else { return [] }
            return names(Keyring(path)).filter(isHarmless)
        }
    }

    /// Whether no shell sees anything in it but a word. The keyring allows no other names; this does not rely on it.
    private static func isHarmless(_ name: String) -> Bool {
        name.unicodeScalars.allSatisfy { scalar in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", ".", "_", "-": true
            default: !scalar.isASCII && !scalar.properties.isWhitespace && scalar.properties.generalCategory != .control
            }
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
}
