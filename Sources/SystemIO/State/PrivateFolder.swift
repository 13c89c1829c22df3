import Glibc

/// Folders that hold what is nobody else's business.
package enum PrivateFolder {
    /// Opens a folder that only its owner may use; it and those above it are made with mode 0700 if they are missing.
    /// - Throws: ``SystemError/Code/unsafePermissions`` if it belongs to another user, or others have any permission;
    ///   ``SystemError/Code/notFolder`` also for a symbolic link.
    package static func open(_ path: Path) throws(SystemError) -> Descriptor {
        do { return try openExisting(path) } catch  where error.code == .notFound {}
        try make(path)
        return try openExisting(path)
    }

    /// As ``open(_:)``, but makes nothing.
    /// - Throws: ``SystemError/Code/notFound`` if there is no such folder.
    package static func openExisting(_ path: Path) throws(SystemError) -> Descriptor {
        let folder = try Descriptor.open(path, [.readOnly, .folder, .noFollow])
        try check(folder, path)
        return folder
    }

    /// Checks a private file or folder that is open.
    /// - Throws: ``SystemError/Code/unsafePermissions`` with its path.
    package static func check(_ descriptor: borrowing Descriptor, _ path: Path) throws(SystemError) {
        let metadata = try descriptor.metadata()
        guard metadata.owner == geteuid(), metadata.mode & 0o077 == 0 else {
            throw SystemError(.unsafePermissions, "open", path: path)
        }
    }

    private static func make(_ path: Path) throws(SystemError) {
        let parent = path.folder
        let folder: Descriptor
        do { folder = try Descriptor.open(parent, [.readOnly, .folder]) } catch {
            guard error.code == .notFound, parent != path else { throw error }
            try make(parent)
            folder = try Descriptor.open(parent, [.readOnly, .folder])
        }
        do { try folder.makeFolder(Path(path.name), mode: FileMode.privateFolder) } catch {
            // Another process may have made it at the same moment.
            if error.code != .exists { throw error.at(path) }
        }
    }
}
