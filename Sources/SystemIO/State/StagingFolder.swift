/// A folder in which a tree is made out of sight, to appear under its final name only when it is complete.
///
/// It is called ".fubako-" and random digits, has mode 0700, and lies inside the target if that is a folder already, else
/// beside it, so that moving stays within one filesystem. A record in the state folder names it before it exists, and is
/// removed after it; ``recoverStaging(_:)`` clears up after a process that was killed. Without ``commit(replacing:mode:)``
/// nothing is left.
package struct StagingFolder: ~Copyable {
    /// Where to make the tree.
    package let root: ExtractionRoot
    private let entry: InterimEntry
    private let target: Path
    /// Whether the target exists, so that entries are moved into it one by one.
    private let isMerging: Bool

    /// - Throws: ``SystemError/Code/otherKind`` if the target is something else than a folder;
    ///   ``SystemError/Code/unsafeName`` if it is empty;
    ///   ``SystemError/Code/notFound`` if the folder that should hold it does not exist.
    package init(for target: Path, state: StateFolder) throws(SystemError) {
        let isMerging = try Self.isFolder(target)
        let parentPath = isMerging ? target : target.folder
        let parent = SharedDescriptor(try Descriptor.open(parentPath, [.readOnly, .folder]))
        let entry = try InterimEntry(in: parent, path: parentPath, state: state)
        let root: ExtractionRoot
        do { root = try Self.make(entry) } catch {
            // The first error is the one to report.
            try? entry.discard()
            throw error.at(target)
        }
        self.init(root, entry, target, isMerging)
    }

    private init(_ root: consuming ExtractionRoot, _ entry: InterimEntry, _ target: Path, _ isMerging: Bool) {
        self.root = root
        self.entry = entry
        self.target = target
        self.isMerging = isMerging
    }

    deinit {
        // Nothing can be reported here; what stays is what the next run removes.
        try? entry.discard()
    }

    /// Checks that an entry of the tree to come could appear in the target, so that no work is done for nothing.
    /// ``commit(replacing:mode:)`` checks again, for what others may have done by then.
    /// - Parameters:
    ///   - name: its name at the top of the tree.
    ///   - isFolder: what it will be.
    /// - Returns: whether it is a folder that would be merged into one that is there.
    /// - Throws: as ``commit(replacing:mode:)`` would.
    package borrowing func check(_ name: Path, isFolder: Bool, replacing: Bool) throws(SystemError) -> Bool {
        guard isMerging else { return false }
        do { return try entry.parent.descriptor.checkFree(name, forFolder: isFolder, replacing: replacing) } catch {
            throw error.at(target.appending(name.bytes))
        }
    }

    /// Checks that something may be added to a folder of the target.
    /// - Throws: ``SystemError/Code/permissionDenied``.
    package borrowing func checkWritable(_ name: Path) throws(SystemError) {
        do { try entry.parent.descriptor.requireWritable(name) } catch {
            throw error.at(target.appending(name.bytes))
        }
    }

    /// Makes the tree appear: the staging folder itself becomes the target; or, where that is a folder already, every entry
    /// is moved into it, after all names were checked.
    /// - Parameters:
    ///   - replacing: whether files in an existing target are replaced. Folders are merged.
    ///   - mode: permission bits of a target that did not exist.
    /// - Throws: ``SystemError/Code/exists`` with the path that is taken; nothing has been moved then. The code of errno if
    ///   something did not reach the medium.
    package consuming func commit(
        replacing: Bool = false, mode: UInt32 = FileMode.newFolder
    ) throws(SystemError) {
        do {
            try isMerging ? merge(replacing: replacing) : becomeTarget(mode: mode)
        } catch {
            throw error.path.map { isMerging ? error.at(target.appending($0.bytes)) : error.at(target) }
                ?? error.at(target)
        }
    }

    private borrowing func becomeTarget(mode: UInt32) throws(SystemError) {
        try root.folder.setMode(mode)
        try root.folder.synchronizeFilesystem()
        try entry.beginPlacing()
        let parent = entry.parent
        try parent.descriptor.rename(
            entry.name, to: parent.descriptor, as: Path(target.name), replacing: false)
        try parent.descriptor.synchronize()
    }

    private borrowing func merge(replacing: Bool) throws(SystemError) {
        let placing = try Placing(
            from: try root.folder.duplicate(), to: try entry.parent.descriptor.duplicate(), replacing: replacing)
        try placing.check()
        try root.folder.synchronizeFilesystem()
        try entry.announcePlacing(replacing: replacing)
        try placing.move()
    }

    private static func isFolder(_ target: Path) throws(SystemError) -> Bool {
        if target.isEmpty { throw SystemError(.unsafeName, "open", path: target) }
        do {
            if try Descriptor.open(target, .pathOnly).metadata().kind == .folder { return true }
        } catch {
            guard error.code == .notFound else { throw error }
            return false
        }
        throw SystemError(.otherKind, "open", path: target)
    }

    private static func make(_ entry: InterimEntry) throws(SystemError) -> ExtractionRoot {
        try entry.parent.descriptor.makeFolder(entry.name, mode: FileMode.privateFolder)
        return ExtractionRoot(
            try Descriptor.open(entry.name, in: entry.parent.descriptor, [.readOnly, .folder, .noFollow]))
    }
}
