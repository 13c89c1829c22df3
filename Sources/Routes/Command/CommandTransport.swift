import Glibc
import SystemIO

/// Delivers by the user's own programs. Whether a piece appears whole under its name is theirs to see to; it is read back where there
/// is a program that collects.
package struct CommandTransport: Transport {
    /// Which programs.
    package let settings: CommandSettings
    /// How long and how much. Such programs often say nothing while they work.
    package let limits: RouteLimits

    /// An hour of silence, unless told otherwise.
    package init(_ settings: CommandSettings, limits: RouteLimits? = nil) {
        var usual = RouteLimits()
        usual.silence = .seconds(3600)
        self.settings = settings
        self.limits = limits ?? usual
    }

    /// Delivers a piece, see ``Transport/put(_:as:)``.
    package func put(_ piece: OutgoingPiece, as name: PieceName) throws(RoutesError) -> Delivery {
        guard let path = piece.path else { throw unsupported("a program needs a piece that lies in a file") }
        _ = try run(settings.put, ["{file}": path.string, "{name}": name.text])
        let verification: Delivery.Verification = settings.get.isEmpty ? .none : .readBack
        if verification == .readBack, try readBack(name, limit: piece.size) != piece.digest {
            throw RoutesError(.mismatch, "what was read back is not what was written", file: name.text)
        }
        return Delivery(
            sent: piece.size, resumedAt: 0, verification: verification, wasPresent: false,
            place: "\(settings.account) \(name.text)")
    }

    /// The pieces at the place, see ``Transport/list()``.
    package func list() throws(RoutesError) -> [FoundPiece] {
        guard !settings.list.isEmpty else { throw unsupported("the route has no program that lists") }
        let lines = try run(settings.list, [:]).output.split(separator: UInt8(ascii: "\n"))
        guard lines.count <= limits.names else { throw RoutesError(.tooMuch, "the program lists too many names") }
        return lines.compactMap { PieceName(found: Array($0)) }.map { FoundPiece(name: $0, size: nil) }
            .sorted { $0.name.text.utf8.lexicographicallyPrecedes($1.name.text.utf8) }
    }

    /// Collects a piece, see ``Transport/fetch(_:into:from:limit:)``.
    package func fetch(
        _ name: PieceName, into file: borrowing Descriptor, from offset: UInt64, limit: FetchLimit
    ) throws(RoutesError) -> UInt64 {
        let collected = try CollectedFile()
        try collect(name, collected)
        return try collected.read(from: offset, limit: limit.bytes) { (bytes, position) throws(RoutesError) in
            try keep(bytes, in: file, at: position, limit)
        }
    }

    /// Removes what an interrupted delivery left, see ``Transport/removeLeftover(of:as:)``.
    package func removeLeftover(of piece: OutgoingPiece, as name: PieceName) throws(RoutesError) -> Bool { false }

    private func readBack(_ name: PieceName, limit: UInt64) throws(RoutesError) -> [UInt8] {
        let collected = try CollectedFile()
        try collect(name, collected)
        var hash = try PieceDigest()
        _ = try collected.read(from: 0, limit: limit) { (bytes, _) throws(RoutesError) in try hash.append(bytes) }
        return try hash.finish()
    }

    private func collect(_ name: PieceName, _ collected: borrowing CollectedFile) throws(RoutesError) {
        guard !settings.get.isEmpty else { throw unsupported("the route has no program that collects") }
        _ = try run(settings.get, ["{file}": collected.path.string, "{name}": name.text])
    }

    private func run(_ words: [String], _ values: [String: String]) throws(RoutesError) -> Command.Result {
        let arguments = words.dropFirst().map { CommandSettings.filled($0, values) }
        let result = try Command(Path(words.first ?? ""), arguments, silence: limits.silence).run()
        guard result.status == 0 else {
            throw RoutesError(.programFailed, "the route's own program failed", said: result.errors)
        }
        return result
    }

    private func unsupported(_ reason: String) -> RoutesError { RoutesError(.unsupported, reason) }
}

extension CommandSettings {
    /// A word with its placeholders replaced, each once and from the left, so that a name with braces stays what it is.
    static func filled(_ word: String, _ values: [String: String]) -> String {
        var (filled, rest) = ("", Substring(word))
        while let character = rest.first {
            if let (key, value) = values.first(where: { rest.hasPrefix($0.key) }) {
                filled += value
                rest = rest.dropFirst(key.count)
            } else {
                filled.append(character)
                rest.removeFirst()
            }
        }
        return filled
    }
}

/// A place for a file that a program makes: a folder for ourselves only, which disappears with its owner.
struct CollectedFile: ~Copyable {
    /// Where the program is to write.
    let path: Path
    private let folder: String

    init() throws(RoutesError) {
        let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/var/tmp"
        guard let pointer = strdup(base + "/fubako-collected-XXXXXX") else {
            throw RoutesError(.system, "there is no memory left")
        }
        defer { free(pointer) }
        guard mkdtemp(pointer) != nil else {
            throw RoutesError(.system, "a temporary folder could not be made", file: base)
        }
        let made = String(cString: pointer)
        folder = made
        path = Path(made).appending("piece")
    }

    deinit {
        path.string.withCString { _ = unlink($0) }
        folder.withCString { _ = rmdir($0) }
    }

    /// Reads what the program wrote, from an offset.
    /// - Returns: its whole length.
    /// - Throws: `notFound` if there is no file, `tooMuch` for a longer one.
    func read(
        from offset: UInt64, limit: UInt64, _ take: ([UInt8], UInt64) throws(RoutesError) -> Void
    ) throws(RoutesError) -> UInt64 {
        let file = try system { () throws(SystemError) in
            try Descriptor.open(path, [.readOnly, .noFollow, .nonBlocking])
        }
        let metadata = try system { () throws(SystemError) in try file.metadata() }
        guard metadata.kind == .file else { throw RoutesError(.malformed, "the program made no regular file") }
        guard metadata.size <= limit else { throw RoutesError(.tooMuch, "the file is longer than a piece may be") }
        guard metadata.size >= offset else {
            throw RoutesError(.mismatch, "the piece is shorter than what was collected")
        }
        var position = offset
        while position < metadata.size {
            let count = Int(min(UInt64(OutgoingPiece.block), metadata.size - position))
            let bytes = try system { () throws(SystemError) in try file.readFully(count: count, at: position) }
            try take(bytes, position)
            position += UInt64(count)
        }
        return metadata.size
    }
}
