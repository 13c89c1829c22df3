import SystemIO

/// The folders of a keyring that is being changed, while its lock is held.
struct KeyringChange: ~Copyable {
    let root: PrivateFolder
    let identities: PrivateFolder
    let groups: PrivateFolder

    init(_ root: consuming PrivateFolder, _ identities: consuming PrivateFolder, _ groups: consuming PrivateFolder) {
        self.root = root
        self.identities = identities
        self.groups = groups
    }
}

extension Keyring {
    /// Makes the folders that are missing, waits for other processes that change the keyring, completes or takes away what
    /// a killed one left, and lends the folders.
    /// - Throws: ``KeyringError/Code/unsafePermissions``, ``KeyringError/Code/system``, and what `body` throws.
    func change<Value: ~Copyable>(
        _ body: (borrowing KeyringChange) throws(KeyringError) -> Value
    ) throws(KeyringError) -> Value {
        try Self.makeFolders(path)
        let root = try Self.required(try PrivateFolder.open(path), path)
        try onSystem(path) { () throws(SystemError) in try root.descriptor.lock() }
        for name in [Self.identitiesFolder, Self.groupsFolder] {
            try Self.makeFolder(Path(name), in: root.descriptor, path)
        }
        let identities = try Self.required(try root.folder(Self.identitiesFolder), path)
        let groups = try Self.required(try root.folder(Self.groupsFolder), path)
        let change = KeyringChange(root, identities, groups)
        try change.recover()
        return try body(change)
    }

    /// Completes or takes away what a killed process left. Every change does this too.
    /// - Throws: ``KeyringError/Code/unsafePermissions``, ``KeyringError/Code/system``.
    package func recover() throws(KeyringError) {
        guard try PrivateFolder.open(path) != nil else { return }
        try change { _ throws(KeyringError) in }
    }

    private static func required(
        _ folder: consuming PrivateFolder?, _ path: Path
    ) throws(KeyringError) -> PrivateFolder {
        guard let folder else { throw KeyringError(SystemError(.notFound, "open", path: path), at: path) }
        return folder
    }

    /// Makes a folder with mode 0700, and before it those above it that are missing.
    private static func makeFolders(_ path: Path) throws(KeyringError) {
        let found = try ifPresent(path) { () throws(SystemError) in try Descriptor.open(path, [.readOnly, .folder]) }
        if found != nil || path.name.isEmpty { return }
        try makeFolders(path.folder)
        let parent = try onSystem(path) { () throws(SystemError) in
            try Descriptor.open(path.folder, [.readOnly, .folder])
        }
        try makeFolder(Path(path.name), in: parent, path.folder)
    }

    /// Makes a folder with mode 0700, unless it is there.
    private static func makeFolder(
        _ name: Path, in parent: borrowing Descriptor, _ path: Path
    ) throws(KeyringError) {
        do throws(SystemError) {
            try parent.makeFolder(name, mode: FileMode.privateFolder)
            try parent.synchronize()
        } catch {
            if error.code != .exists { throw KeyringError(error, at: path.appending(name.bytes)) }
        }
    }
}
