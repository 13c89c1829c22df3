internal import CSystem
import Glibc

/// A folder into which names that others have chosen are written, and which they cannot leave.
///
/// Paths are bytes, relative, components joined by "/" (``RelativePath/isSafe(_:)``). Every one is walked by the kernel from
/// this folder with openat2(2), which refuses symbolic links, mounts and "..", whatever another process does meanwhile.
/// Everything is created exclusively: what exists is never opened, followed or replaced. Any number of threads may use one
/// root at once.
package struct ExtractionRoot: ~Copyable, Sendable {
    /// The folder itself.
    package let folder: Descriptor
    private let hasRestrictedOpen: Bool

    /// - Parameter folder: opened for reading, so that it can be synchronised.
    package init(_ folder: consuming Descriptor) {
        self.init(folder, hasRestrictedOpen: Descriptor.hasRestrictedOpen)
    }

    init(_ folder: consuming Descriptor, hasRestrictedOpen: Bool) {
        self.folder = folder
        self.hasRestrictedOpen = hasRestrictedOpen
    }

    /// Makes a folder with mode 0700; the folder above it must exist.
    /// - Throws: ``SystemError/Code/exists``, ``SystemError/Code/unsafeName`` if the path leaves the root by its form or
    ///   through a link or mount, ``SystemError/Code/notFolder`` if it passes through a file.
    package borrowing func createFolder(_ path: [UInt8]) throws(SystemError) {
        try inFolder(of: path) { parent, name throws(SystemError) in
            try parent.makeFolder(name, mode: FileMode.privateFolder)
        }
    }

    /// Makes an empty file with mode 0600, and opens it for writing.
    /// - Throws: as ``createFolder(_:)``.
    package borrowing func createFile(_ path: [UInt8]) throws(SystemError) -> Descriptor {
        try open(path, [.writeOnly, .create, .exclusive, .noFollow], mode: FileMode.privateFile)
    }

    /// Opens a regular file that was created before, for writing.
    /// - Throws: as ``createFolder(_:)``; ``SystemError/Code/notRegularFile`` for anything else than a file.
    package borrowing func openFile(_ path: [UInt8]) throws(SystemError) -> Descriptor {
        let file = try open(path, [.writeOnly, .noFollow, .nonBlocking])
        guard try file.metadata().kind == .file else { throw SystemError(.notRegularFile, "open", path: Path(path)) }
        return file
    }

    /// Makes a symbolic link. Links come last: once they exist, nothing is created through them.
    /// - Throws: as ``createFolder(_:)``; ``SystemError/Code/unsafeName`` also if the link would lead out of the root
    ///   (``RelativePath/isSafeLink(_:target:)``).
    package borrowing func createSymbolicLink(
        _ path: [UInt8], target: [UInt8], modified: FileTime? = nil
    ) throws(SystemError) {
        guard RelativePath.isSafeLink(path, target: target) else {
            throw SystemError(.unsafeName, "symlink", path: Path(path))
        }
        let target = Path(target)
        try inFolder(of: path) { parent, name throws(SystemError) in
            try parent.makeSymbolicLink(name, target: target)
            if let modified { try parent.setModified(ofLink: name, modified) }
        }
    }

    /// Sets mode and time of a folder, after its contents are complete. Folders come in reverse order, the inner before the
    /// outer, since the mode may lock the door.
    /// - Parameter mode: of which setuid, setgid and the sticky bit are dropped.
    package borrowing func setMetadata(
        ofFolder path: [UInt8], mode: UInt32, modified: FileTime
    ) throws(SystemError) {
        try open(path, [.readOnly, .folder, .noFollow]).setMetadata(mode: mode, modified: modified)
    }

    private borrowing func open(
        _ path: [UInt8], _ flags: OpenFlags, mode: UInt32 = 0
    ) throws(SystemError) -> Descriptor {
        let name = Path(path)
        guard RelativePath.isSafe(path) else { throw SystemError(.unsafeName, "open", path: name) }
        return hasRestrictedOpen
            ? try folder.openRestricted(name, flags, mode: mode, .inside)
            : try folder.openStepwise(name, flags, mode: mode, .inside)
    }

    private borrowing func inFolder(
        of path: [UInt8],
        _ body: (borrowing Descriptor, Path) throws(SystemError) -> Void
    ) throws(SystemError) {
        guard RelativePath.isSafe(path) else { throw SystemError(.unsafeName, "open", path: Path(path)) }
        let name = Path(Path(path).name)
        do throws(SystemError) {
            guard let parent = RelativePath.folder(path) else { return try body(folder, name) }
            try body(try open(Array(parent.bytes), [.pathOnly, .folder]), name)
        } catch {
            throw error.at(Path(path))
        }
    }
}

extension Descriptor {
    /// Sets permission bits, without setuid, setgid and sticky, and the time of modification.
    package borrowing func setMetadata(mode: UInt32, modified: FileTime) throws(SystemError) {
        try setMode(mode & 0o777)
        try setModified(modified)
    }

    fileprivate borrowing func makeSymbolicLink(_ name: Path, target: Path) throws(SystemError) {
        let folder = number
        try name.withCString { pointer throws(SystemError) in
            try target.withCString { target throws(SystemError) in
                _ = try systemCall("symlink", path: name) { symlinkat(target, folder, pointer) }
            }
        }
    }

    fileprivate borrowing func setModified(ofLink name: Path, _ time: FileTime) throws(SystemError) {
        let folder = number
        let times = [timespec(tv_sec: 0, tv_nsec: FUBAKO_UTIME_OMIT), time.timespec]
        try name.withCString { pointer throws(SystemError) in
            _ = try systemCall("utimensat", path: name) { utimensat(folder, pointer, times, AT_SYMLINK_NOFOLLOW) }
        }
    }
}
