import Glibc

/// Moving the entries of a staging folder to their final names in another folder.
struct Placing: ~Copyable {
    private let source: Descriptor
    private let target: Descriptor
    private let names: NameList
    private let isReplacing: Bool

    init(from source: consuming Descriptor, to target: consuming Descriptor, replacing: Bool) throws(SystemError) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 32_768, alignment: 16)
        defer { buffer.deallocate() }
        names = try NameList(of: source, path: [], buffer: buffer)
        self.source = source
        self.target = target
        isReplacing = replacing
    }

    /// Looks for every name that is taken and would not be replaced, before anything is moved.
    /// - Throws: ``SystemError/Code/exists`` with the first of them; also where a folder would replace a file or the other
    ///   way round. ``SystemError/Code/notRegularFile`` where a device, FIFO or socket would be replaced.
    func check() throws(SystemError) {
        for index in 0..<names.count {
            let name = Path(names.name(index))
            guard let existing = try target.metadataIfPresent(of: name) else { continue }
            let new = try source.metadata(of: name)
            guard isReplacing, (existing.kind == .folder) == (new.kind == .folder) else {
                throw SystemError(.exists, "rename", path: name, number: EEXIST)
            }
            if case .special = existing.kind { throw SystemError(.notRegularFile, "rename", path: name) }
            if existing.kind == .folder { try inner(name).check() }
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
        guard new.kind == .folder else {
            return try source.rename(name, to: target, as: name, replacing: isReplacing)
        }
        if isReplacing, try target.metadataIfPresent(of: name)?.kind == .folder {
            try inner(name).move()
            return try source.removeFolder(name)
        }
        try moveFolder(name, mode: new.mode)
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
        try Placing(
            from: try Self.open(name, in: source), to: try Self.open(name, in: target), replacing: isReplacing)
    }

    private static func open(_ name: Path, in folder: borrowing Descriptor) throws(SystemError) -> Descriptor {
        try Descriptor.open(name, in: folder, [.readOnly, .folder, .noFollow])
    }
}
