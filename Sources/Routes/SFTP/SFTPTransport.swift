import SystemIO

/// Delivers to a server through OpenSSH's ssh(1), which knows hosts and keys and asks for no password here.
package struct SFTPTransport: StoreTransport {
    /// Which server, as whom.
    package let destination: SSHDestination
    /// The folder at the server: from the root, or from where the server lets us in. It must be there.
    package let folder: String
    /// ssh(1): looked up in PATH unless it has a slash.
    package let program: Path
    /// How long and how much.
    package let limits: RouteLimits

    /// - Parameter folder: "" is where the server lets us in.
    package init(
        _ destination: SSHDestination, folder: String, program: Path = "ssh", limits: RouteLimits = RouteLimits()
    ) {
        self.destination = destination
        self.folder = folder
        self.program = program
        self.limits = limits
    }

    func open() throws(RoutesError) -> SFTPStore {
        let command = Command(program, destination.arguments, silence: limits.silence)
        return SFTPStore(try SFTPSession(command), folder: folder, host: destination.host, limits: limits)
    }
}

/// A folder at a server, as long as the connection lasts.
final class SFTPStore: PieceStore {
    private var session: SFTPSession
    private let folder: [UInt8]
    private let host: String
    private let limits: RouteLimits

    let continues = true
    let verification = Delivery.Verification.readBack

    init(_ session: consuming SFTPSession, folder: String, host: String, limits: RouteLimits) {
        self.session = session
        self.folder = Array(folder.utf8)
        self.host = host
        self.limits = limits
    }

    private func path(_ name: String) -> [UInt8] {
        if folder.isEmpty { return Array(name.utf8) }
        return folder + (folder.last == UInt8(ascii: "/") ? [] : [UInt8(ascii: "/")]) + Array(name.utf8)
    }

    private var folderPath: [UInt8] { folder.isEmpty ? [UInt8(ascii: ".")] : folder }

    func find(_ name: String) throws(RoutesError) -> StoredFile? { try session.find(path(name)) }

    func write(_ piece: OutgoingPiece, from offset: UInt64, to name: String) throws(RoutesError) {
        do throws(RoutesError) {
            let handle = try session.open(path(name), .writing)
            try session.write(piece, from: offset, to: handle)
            try session.synchronize(handle)
            try session.close(handle)
        } catch {
            throw try reason(for: error, needing: piece.size - (error.offset ?? offset))
        }
    }

    /// Version 3 has one code for a full disk, a filesystem that is read-only, and anything else. The filesystem tells more.
    private func reason(for error: RoutesError, needing size: UInt64) throws(RoutesError) -> RoutesError {
        guard [.programFailed, .notFound].contains(error.code) else { return error }
        guard try session.find(folderPath) != nil else {
            return RoutesError(
                .wrongRemote, "the server has no such folder",
                advice: "make the folder at the server, or correct its name")
        }
        guard error.code == .programFailed, let filesystem = try session.filesystem(folderPath) else { return error }
        if filesystem.isReadOnly {
            return RoutesError(.readOnly, "the server's filesystem is mounted read-only", offset: error.offset)
        }
        guard filesystem.room < size else { return error }
        return RoutesError(
            .full, "the server has no room left", advice: "make room at the server, or use another route",
            offset: error.offset)
    }

    func read(
        _ name: String, from offset: UInt64, size: UInt64, _ take: ([UInt8]) throws(RoutesError) -> Void
    ) throws(RoutesError) {
        let handle = try session.open(path(name), .reading)
        try session.read(handle, from: offset, size: size, take)
        try session.close(handle)
    }

    func rename(_ name: String, to newName: String) throws(RoutesError) {
        try session.rename(path(name), to: path(newName))
    }

    func remove(_ name: String) throws(RoutesError) { try session.remove(path(name)) }

    func pieces() throws(RoutesError) -> [FoundPiece] {
        let entries: [SFTPAnswer.Name]
        do { entries = try session.names(folderPath, limit: limits.names) } catch {
            guard error.code == .notFound else { throw error }
            throw RoutesError(.wrongRemote, "the server has no such folder", advice: "correct the folder's name")
        }
        return entries.compactMap { entry in
            guard entry.attributes.isRegular, let name = PieceName(found: entry.name) else { return nil }
            let attributes = entry.attributes
            return FoundPiece(name: name, size: attributes.size, stamp: attributes.modified.map { String($0) })
        }
    }

    func place(of name: String) -> String { "sftp://\(host)/\(String(decoding: path(name), as: UTF8.self))" }
}
