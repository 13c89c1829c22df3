import Glibc
import Label

extension Language {
    /// The language that the environment asks for, by the first of LC_ALL, LC_MESSAGES and LANG that is not empty
    /// (POSIX.1-2017, Base Definitions 8.2): Japanese for "ja" and "ja_JP" with any encoding, otherwise English.
    package init(environment: (String) -> String? = environmentVariable) {
        let value = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap(environment).first { !$0.isEmpty } ?? ""
        let name = value.prefix { !"_.@".contains($0) }
        self = name.lowercased() == "ja" ? .ja : .en
    }
}

/// A variable of the environment as text. Passphrases never come from there.
package func environmentVariable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
