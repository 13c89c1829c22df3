internal import CSystem
import Glibc

/// Giving, moving and taking away names inside this folder.
extension Descriptor {
    /// Gives an unnamed file a name in this folder; linkat(2).
    /// - Throws: ``SystemError/Code/exists`` if the name is taken; what has it is left alone.
    borrowing func link(_ file: borrowing Descriptor, as name: Path) throws(SystemError) {
        let folder = number
        let file = file.number
        let source = Path("/proc/self/fd/\(file)")
        try name.withCString { target throws(SystemError) in
            let result = try source.withCString { source throws(SystemError) in
                systemCallNumber { linkat(AT_FDCWD, source, folder, target, AT_SYMLINK_FOLLOW) }
            }
            if result == 0 { return }
            guard result == ENOENT else { throw SystemError(errno: result, "linkat", path: name) }
            // Without /proc there is a way that older kernels allow only to the superuser.
            try systemCall("linkat", path: name) { linkat(file, "", folder, target, FUBAKO_AT_EMPTY_PATH) }
        }
    }

    /// Moves an entry of this folder to a name in another folder of the same filesystem; renameat2(2).
    /// - Parameter replacing: whether a file that has the name already is replaced, in one step.
    /// - Throws: ``SystemError/Code/exists`` if the name is taken and may not be replaced; it is left alone.
    package borrowing func rename(
        _ name: Path, to folder: borrowing Descriptor, as newName: Path, replacing: Bool
    ) throws(SystemError) {
        let source = number
        let target = folder.number
        try name.withCString { name throws(SystemError) in
            try newName.withCString { newNamePointer throws(SystemError) in
                let flags = replacing ? 0 : FUBAKO_RENAME_NOREPLACE
                let result = systemCallNumber { fubako_renameat2(source, name, target, newNamePointer, flags) }
                if result == 0 { return }
                guard result == EINVAL, !replacing else { throw SystemError(errno: result, "rename", path: newName) }
                try Self.renameExclusively(name, in: source, as: newNamePointer, in: target, path: newName)
            }
        }
    }

    /// For filesystems without RENAME_NOREPLACE. A file gets a second name, which fails if it is taken, and loses the
    /// first. A folder cannot have two names, but rename(2) lets a folder replace only an empty folder, so that nothing
    /// can be lost.
    private static func renameExclusively(
        _ name: UnsafePointer<CChar>, in source: CInt, as newName: UnsafePointer<CChar>, in target: CInt, path: Path
    ) throws(SystemError) {
        let linked = systemCallNumber { linkat(source, name, target, newName, 0) }
        if linked == 0 {
            try systemCall("unlink", path: path) { unlinkat(source, name, 0) }
            return
        }
        var status = stat()
        guard linked != EEXIST, fstatat(target, newName, &status, AT_SYMLINK_NOFOLLOW) == -1, errno == ENOENT else {
            throw SystemError(errno: EEXIST, "rename", path: path)
        }
        try systemCall("fstatat", path: path) { fstatat(source, name, &status, AT_SYMLINK_NOFOLLOW) }
        guard FileMetadata(status).kind == .folder else { throw SystemError(errno: linked, "linkat", path: path) }
        try systemCall("rename", path: path) { renameat(source, name, target, newName) }
    }

    /// Takes a file's name away; unlinkat(2).
    package borrowing func remove(_ name: Path) throws(SystemError) {
        let folder = number
        try name.withCString { pointer throws(SystemError) in
            _ = try systemCall("unlink", path: name) { unlinkat(folder, pointer, 0) }
        }
    }

    /// Removes an empty folder; unlinkat(2).
    package borrowing func removeFolder(_ name: Path) throws(SystemError) {
        let folder = number
        try name.withCString { pointer throws(SystemError) in
            _ = try systemCall("rmdir", path: name) { unlinkat(folder, pointer, AT_REMOVEDIR) }
        }
    }

    /// Makes a folder; mkdirat(2).
    package borrowing func makeFolder(_ name: Path, mode: UInt32) throws(SystemError) {
        let folder = number
        try name.withCString { pointer throws(SystemError) in
            _ = try systemCall("mkdir", path: name) { mkdirat(folder, pointer, mode) }
        }
    }
}
