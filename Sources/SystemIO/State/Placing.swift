import Glibc

/// Moving the entries of a staging folder to their final names in another folder.
struct Placing: ~Copyable {
    private let source: Descriptor
    private let target: Descriptor
    private let names: NameList
    private let isReplacing: Bool
    /// Where the two folders lie in those that it began with; errors name paths from there.
    private let folder: Path

    /// - Parameter folder: where both lie in those that the caller knows; empty for these themselves.
    init(
        from source: consuming Descriptor, to target: consuming Descriptor, replacing: Bool, folder: Path = ""
    ) throws(SystemError) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 32_768, alignment: 16)
        defer { buffer.deallocate() }
        names = try NameList(of: source, path: [], buffer: buffer)
        self.source = source
        self.target = target
        isReplacing = replacing
        self.folder = folder
    }

    /// Looks for every name that is taken and would not be replaced, before anything is moved.
    /// - Throws: as ``Descriptor/checkFree(_:forFolder:replacing:)`` for the first of them;
    ///   ``SystemError/Code/permissionDenied`` for a folder that something would be moved into, but cannot be.
    func check() throws(SystemError) {
        for index in 0..<names.count {
            let name = Path(names.name(index))
            let isMerging = try located(name) { () throws(SystemError) in
                let new = try source.metadata(of: name).kind
                return try target.checkFree(name, forFolder: new == .folder, replacing: isReplacing)
            }
            guard isMerging else { continue }
            let inner = try inner(name)
            if inner.names.count > 0 {
                try located(name) { () throws(SystemError) in try target.requireWritable(name) }
            }
            try inner.check()
        }
    }

    /// Moves everything. Where nothing is replaced, an error moves everything back.
    /// - Throws: ``SystemError/Code/exists`` if a name was taken since the check.
    func move() throws(SystemError) {
        for index in 0..<names.count {
            do { try move(Path(names.name(index))) } catch {
                if !isReplacing { moveBack(index) }
                throw error
            }
        }
        try target.synchronize()
    }

    /// Moves what can be moved.
    /// - Returns: the errors of what cannot.
    func moveAll() throws(SystemError) -> [SystemError] {
        var failures: [SystemError] = []
        for index in 0..<names.count {
            do { try move(Path(names.name(index))) } catch { failures.append(error) }
        }
        try target.synchronize()
        return failures
    }

    private func move(_ name: Path) throws(SystemError) {
        let new: FileMetadata
        // What is gone has been moved before the process was killed.
        do { new = try source.metadata(of: name) } catch  where error.code == .notFound { return }
        let isFolder = new.kind == .folder
        if isFolder, isReplacing, try target.metadataIfPresent(of: name)?.kind == .folder {
            try inner(name).move()
            return try located(name) { () throws(SystemError) in try source.removeFolder(name) }
        }
        try located(name) { () throws(SystemError) in
            if isFolder { return try moveFolder(name, mode: new.mode) }
            try source.rename(name, to: target, as: name, replacing: isReplacing)
        }
    }

    /// To give a folder another parent one must be allowed to write to it (rename(2), EACCES).
    private func moveFolder(_ name: Path, mode: UInt32) throws(SystemError) {
        let isLocked = mode & 0o200 == 0
        if isLocked { try Self.open(name, in: source).setMode(mode | 0o200) }
        try source.rename(name, to: target, as: name, replacing: false)
        if isLocked { try Self.open(name, in: target).setMode(mode) }
    }

    private func moveBack(_ end: Int) {
        for index in 0..<end {
            let name = Path(names.name(index))
            // The first error is the one to report; what cannot go back stays where it is, whole.
            try? target.rename(name, to: source, as: name, replacing: false)
        }
    }

    private func inner(_ name: Path) throws(SystemError) -> Placing {
        let path = folder.appending(name.bytes)
        return try located(name) { () throws(SystemError) in
            try Placing(
                from: try Self.open(name, in: source), to: try Self.open(name, in: target), replacing: isReplacing,
                folder: path)
        }
    }

    /// Runs calls for one entry of the two folders, and lets errors name all of its path.
    private func located<T: ~Copyable>(
        _ name: Path, _ body: () throws(SystemError) -> T
    ) throws(SystemError) -> T {
        do { return try body() } catch { throw error.at(folder.appending(name.bytes)) }
    }

    private static func open(_ name: Path, in folder: borrowing Descriptor) throws(SystemError) -> Descriptor {
        try Descriptor.open(name, in: folder, [.readOnly, .folder, .noFollow])
    }
}

extension Descriptor {
    /// Checks that an entry could be moved into this folder under a name.
    /// - Returns: whether it is a folder that would be merged into one that is there.
    /// - Throws: ``SystemError/Code/otherKind`` if a folder would replace something else or the other way round, and where a
    ///   device, FIFO or socket would be replaced; ``SystemError/Code/exists`` if the name is taken and nothing is replaced.
    borrowing func checkFree(_ name: Path, forFolder isFolder: Bool, replacing: Bool) throws(SystemError) -> Bool {
        guard let existing = try metadataIfPresent(of: name) else { return false }
        var isReplaceable = (existing.kind == .folder) == isFolder
        if case .special = existing.kind { isReplaceable = false }
        guard isReplaceable else { throw SystemError(.otherKind, "rename", path: name) }
        guard replacing else { throw SystemError(.exists, "rename", path: name, number: EEXIST) }
        return isFolder
    }

    /// Checks that entries may be added to a folder in this one, by the rights that the process acts with; faccessat(2).
    borrowing func requireWritable(_ name: Path) throws(SystemError) {
        let folder = number
        try name.withCString { pointer throws(SystemError) in
            _ = try systemCall("faccessat", path: name) { faccessat(folder, pointer, W_OK | X_OK, AT_EACCESS) }
        }
    }
}
