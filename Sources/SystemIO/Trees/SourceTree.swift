import Glibc

/// The files and folders that a user named as input. Each is called by its last component, its contents by paths below it.
///
/// No symbolic link below the folders that hold the inputs is followed, neither while listing nor while reading. Any number
/// of threads may open files of one tree at once.
package final class SourceTree: Sendable {
    /// One input: its name, and the folder that holds it.
    struct Root: Sendable {
        let name: [UInt8]
        let folder: SharedDescriptor
        let metadata: FileMetadata
    }

    /// Sorted by the bytes of their names.
    let roots: [Root]

    /// Names of the inputs, in the order of their bytes.
    package var names: [[UInt8]] { roots.map(\.name) }

    /// - Parameter paths: the inputs in any order. "." and "..", which have no name, are called as the folder they mean.
    /// - Throws: ``SystemError/Code/notFound``; ``SystemError/Code/duplicateName`` if two have the same last component;
    ///   ``SystemError/Code/unsafeName`` for "/", which has none.
    package init(_ paths: [Path]) throws(SystemError) {
        var folders: [Path: SharedDescriptor] = [:]
        var roots: [Root] = []
        for path in paths { roots.append(try Self.root(path, &folders)) }
        roots.sort { $0.name.lexicographicallyPrecedes($1.name) }
        for (one, next) in zip(roots, roots.dropFirst()) where one.name == next.name {
            throw SystemError(.duplicateName, "open", path: Path(one.name))
        }
        self.roots = roots
    }

    /// Starts to list everything, from the top.
    /// - Parameter isExcluded: whether to leave out a path (of a folder with all it holds).
    package func walk(excluding isExcluded: @escaping (_ path: [UInt8]) -> Bool = { _ in false }) -> SourceWalk {
        SourceWalk(self, isExcluded)
    }

    /// Opens a file for reading.
    /// - Parameters:
    ///   - path: as ``SourceWalk/path`` gave it.
    ///   - metadata: as the walk gave it.
    /// - Throws: ``SystemError/Code/changedWhileRead`` if the path no longer leads to that file, or the file is no longer
    ///   what it was; ``SystemError/Code/permissionDenied``.
    package func open(_ path: [UInt8], _ metadata: FileMetadata) throws(SystemError) -> SourceFile {
        let name = Path(path)
        let descriptor = try openEntry(name, [.readOnly, .nonBlocking, .noFollow])
        return try SourceFile(descriptor, name, expecting: metadata)
    }

    /// Opens a file of which only size and time were kept from the walk.
    /// - Throws: ``SystemError/Code/changedWhileRead`` as above.
    package func open(_ path: [UInt8], size: UInt64, modified: FileTime) throws(SystemError) -> SourceFile {
        let name = Path(path)
        let descriptor = try openEntry(name, [.readOnly, .nonBlocking, .noFollow])
        return try SourceFile(descriptor, name, size: size, modified: modified)
    }

    /// Reads a small regular file of the tree whole.
    /// - Throws: ``SystemError/Code/tooLarge`` beyond `limit` bytes; ``SystemError/Code/notRegularFile``.
    package func read(_ path: [UInt8], limit: Int) throws(SystemError) -> [UInt8] {
        let name = Path(path)
        let file = try openEntry(name, [.readOnly, .nonBlocking, .noFollow])
        guard try file.metadata().kind == .file else { throw SystemError(.notRegularFile, "open", path: name) }
        do { return try file.readToEnd(limit: limit) } catch { throw error.at(name) }
    }

    /// Refuses an output that would be read as input while it grows.
    /// - Throws: ``SystemError/Code/outputInsideInput`` if `target` lies in a folder among the inputs;
    ///   ``SystemError/Code/inputIsOutput`` if it is an input itself.
    package func check(output target: Path) throws(SystemError) {
        var folder = try Descriptor.open(target.folder, [.pathOnly, .folder])
        let existing = try folder.metadataIfPresent(of: Path(target.name))?.identity
        if roots.contains(where: { $0.metadata.identity == existing }) {
            throw SystemError(.inputIsOutput, "open", path: target)
        }
        var identity = try folder.metadata().identity
        while true {
            if roots.contains(where: { $0.metadata.identity == identity }) {
                throw SystemError(.outputInsideInput, "open", path: target)
            }
            folder = try Descriptor.open("..", in: folder, [.pathOnly, .folder])
            let above = try folder.metadata().identity
            if above == identity { return }
            identity = above
        }
    }

    /// Opens what a path of this tree leads to, without passing a symbolic link.
    func openEntry(_ path: Path, _ flags: OpenFlags) throws(SystemError) -> Descriptor {
        if !flags.contains(.pathOnly) {
            do { return try openRestricted(path, flags.union(.noAccessTime)) } catch {
                // Only the owner may leave the time of access alone.
                guard error.number == EPERM else { throw error.asChange(path) }
            }
        }
        do { return try openRestricted(path, flags) } catch { throw error.asChange(path) }
    }

    private func openRestricted(_ path: Path, _ flags: OpenFlags) throws(SystemError) -> Descriptor {
        let top = path.bytes.prefix { $0 != Path.slash }
        guard let root = root(named: top) else { throw SystemError(.notFound, "open", path: path) }
        return Descriptor.hasRestrictedOpen
            ? try root.folder.descriptor.openRestricted(path, flags, .noLinks)
            : try root.folder.descriptor.openStepwise(path, flags, .noLinks)
    }

    private func root(named name: ArraySlice<UInt8>) -> Root? {
        var low = 0
        var high = roots.count
        while low < high {
            let middle = (low + high) / 2
            if roots[middle].name.lexicographicallyPrecedes(name) { low = middle + 1 } else { high = middle }
        }
        return low < roots.count && roots[low].name.elementsEqual(name) ? roots[low] : nil
    }

    private static func root(
        _ path: Path, _ folders: inout [Path: SharedDescriptor]
    ) throws(SystemError) -> Root {
        let named = try path.named()
        let folder: SharedDescriptor
        if let known = folders[named.folder] {
            folder = known
        } else {
            folder = SharedDescriptor(try Descriptor.open(named.folder, [.pathOnly, .folder]))
            folders[named.folder] = folder
        }
        do {
            let metadata = try folder.descriptor.metadata(of: Path(named.name))
            return Root(name: named.name, folder: folder, metadata: metadata)
        } catch { throw error.at(path) }
    }
}

