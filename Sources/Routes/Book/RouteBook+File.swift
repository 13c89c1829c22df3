import Glibc
import SystemIO

extension RouteBook {
    /// Where the book lies unless told otherwise; nil without a home.
    package static var standardPath: Path? {
        if let config = getenv("XDG_CONFIG_HOME").map({ String(cString: $0) }), config.hasPrefix("/") {
            return Path(config).appending("fubako/routes.yaml")
        }
        guard let home = getenv("HOME").map({ String(cString: $0) }), home.hasPrefix("/") else { return nil }
        return Path(home).appending(".config/fubako/routes.yaml")
    }

    /// Reads a file; one that is not there is a book without routes.
    /// - Throws: as ``init(bytes:)``, `tooMuch`, `system`; ``SystemError/Code/unsafePermissions`` if others may write it or its folder,
    ///   since it names programs that are run; ``SystemError/Code/notRegularFile``.
    package static func load(_ path: Path) throws(RoutesError) -> RouteBook {
        let bytes: [UInt8]
        do throws(SystemError) {
            let folder = try Descriptor.open(path.folder, [.readOnly, .folder])
            try requireOwn(folder, path.folder)
            // Without waiting for whoever would write into a FIFO.
            let file = try Descriptor.open(Path(path.name), in: folder, [.readOnly, .nonBlocking])
            guard try file.metadata().kind == .file else { throw SystemError(.notRegularFile, "open", path: path) }
            try requireOwn(file, path)
            bytes = try file.readToEnd(limit: limit)
        } catch {
            switch error.code {
            case .notFound: return RouteBook()
            case .tooLarge: throw RoutesError(.tooMuch, "the book of routes is too large", file: path.string)
            default: throw RoutesError(error.at(path)).of(path.string)
            }
        }
        do { return try RouteBook(bytes: bytes) } catch { throw error.of(path.string) }
    }

    /// Reads the file, changes the book, and writes the file, while every other process that does the same waits.
    /// - Throws: what `change` throws; as ``load(_:)`` and ``save(_:)``.
    package static func update(
        _ path: Path, _ change: (inout RouteBook) throws(RoutesError) -> Void
    ) throws(RoutesError) {
        let folder = try folder(of: path)
        // The file itself is another one after each change; its folder stays.
        try system { () throws(SystemError) in try folder.lock() }
        var book = try load(path)
        try change(&book)
        try book.save(path)
    }

    /// Writes the file in its one form, as a whole or not at all, for nobody else to read; its folder is made if it is missing.
    /// - Throws: `system`.
    package func save(_ path: Path) throws(RoutesError) {
        let bytes = try bytes()
        _ = try Self.folder(of: path)
        try system { () throws(SystemError) in
            let file = try AtomicFile(path, replacing: true)
            try file.descriptor.writeFully(bytes)
            try file.commit()
        }
    }

    /// The folder of the file, which is made for nobody else if it is missing, and must not be for others to write in.
    private static func folder(of path: Path) throws(RoutesError) -> Descriptor {
        do {
            do throws(SystemError) {
                let folder = try Descriptor.open(path.folder, [.readOnly, .folder])
                try requireOwn(folder, path.folder)
                return folder
            } catch  where error.code == .notFound {
                return try PrivateFolder.open(path.folder)
            }
        } catch { throw RoutesError(error) }
    }

    private static func requireOwn(_ descriptor: borrowing Descriptor, _ path: Path) throws(SystemError) {
        let metadata = try descriptor.metadata()
        guard metadata.mode & 0o022 == 0, [geteuid(), 0].contains(metadata.owner) else {
            throw SystemError(.unsafePermissions, "open", path: path)
        }
    }
}
