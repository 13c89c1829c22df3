/// The user's own programs that deliver, collect and list. Each is a list of words, of which the first is the program; no shell
/// is involved. `{file}` in a word becomes the path of the piece here, `{name}` its name at the place.
package struct CommandSettings: Hashable, Sendable {
    /// Which host or account the programs reach, in the user's words: routes with the same are one route.
    package let account: String
    /// Takes `{file}` to `{name}`. It must end with 0 only when the piece is there.
    package let put: [String]
    /// Takes `{name}` to `{file}`, which is not there before. Empty if nothing can be collected.
    package let get: [String]
    /// Writes the names at the place, one on each line. Empty if nothing can be listed.
    package let list: [String]

    /// - Throws: ``RoutesError/Code/badValue`` if a placeholder is missing or a word is not one line.
    package init(
        account: String, put: [String], get: [String] = [], list: [String] = []
    ) throws(RoutesError) {
        guard isOneLine(account), (put + get + list).allSatisfy(isOneLine), put.count + get.count + list.count <= 300
        else {
            throw RoutesError(.badValue, "the account and each word of a command are one line of text")
        }
        guard Self.has(["{file}", "{name}"], put), get.isEmpty || Self.has(["{file}", "{name}"], get) else {
            throw RoutesError(.badValue, "a command that delivers or collects has {file} and {name} among its words")
        }
        guard ![put.first, get.first, list.first].contains(where: { $0?.contains("{") == true }) else {
            throw RoutesError(.badValue, "the program of a command has no placeholder in its name")
        }
        self.account = account
        self.put = put
        self.get = get
        self.list = list
    }

    private static func has(_ placeholders: [String], _ words: [String]) -> Bool {
        placeholders.allSatisfy { placeholder in words.dropFirst().contains { $0.contains(placeholder) } }
    }
}
