extension Keyring {
    /// All groups, sorted by name.
    /// - Throws: ``KeyringError/Code/malformed`` with name and path for one that is damaged,
    ///   ``KeyringError/Code/unsafePermissions``, ``KeyringError/Code/system``.
    package func groups() throws(KeyringError) -> [Group] {
        try withGroups { folder throws(KeyringError) in try folder.groups() } ?? []
    }

    /// The group of that name, or nil.
    /// - Throws: as ``groups()``.
    package func group(_ name: IdentityName) throws(KeyringError) -> Group? {
        try withGroups { folder throws(KeyringError) in try folder.group(name) } ?? nil
    }

    /// The identities of a group.
    /// - Throws: ``KeyringError/Code/notFound``; ``KeyringError/Code/unknownMember`` with the name of a member that is not
    ///   in the keyring; as ``groups()`` and ``identity(_:)``.
    package func members(of name: IdentityName) throws(KeyringError) -> [Identity] {
        guard let group = try group(name) else { throw Self.noGroup(name) }
        var identities: [Identity] = []
        for member in group.members {
            do throws(KeyringError) { identities.append(try identity(member)) } catch {
                guard error.code == .notFound else { throw error }
                throw KeyringError(
                    .unknownMember, "the group '\(name)' names it, but there is no such identity", member)
            }
        }
        return identities
    }

    /// Adds members to a group, which is made if it is new.
    /// - Throws: ``KeyringError/Code/unknownMember`` with the name of one that is not in the keyring,
    ///   ``KeyringError/Code/exists`` if an identity has the group's name, ``KeyringError/Code/tooLarge``.
    @discardableResult
    package func addMembers(_ members: [IdentityName], to name: IdentityName) throws(KeyringError) -> Group {
        try change { change throws(KeyringError) in
            let old = try change.groups.group(name)
            if old == nil { try change.requireFree(name) }
            for member in members where try IdentityFolder(member, in: change.identities) == nil {
                throw KeyringError(.unknownMember, "no identity of this name in the keyring", member)
            }
            let group = try Group(name, (old?.members ?? []) + members)
            try change.groups.write(group)
            return group
        }
    }

    /// Takes members out of a group. With the last of them the group ends.
    /// - Throws: ``KeyringError/Code/notFound`` if there is no such group, ``KeyringError/Code/unknownMember`` with the
    ///   name of one that is not in it.
    package func removeMembers(_ members: [IdentityName], from name: IdentityName) throws(KeyringError) {
        try change { change throws(KeyringError) in
            guard let group = try change.groups.group(name) else { throw Self.noGroup(name) }
            if let stranger = members.first(where: { !group.members.contains($0) }) {
                throw KeyringError(.unknownMember, "it is not in the group '\(name)'", stranger)
            }
            try change.groups.write(try Group(name, group.members.filter { !members.contains($0) }))
        }
    }

    /// Removes a group; its members stay in the keyring.
    /// - Throws: ``KeyringError/Code/notFound``, ``KeyringError/Code/system``.
    package func removeGroup(_ name: IdentityName) throws(KeyringError) {
        try change { change throws(KeyringError) in
            guard try change.groups.has(name.text) else { throw Self.noGroup(name) }
            try change.groups.remove(name.text)
        }
    }

    private static func noGroup(_ name: IdentityName) -> KeyringError {
        KeyringError(.notFound, "no group of this name in the keyring", name)
    }
}

extension KeyringChange {
    /// Takes a name out of every group.
    borrowing func leaveGroups(_ name: IdentityName) throws(KeyringError) {
        for group in try groups.groups() where group.members.contains(name) {
            try groups.write(try Group(group.name, group.members.filter { $0 != name }))
        }
    }
}

/// The folder of groups.
extension PrivateFolder {
    fileprivate borrowing func groups() throws(KeyringError) -> [Group] {
        var groups: [Group] = []
        for entry in try names() where !Keyring.isHidden(entry) {
            if let group = try group(try IdentityName(stored: entry)) { groups.append(group) }
        }
        return groups
    }

    fileprivate borrowing func group(_ name: IdentityName) throws(KeyringError) -> Group? {
        guard let bytes = try read(name.text, limit: Group.maximumCount) else { return nil }
        do throws(KeyringError) { return try Group(name, file: bytes) } catch {
            throw error.at(path.appending(name.text))
        }
    }

    /// Writes a group; without members it is removed, because sealing to nobody is never meant.
    fileprivate borrowing func write(_ group: Group) throws(KeyringError) {
        if !group.members.isEmpty { return try write(group.bytes, to: group.name.text, replacing: true) }
        if try has(group.name.text) { try remove(group.name.text) }
    }
}
