import SystemIO

/// A folder that only its owner may use, and the private files in it. Every access checks that this is so: what others
/// could have changed is not trusted, and what others could have read is not quietly used.
struct PrivateFolder: ~Copyable {
    let path: Path
    let descriptor: Descriptor

    private init(_ descriptor: consuming Descriptor, _ path: Path) {
        self.descriptor = descriptor
        self.path = path
    }

    /// Opens a folder; a symbolic link to it is followed. Nil if there is none.
    /// - Throws: ``KeyringError/Code/system``, ``KeyringError/Code/unsafePermissions``.
    static func open(_ path: Path) throws(KeyringError) -> PrivateFolder? {
        try present(path) { () throws(SystemError) in try Descriptor.open(path, [.readOnly, .folder]) }
    }

    /// Opens a folder in this one; a symbolic link is not followed. Nil if there is none.
    /// - Throws: as ``open(_:)``.
    borrowing func folder(_ name: String) throws(KeyringError) -> PrivateFolder? {
        let folder = path.appending(name)
        return try Self.present(folder) { () throws(SystemError) in
            try Descriptor.open(Path(name), in: descriptor, [.readOnly, .folder, .noFollow])
        }
    }

    private static func present(
        _ path: Path, _ open: () throws(SystemError) -> Descriptor
    ) throws(KeyringError) -> PrivateFolder? {
        guard let descriptor = try ifPresent(path, open) else { return nil }
        let folder = PrivateFolder(descriptor, path)
        let metadata = try onSystem(path) { () throws(SystemError) in try folder.descriptor.metadata() }
        try requirePrivate(metadata, path)
        return folder
    }

    /// What is in the folder, sorted by bytes.
    borrowing func names() throws(KeyringError) -> [[UInt8]] {
        try onSystem(path) { () throws(SystemError) in try descriptor.names() }
    }

    /// Whether there is a private file of that name.
    /// - Throws: ``KeyringError/Code/unsafePermissions``, ``KeyringError/Code/malformed`` if it is no regular file.
    borrowing func has(_ name: String) throws(KeyringError) -> Bool {
        let file = path.appending(name)
        let metadata = try ifPresent(file) { () throws(SystemError) in try descriptor.metadata(of: Path(name)) }
        guard let metadata else { return false }
        try requirePrivateFile(metadata, file)
        return true
    }

    /// The bytes of a private file of at most `limit` bytes; nil if there is none.
    /// - Throws: ``KeyringError/Code/unsafePermissions``, ``KeyringError/Code/tooLarge``, ``KeyringError/Code/malformed``
    ///   if it is no regular file, ``KeyringError/Code/system``.
    borrowing func read(_ name: String, limit: Int) throws(KeyringError) -> [UInt8]? {
        let path = path.appending(name)
        let opened = try ifPresent(path) { () throws(SystemError) in
            try Descriptor.open(Path(name), in: descriptor, [.readOnly, .noFollow, .nonBlocking])
        }
        guard let file = opened else { return nil }
        try requirePrivateFile(try onSystem(path) { () throws(SystemError) in try file.metadata() }, path)
        return try readBounded(file, path, limit: limit)
    }

    /// Writes a private file, whole or not at all.
    /// - Throws: ``KeyringError/Code/system``.
    borrowing func write(_ bytes: [UInt8], to name: String, replacing: Bool) throws(KeyringError) {
        let path = path.appending(name)
        try onSystem(path) { () throws(SystemError) in
            let file = try AtomicFile(path, replacing: replacing, mode: FileMode.privateFile)
            try file.descriptor.writeFully(bytes)
            try file.commit()
        }
    }

    /// Takes a file away for good.
    /// - Throws: ``KeyringError/Code/system``.
    borrowing func remove(_ name: String) throws(KeyringError) {
        try onSystem(path.appending(name)) { () throws(SystemError) in
            try descriptor.remove(Path(name))
            try descriptor.synchronize()
        }
    }
}
