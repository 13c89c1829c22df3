import Glibc

/// Removing what this program made, whole, by descriptors and without following a link.
extension Descriptor {
    /// Removes an entry of this folder with all it holds; nothing happens if there is none.
    ///
    /// However deep the tree is, ``deepest`` descriptors are enough: what lies deeper is first moved up to the top.
    /// Another thread may remove the same tree at the same time.
    package borrowing func removeTree(_ name: Path) throws(SystemError) {
        if try removeUnlessFolder(name) { return }
        guard let top = try openForRemoval(name) else { return }
        // A path has at most 2,048 components, so that a few rounds do. Against whoever still creates entries the next run
        // wins.
        for _ in 0..<100 {
            try top.removeContents(top: top, depth: 1)
            if try removeIfEmpty(name) { return }
        }
        throw SystemError(.exists, "rmdir", path: name, number: ENOTEMPTY)
    }

    private static let deepest = 24

    /// Removes every entry of this folder, which lies `depth` levels below the parent of `top`.
    private borrowing func removeContents(top: borrowing Descriptor, depth: Int) throws(SystemError) {
        let names = try entryNames()
        for index in 0..<names.count {
            let name = Path(names.name(index))
            if try removeUnlessFolder(name) { continue }
            guard let folder = try openForRemoval(name) else { continue }
            if depth < Self.deepest {
                try folder.removeContents(top: top, depth: depth + 1)
                try removeIfEmpty(name)
            } else {
                try moveUp(name, to: top)
            }
        }
    }

    private borrowing func moveUp(_ name: Path, to top: borrowing Descriptor) throws(SystemError) {
        let moved = Path(try RandomName().digits)
        do { try rename(name, to: top, as: moved, replacing: false) } catch  where error.code == .notFound {}
    }

    private borrowing func entryNames() throws(SystemError) -> NameList {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 32_768, alignment: 16)
        defer { buffer.deallocate() }
        // It may have been read before.
        let number = number
        try systemCall("lseek") { lseek(number, 0, SEEK_SET) }
        return try NameList(of: self, path: [], buffer: buffer)
    }

    /// Takes the name away, unless it is a folder's.
    /// - Returns: false for a folder.
    private borrowing func removeUnlessFolder(_ name: Path) throws(SystemError) -> Bool {
        do { try remove(name) } catch {
            if error.code == .isFolder { return false }
            if error.code != .notFound { throw error }
        }
        return true
    }

    /// - Returns: false if it is not empty.
    @discardableResult
    private borrowing func removeIfEmpty(_ name: Path) throws(SystemError) -> Bool {
        do { try removeFolder(name) } catch {
            if error.number == ENOTEMPTY { return false }
            if error.code != .notFound { throw error }
        }
        return true
    }

    /// Opens a folder, and gives its owner back the permissions that removing needs; nil if it is gone.
    private borrowing func openForRemoval(_ name: Path) throws(SystemError) -> Descriptor? {
        let number = number
        do { return try openWritable(name) } catch {
            if error.code == .notFound { return nil }
            guard error.code == .permissionDenied, try metadata(of: name).kind == .folder else { throw error }
        }
        try name.withCString { pointer throws(SystemError) in
            _ = try systemCall("chmod", path: name) { fchmodat(number, pointer, FileMode.privateFolder, 0) }
        }
        return try openWritable(name)
    }

    private borrowing func openWritable(_ name: Path) throws(SystemError) -> Descriptor {
        let folder = try Descriptor.open(name, in: self, [.readOnly, .folder, .noFollow])
        if try folder.metadata().mode & 0o700 != 0o700 { try folder.setMode(FileMode.privateFolder) }
        return folder
    }
}
