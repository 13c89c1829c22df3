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

/// That a file need not be fetched again: unless its signer is trusted meanwhile, or larger files are asked for.
struct SeenMark: Hashable, Sendable {
    /// SHA-256 of the certificate of a signer who was not trusted; nil where that was not the reason, or there was none.
    private(set) var signer: [UInt8]?
    /// The limit that it was too large for; nil where that was not the reason.
    private(set) var limit: UInt64?
    /// Whether it lies here whole, and waits for a piece that tells whose it is.
    private(set) var isWaiting = false

    static let size = 32
    private static let waitingByte: [UInt8] = [1]

    init(signer: [UInt8]? = nil) { self.signer = signer }

    init(limit: UInt64) { self.limit = limit }

    /// Nothing, the signer, the limit in big-endian order, or that it waits.
    init?(_ bytes: [UInt8]) {
        switch bytes.count {
        case 0: break
        case Self.size: signer = bytes
        case MemoryLayout<UInt64>.size: limit = bytes.reduce(0) { $0 << 8 | UInt64($1) }
        default:
            guard bytes == Self.waitingByte else { return nil }
            isWaiting = true
        }
    }

    /// For a file that waits.
    static var waiting: SeenMark {
        var mark = SeenMark()
        mark.isWaiting = true
        return mark
    }

    var encoded: [UInt8] {
        if isWaiting { return Self.waitingByte }
        let limit = limit.map { limit in (0..<8).map { UInt8(truncatingIfNeeded: limit >> (56 - 8 * $0)) } }
        return signer ?? limit ?? []
    }
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
        try write(mark, for: file)
        try discard(file)
    }

    /// Remembers that a file lies here whole, and waits.
    func markWaiting(_ file: PlacedFile) throws(OperationError) { try write(.waiting, for: file) }

    private func write(_ mark: SeenMark, for file: PlacedFile) throws(OperationError) {
        let path = path.appending(Self.seenName).appending(file.route).appending(try file.key())
        try onSystem { () throws(SystemError) in
            _ = try PrivateFolder.open(path.folder)
            let file = try AtomicFile(path, replacing: true)
            try file.descriptor.writeFully(mark.encoded, at: 0)
            try file.commit()
        }
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
