import Glibc

/// Lists a source tree: depth first, a folder before its contents, in the order of the bytes of path components.
///
///     var walk = tree.walk()
///     while let metadata = try walk.next() { use(walk.path, metadata) }
///
/// Memory grows with the largest folder only (its names and 4 bytes each). A path of more than 4,095 bytes, a folder that
/// cannot be read, and a folder that contains itself through a mount end the walk with an error.
package struct SourceWalk: ~Copyable {
    /// Path of the entry that ``next()`` gave last: the name of the input, and what follows below it.
    package private(set) var path: [UInt8] = []
    /// Where the symbolic link leads that ``next()`` gave last; empty for other entries.
    package private(set) var linkTarget: [UInt8] = []

    private let tree: SourceTree
    private let isExcluded: ([UInt8]) -> Bool
    private var nextRoot = 0
    private var levels: [Level] = []
    /// The folder that ``next()`` gave last, entered when the next entry is asked for.
    private var pending: FileMetadata?
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 65_536, alignment: 16)

    init(_ tree: SourceTree, _ isExcluded: @escaping ([UInt8]) -> Bool) {
        self.tree = tree
        self.isExcluded = isExcluded
        path.reserveCapacity(RelativePath.limit + 1)
    }

    deinit { buffer.deallocate() }

    /// The next entry, or nil at the end. Devices, FIFOs and sockets are given too; what to do about them is the caller's.
    /// - Throws: ``SystemError/Code/permissionDenied``, ``SystemError/Code/changedWhileRead`` if an entry vanished since its
    ///   folder was read, ``SystemError/Code/tooLarge``, ``SystemError/Code/folderCycle``; always with the path.
    package mutating func next() throws(SystemError) -> FileMetadata? {
        if let folder = pending { try enter(folder) }
        while let metadata = try advance() {
            if isExcluded(path) { continue }
            linkTarget.removeAll(keepingCapacity: true)
            if metadata.kind == .folder { pending = metadata }
            if metadata.kind == .symbolicLink { try readLink() }
            return metadata
        }
        return nil
    }

    /// Leaves out the contents of the folder that ``next()`` gave last.
    package mutating func skipContents() { pending = nil }

    private mutating func advance() throws(SystemError) -> FileMetadata? {
        while let level = levels.last {
            if level.position < level.names.count { return try entry(of: level) }
            levels.removeLast()
        }
        guard nextRoot < tree.roots.count else { return nil }
        let root = tree.roots[nextRoot]
        nextRoot += 1
        path.removeAll(keepingCapacity: true)
        path.append(contentsOf: root.name)
        return root.metadata
    }

    private mutating func entry(of level: Level) throws(SystemError) -> FileMetadata {
        let index = level.position
        level.position += 1
        path.removeSubrange(level.pathLength...)
        path.append(Path.slash)
        path.append(contentsOf: level.names.name(index))
        if path.count > RelativePath.limit { throw SystemError(.tooLarge, "open", path: Path(path)) }
        try open(level)
        var status = stat()
        let result = level.names.withName(index) { name in
            systemCallNumber { fstatat(level.number, name, &status, AT_SYMLINK_NOFOLLOW) }
        }
        if result != 0 { throw SystemError(errno: result, "stat").asChange(Path(path)) }
        return FileMetadata(status)
    }

    private mutating func enter(_ folder: FileMetadata) throws(SystemError) {
        pending = nil
        if levels.contains(where: { $0.identity == folder.identity }) {
            throw SystemError(.folderCycle, "open", path: Path(path))
        }
        let descriptor = try openFolder(folder.identity, path.count)
        let names = try NameList(of: descriptor, path: path, buffer: buffer)
        levels.append(Level(descriptor, names, folder.identity, pathLength: path.count))
        // The open descriptors are the deepest; what lies above is opened again on the way back.
        let surplus = levels.count - Self.openLimit - 1
        if surplus >= 0 { levels[surplus].descriptor = nil }
    }

    private func open(_ level: Level) throws(SystemError) {
        if level.number == -1 { level.descriptor = try openFolder(level.identity, level.pathLength) }
    }

    /// Opens the folder that is named by the first bytes of the path.
    private func openFolder(_ identity: FileIdentity, _ length: Int) throws(SystemError) -> Descriptor {
        let name = Path(path[..<length])
        let folder = try tree.openEntry(name, [.readOnly, .folder, .noFollow])
        guard try folder.metadata().identity == identity else {
            throw SystemError(.changedWhileRead, "open", path: name)
        }
        return folder
    }

    private mutating func readLink() throws(SystemError) {
        linkTarget = try tree.openEntry(Path(path), [.pathOnly, .noFollow]).linkTarget(Path(path))
    }

    /// How many folders are kept open at once, so that even 64 descriptors are enough.
    private static let openLimit = 24
}

/// A folder on the way down to the current entry.
private final class Level {
    var descriptor: Descriptor?
    let names: NameList
    var position = 0
    let identity: FileIdentity
    /// How much of the walk's path is this folder's own.
    let pathLength: Int

    init(_ descriptor: consuming Descriptor, _ names: NameList, _ identity: FileIdentity, pathLength: Int) {
        self.descriptor = consume descriptor
        self.names = names
        self.identity = identity
        self.pathLength = pathLength
    }

    /// The open folder, or -1.
    var number: CInt { descriptor?.number ?? -1 }
}

extension Descriptor {
    /// Where this symbolic link leads, which was opened as a place in the tree (O_PATH); readlinkat(2).
    fileprivate borrowing func linkTarget(_ path: Path) throws(SystemError) -> [UInt8] {
        let number = number
        var target = [UInt8](repeating: 0, count: RelativePath.limit + 1)
        let count = try target.withMutableRawBytes { buffer throws(SystemError) in
            let characters = buffer.bindMemory(to: CChar.self)
            guard let start = characters.baseAddress else { throw SystemError(.tooLarge, "readlink", path: path) }
            return try systemCall("readlink", path: path) { readlinkat(number, "", start, characters.count) }
        }
        guard count <= RelativePath.limit else { throw SystemError(.tooLarge, "readlink", path: path) }
        return Array(target[..<count])
    }
}
