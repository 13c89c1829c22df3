import SystemIO

/// Delivers to whatever rclone(1) reaches. A piece that was cut off begins anew, since few of its backends can continue.
package struct RcloneTransport: StoreTransport {
    /// Which remote, and where in it.
    package let remote: RcloneRemote
    /// rclone(1): looked up in PATH unless it has a slash.
    package let program: Path
    /// How long and how much.
    package let limits: RouteLimits

    /// The usual program and limits, unless told otherwise.
    package init(_ remote: RcloneRemote, program: Path = "rclone", limits: RouteLimits = RouteLimits()) {
        self.remote = remote
        self.program = program
        self.limits = limits
    }

    func open() throws(RoutesError) -> RcloneStore { RcloneStore(remote: remote, program: program, limits: limits) }
}

/// A folder of a remote: every step is a call of rclone.
final class RcloneStore: PieceStore {
    private let remote: RcloneRemote
    private let program: Path
    private let limits: RouteLimits

    let continues = false
    let verification = Delivery.Verification.readBack

    init(remote: RcloneRemote, program: Path, limits: RouteLimits) {
        self.remote = remote
        self.program = program
        self.limits = limits
    }

    func place(of name: String) -> String {
        let folder = remote.folder.isEmpty || remote.folder.hasSuffix("/") ? remote.folder : remote.folder + "/"
        return "\(remote.name):\(folder)\(name)"
    }

    func find(_ name: String) throws(RoutesError) -> StoredFile? {
        try entries(["--include", "/" + Self.literal(name)]).first { $0.name.elementsEqual(name.utf8) }.map {
            StoredFile(size: $0.size, isRegular: !$0.isFolder)
        }
    }

    func write(_ piece: OutgoingPiece, from offset: UInt64, to name: String) throws(RoutesError) {
        var position = offset
        let command = rclone(["rcat", "--size", String(piece.size), place(of: name)])
        let result = try command.run(input: { () throws(RoutesError) in
            guard position < piece.size else { return nil }
            let bytes = try piece.read(Int(min(UInt64(OutgoingPiece.block), piece.size - position)), at: position)
            position += UInt64(bytes.count)
            return bytes
        }) { (_) throws(RoutesError) in }
        try Self.check(result)
    }

    func read(
        _ name: String, from offset: UInt64, size: UInt64, _ take: ([UInt8]) throws(RoutesError) -> Void
    ) throws(RoutesError) {
        guard offset < size else { return }
        var position = offset
        let command = rclone(["cat", "--offset", String(offset), place(of: name)])
        let result = try command.run(input: { () throws(RoutesError) in nil }) { (bytes) throws(RoutesError) in
            guard UInt64(bytes.count) <= size - position else {
                throw RoutesError(.mismatch, "the remote gives more bytes than it listed", offset: size)
            }
            try take(bytes)
            position += UInt64(bytes.count)
        }
        try Self.check(result)
        guard position == size else {
            throw RoutesError(.connectionLost, "the remote gave fewer bytes than it listed", offset: position)
        }
    }

    func rename(_ name: String, to newName: String) throws(RoutesError) {
        // --ignore-existing would report success where something has the name: it is looked for before, and after by its size.
        guard try find(newName) == nil else { throw RoutesError(.exists, "the name is taken", file: newName) }
        try Self.check(try rclone(["moveto", place(of: name), place(of: newName)]).run())
    }

    func remove(_ name: String) throws(RoutesError) {
        try Self.check(try rclone(["deletefile", place(of: name)]).run())
    }

    func pieces() throws(RoutesError) -> [FoundPiece] {
        try entries(["--include", "/*" + PieceName.suffix, "--include", "/*" + PieceName.receiptSuffix]).compactMap {
            entry in
            guard !entry.isFolder, let name = PieceName(found: entry.name) else { return nil }
            return FoundPiece(name: name, size: entry.size, stamp: entry.modified)
        }
    }

    private func entries(_ filter: [String]) throws(RoutesError) -> [RcloneEntry] {
        // The server's own time: the file's would be asked for one by one at some.
        let format = ["--format", "stp", "--separator", "\t", "--use-server-modtime"]
        let result = try rclone(["lsf"] + format + filter + [place(of: "")])
            .run(limit: limits.names * 300)
        try Self.check(result)
        let lines = result.output.split(separator: UInt8(ascii: "\n"))
        guard lines.count <= limits.names else { throw RoutesError(.tooMuch, "the folder has too many names") }
        var entries: [RcloneEntry] = []
        for line in lines { entries.append(try RcloneEntry(line)) }
        return entries
    }

    private func rclone(_ arguments: [String]) -> Command {
        let configuration = remote.configuration.map { ["--config", $0] } ?? []
        // One try each: when to try again is decided above. Nothing is asked for.
        let options = ["--retries", "1", "--low-level-retries", "3", "--ask-password=false", "--contimeout", "30s"]
        return Command(program, configuration + options + arguments, silence: limits.silence)
    }

    /// A name as rclone's filters take it literally (https://rclone.org/filtering).
    private static func literal(_ name: String) -> String {
        String(name.flatMap { "*?[]{}\\".contains($0) ? ["\\", $0] : [$0] })
    }

    /// What rclone's exit codes (https://rclone.org/docs/#exit-code) and words mean.
    private static func check(_ result: Command.Result) throws(RoutesError) {
        guard result.status != 0 else { return }
        for (phrases, code, reason) in meanings where phrases.contains(where: result.errors.contains) {
            throw RoutesError(code, reason, said: result.errors)
        }
        switch result.status {
        case 3: throw RoutesError(.wrongRemote, "the remote has no such folder", said: result.errors)
        case 4: throw RoutesError(.notFound, "the remote has no such file", said: result.errors)
        case 5: throw RoutesError(.connectionLost, "rclone could not finish, and may later", said: result.errors)
        default: throw RoutesError(.programFailed, "rclone could not do it", said: result.errors)
        }
    }

    private typealias Meaning = (phrases: [String], code: RoutesError.Code, reason: String)

    private static let meanings: [Meaning] = [
        (["didn't find section in config file", "couldn't find section"], .wrongRemote, "rclone knows no such remote"),
        (["no space left on device", "quota exceeded", "storageQuotaExceeded"], .full, "the remote has no room left"),
        (["read-only file system"], .readOnly, "the remote is read-only"),
        (["permission denied", "AccessDenied", "401 ", "403 "], .refused, "the remote does not allow it"),
        (
            ["connection refused", "no such host", "i/o timeout", "no route to host", "network is unreachable"], .down,
            "the remote does not answer"
        ),
    ]
}

/// One line of what `rclone lsf` lists: size, tab, time, tab, name; folders end with a slash.
struct RcloneEntry: Hashable {
    let name: [UInt8]
    let size: UInt64
    /// When it was last changed, in rclone's words.
    let modified: String
    let isFolder: Bool

    init(_ line: ArraySlice<UInt8>) throws(RoutesError) {
        let parts = line.split(separator: 9, maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let number = Int64(String(decoding: parts[0], as: UTF8.self)) else {
            throw RoutesError(.malformed, "rclone lists a line that is not of its form")
        }
        modified = String(decoding: parts[1], as: UTF8.self)
        let text = parts[2]
        isFolder = text.last == UInt8(ascii: "/")
        name = Array(isFolder ? text.dropLast() : text)
        size = UInt64(clamping: number)
    }
}