extension Path {
    /// This path, or if it ends in "." or "..", the real one of the same folder, which has a name.
    /// - Throws: ``SystemError/Code/unsafeName`` for "/", which has none; ``SystemError/Code/notFound``.
    package func named() throws(SystemError) -> Path {
        let name = Path(self.name)
        guard name.isEmpty || name == "." || name == ".." else { return self }
        guard !isEmpty else { throw SystemError(.notFound, "open", path: self, number: ENOENT) }
        let real = try absolute()
        if real.name.isEmpty { throw SystemError(.unsafeName, "open", path: self) }
        return real
    }

    /// The absolute path without links and dots; realpath(3). What it names must be there.
    package func absolute() throws(SystemError) -> Path {
        try withCString { name throws(SystemError) in
            var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
            guard realpath(name, &buffer) != nil else { throw SystemError(errno: errno, "realpath", path: self) }
            return Path(buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)))
        }
    }
}

extension SystemError {
    /// The same error for something that was seen a moment ago: not finding it, or finding another kind, is a change.
    func asChange(_ path: Path) -> SystemError {
        let isChange = [.notFound, .notFolder, .unsafeName].contains(code) || number == ELOOP || number == ENXIO
        return SystemError(isChange ? .changedWhileRead : code, operation, path: path, offset: offset, number: number)
    }
}
