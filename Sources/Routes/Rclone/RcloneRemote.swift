import SystemIO

/// A remote of rclone's configuration, and the folder there. Its secrets stay in that configuration.
package struct RcloneRemote: Hashable, Sendable {
    /// The remote's name, without the colon.
    package let name: String
    /// The folder there, "" for its top.
    package let folder: String
    /// rclone's configuration file; nil: rclone's own.
    package let configuration: String?

    /// - Throws: ``RoutesError/Code/badValue`` for names that rclone would take for something else, such as a connection string.
    package init(name: String, folder: String, configuration: String? = nil) throws(RoutesError) {
        // https://rclone.org/docs/#valid-remote-names, without spaces and what begins an option.
        let others = "_-.+@".unicodeScalars
        let isName = name.unicodeScalars.allSatisfy { scalar in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9": true
            default: others.contains(scalar)
            }
        }
        guard isName, let first = name.first, first != "-", name.utf8.count <= 100 else {
            throw RoutesError(.badValue, "the name of rclone's remote is not of its form")
        }
        guard folder.isEmpty || isOneLine(folder), configuration.map({ $0.hasPrefix("/") && isOneLine($0) }) ?? true
        else {
            throw RoutesError(.badValue, "the folder is not one line of text, or the configuration no absolute path")
        }
        self.name = name
        self.folder = folder
        self.configuration = configuration
    }

    /// Reads `remote:folder`.
    package init(_ text: String, configuration: String? = nil) throws(RoutesError) {
        guard let colon = text.firstIndex(of: ":") else {
            throw RoutesError(.badValue, "a remote of rclone is written as remote:folder")
        }
        try self.init(
            name: String(text[..<colon]), folder: String(text[text.index(after: colon)...]),
            configuration: configuration)
    }
}
