/// A name for several identities.
package struct Group: Sendable, Equatable {
    /// What the owner of the keyring calls it; no identity has the same name.
    package let name: IdentityName
    /// Names of identities, sorted, each once.
    package let members: [IdentityName]

    /// Members that a group has at most: as many as a package has recipients.
    package static let maximumMembers = 1024
    /// Length in bytes of a file with so many names.
    static let maximumCount = maximumMembers * (IdentityName.maximumCount + 1)

    init(_ name: IdentityName, _ members: some Sequence<IdentityName>) throws(KeyringError) {
        let members = Set(members).sorted()
        guard members.count <= Self.maximumMembers else {
            throw KeyringError(.tooLarge, "more than \(Self.maximumMembers) members", name)
        }
        self.name = name
        self.members = members
    }

    /// Reads a file: one name per line, each line ended by LF.
    /// - Throws: ``KeyringError/Code/malformed`` with the line.
    init(_ name: IdentityName, file bytes: [UInt8]) throws(KeyringError) {
        var members: [IdentityName] = []
        for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast().enumerated() {
            do throws(KeyringError) { members.append(try IdentityName(stored: line)) } catch {
                var refusal = KeyringError(.malformed, "a member's name is invalid: \(error.reason)", name)
                refusal.line = index + 1
                throw refusal
            }
        }
        guard bytes.last == 0x0A else { throw KeyringError(.malformed, "the last line is not ended", name) }
        try self.init(name, members)
    }

    var bytes: [UInt8] { members.flatMap { Array($0.text.utf8) + [0x0A] } }
}
