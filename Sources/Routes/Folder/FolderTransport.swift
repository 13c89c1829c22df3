import SystemIO

/// Delivers into a folder: of this machine, or of a server that is mounted.
package struct FolderTransport: StoreTransport {
    /// The folder. It must be there: none is made, since a missing one may be a medium that is not mounted.
    package let folder: Path
    /// How long and how much.
    package let limits: RouteLimits

    /// The usual limits, unless told otherwise.
    package init(_ folder: Path, limits: RouteLimits = RouteLimits()) {
        self.folder = folder
        self.limits = limits
    }

    func open() throws(RoutesError) -> FolderStore {
        FolderStore(try openFolder(folder), path: folder, limits: limits)
    }
}

/// Opens the folder that a route leads to.
/// - Throws: `down` if it is not there.
func openFolder(_ folder: Path) throws(RoutesError) -> Descriptor {
    do { return try Descriptor.open(folder, [.readOnly, .folder]) } catch {
        guard [.notFound, .notFolder].contains(error.code) else { throw RoutesError(error) }
        var failure = RoutesError(
            .down, "the folder is not there", advice: "mount the medium or the server, or make the folder",
            file: folder.string)
        failure.system = error
        throw failure
    }
}

/// An open folder as a place.
final class FolderStore: PieceStore {
    private let folder: Descriptor
    private let path: Path
    private let limits: RouteLimits

    let continues = true
    let verification = Delivery.Verification.readBack

    init(_ folder: consuming Descriptor, path: Path, limits: RouteLimits) {
        self.folder = folder
        self.path = path
        self.limits = limits
    }

    func find(_ name: String) throws(RoutesError) -> StoredFile? {
        try metadata(name).map { StoredFile(size: $0.size, isRegular: $0.kind == .file) }
    }

    private func metadata(_ name: String) throws(RoutesError) -> FileMetadata? {
        do { return try folder.metadata(of: Path(name)) } catch {
            if error.code == .notFound { return nil }
            throw RoutesError(error)
        }
    }

    func write(_ piece: OutgoingPiece, from offset: UInt64, to name: String) throws(RoutesError) {
        let file = try system { () throws(SystemError) in
            try Descriptor.open(Path(name), in: folder, [.readWrite, .create, .noFollow], mode: 0o600)
        }
        var position = offset
        while position < piece.size {
            let bytes = try piece.read(Int(min(UInt64(OutgoingPiece.block), piece.size - position)), at: position)
            try system { () throws(SystemError) in try file.writeFully(bytes, at: position) }
            position += UInt64(bytes.count)
        }
        try system { () throws(SystemError) in
            try file.truncate(to: piece.size)
            try file.synchronize()
            // So that reading back asks the medium, and not the memory.
            file.forgetCached()
        }
    }

    func read(
        _ name: String, from offset: UInt64, size: UInt64, _ take: ([UInt8]) throws(RoutesError) -> Void
    ) throws(RoutesError) {
        let file = try system { () throws(SystemError) in
            try Descriptor.open(Path(name), in: folder, [.readOnly, .noFollow])
        }
        var position = offset
        while position < size {
            let count = Int(min(UInt64(OutgoingPiece.block), size - position))
            let bytes = try system { () throws(SystemError) in
                try Interruption.check()
                return try file.readFully(count: count, at: position)
            }
            try take(bytes)
            position += UInt64(count)
        }
    }

    func rename(_ name: String, to newName: String) throws(RoutesError) {
        try system { () throws(SystemError) in
            try folder.rename(Path(name), to: folder, as: Path(newName), replacing: false)
            try folder.synchronize()
        }
    }

    func remove(_ name: String) throws(RoutesError) {
        try system { () throws(SystemError) in try folder.remove(Path(name)) }
    }

    func pieces() throws(RoutesError) -> [FoundPiece] {
        let names = try system { () throws(SystemError) in try folder.names() }
        guard names.count <= limits.names else { throw RoutesError(.tooMuch, "the folder has too many names") }
        var pieces: [FoundPiece] = []
        for case let name? in names.map(PieceName.init(found:)) {
            guard let file = try metadata(name.text), file.kind == .file else { continue }
            let stamp = "\(file.modified.seconds).\(file.modified.nanoseconds)"
            pieces.append(FoundPiece(name: name, size: file.size, stamp: stamp))
        }
        return pieces
    }

    func place(of name: String) -> String { path.appending(name).string }
}
