import Cryptography
import Routes
import SystemIO

/// A file at a place, as it is recognised from run to run: by route, name, length, and what else the place tells.
struct PlacedFile: Hashable, Sendable {
    /// The route's name.
    let route: String
    /// As the place lists it.
    let found: FoundPiece

    /// The name under which it is remembered: 32 hexadecimal digits.
    func key() throws(OperationError) -> String {
        let size = found.size.map { String($0) } ?? ""
        let text = [route, found.name.text, size, found.stamp ?? ""].joined(separator: "\u{0}")
        let digest = try onCryptography { () throws(CryptographyError) in
            try Cryptography.hash(.sha256, Array(text.utf8))
        }
        return hexadecimal(digest.prefix(16))
    }
}

/// That a file need not be fetched again, unless its signer is trusted meanwhile.
struct SeenMark: Hashable, Sendable {
    /// SHA-256 of the certificate of a signer who was not trusted; nil where that was not the reason, or there was none.
    let signer: [UInt8]?

    static let size = 32

    init(signer: [UInt8]? = nil) { self.signer = signer }

    /// Nothing, or the signer.
    init?(_ bytes: [UInt8]) {
        guard bytes.isEmpty || bytes.count == Self.size else { return nil }
        signer = bytes.isEmpty ? nil : bytes
    }

    var encoded: [UInt8] { signer ?? [] }
}

extension ArrivalStore {
    /// Where a file is fetched to. What an interrupted run fetched of it is there.
    func incoming(_ file: PlacedFile) throws(OperationError) -> Path {
        let folder = path.appending(Self.incomingName).appending(file.route)
        _ = try onSystem { () throws(SystemError) in try PrivateFolder.open(folder) }
        return folder.appending(try file.key())
    }

    /// That a file need not be fetched again; nil if it must be.
    func mark(_ file: PlacedFile) throws(OperationError) -> SeenMark? {
        let path = path.appending(Self.seenName).appending(file.route).appending(try file.key())
        do throws(SystemError) {
            return SeenMark(try Descriptor.open(path, [.readOnly, .noFollow]).readToEnd(limit: SeenMark.size))
        } catch {
            if error.code == .notFound { return nil }
            throw OperationError(.system, underlying: .system(error))
        }
    }

    /// Remembers that a file need not be fetched again, and removes what was fetched and has no name of its own.
    func markSeen(_ file: PlacedFile, _ mark: SeenMark) throws(OperationError) {
        let path = path.appending(Self.seenName).appending(file.route).appending(try file.key())
        try onSystem { () throws(SystemError) in
            _ = try PrivateFolder.open(path.folder)
            let file = try AtomicFile(path, replacing: true)
            try file.descriptor.writeFully(mark.encoded, at: 0)
            try file.commit()
        }
        try discard(file)
    }

    /// Removes what was fetched of a file.
    func discard(_ file: PlacedFile) throws(OperationError) {
        let fetched = try incoming(file)
        try onSystem { () throws(SystemError) in
            let folder = try PrivateFolder.open(fetched.folder)
            try folder.removeIfThere(Path(fetched.name))
        }
    }

    /// Forgets files that a place does not list any more, and what was fetched of them: so what is remembered is bounded by what
    /// places list.
    func forget(_ route: String, except files: [PlacedFile]) throws(OperationError) {
        var keys: Set<String> = []
        for file in files { keys.insert(try file.key()) }
        for name in [Self.seenName, Self.incomingName] {
            let path = path.appending(name).appending(route)
            try onSystem { () throws(SystemError) in
                let folder = try PrivateFolder.open(path)
                for name in try folder.names() where !keys.contains(String(decoding: name, as: UTF8.self)) {
                    try folder.removeIfThere(Path(name))
                }
            }
        }
    }
}

extension Descriptor {
    /// Takes the name of a file in this folder away, if there is one.
    borrowing func removeIfThere(_ name: Path) throws(SystemError) {
        do { try remove(name) } catch {
            if error.code != .notFound { throw error }
        }
    }
}
