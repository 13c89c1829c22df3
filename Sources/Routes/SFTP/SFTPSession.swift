import SystemIO

/// A connection to a server's file transfer (draft-ietf-secsh-filexfer-02), with one request at a time or many.
struct SFTPSession: ~Copyable {
    var channel: SFTPChannel
    private var next: UInt32 = 0
    /// What the server offers beyond version 3 (OpenSSH, PROTOCOL, 4).
    private let extensions: Set<[UInt8]>

    /// Starts ssh and greets the server.
    /// - Throws: ``SSHFailure``'s meanings; `unsupported` for another version of the protocol.
    init(_ command: Command) throws(RoutesError) {
        var channel = SFTPChannel(try command.start(), silence: command.silence)
        channel.send(SFTPPacket(.initialize, 3))
        let extensions = try Self.extensions(try channel.receive())
        self.channel = channel
        self.extensions = extensions
    }

    private static func extensions(_ packet: ArraySlice<UInt8>) throws(RoutesError) -> Set<[UInt8]> {
        var reader = SFTPReader(packet)
        guard try reader.byte() == SFTPKind.version.rawValue else {
            throw SFTPReader.malformed("the server does not begin with its version")
        }
        guard try reader.number() == 3 else {
            throw RoutesError(.unsupported, "the server does not speak version 3 of the file transfer protocol")
        }
        var names: Set<[UInt8]> = []
        while !reader.isAtEnd {
            names.insert(try reader.string() + [0] + reader.string())
        }
        return names
    }

    /// Whether the server has an extension in this version.
    func offers(_ name: String, _ version: String) -> Bool {
        extensions.contains(Array(name.utf8) + [0] + Array(version.utf8))
    }

    /// Puts a request in line.
    /// - Returns: what its answer will have as identifier.
    mutating func request(_ kind: SFTPKind, _ fill: (inout SFTPPacket) -> Void) -> UInt32 {
        defer { next &+= 1 }
        var packet = SFTPPacket(kind, next)
        fill(&packet)
        channel.send(packet)
        return next
    }

    /// The next answer, to whichever request.
    mutating func answer() throws(RoutesError) -> SFTPAnswer { try SFTPAnswer(try channel.receive()) }

    /// Asks, and waits for the answer.
    mutating func ask(_ kind: SFTPKind, _ fill: (inout SFTPPacket) -> Void) throws(RoutesError) -> SFTPAnswer.Content {
        let identifier = request(kind, fill)
        let answer = try answer()
        guard answer.identifier == identifier else { throw SFTPAnswer.unasked }
        return answer.content
    }

    /// Asks for something whose answer is only whether it was done.
    mutating func `do`(_ kind: SFTPKind, _ fill: (inout SFTPPacket) -> Void) throws(RoutesError) {
        guard case .status(let status) = try ask(kind, fill) else { throw SFTPAnswer.unexpected }
        if status.code != SFTPStatus.ok { throw status.error }
    }

    /// Asks for a handle.
    mutating func handle(_ kind: SFTPKind, _ fill: (inout SFTPPacket) -> Void) throws(RoutesError) -> [UInt8] {
        switch try ask(kind, fill) {
        case .handle(let handle): return handle
        case .status(let status): throw status.error
        default: throw SFTPAnswer.unexpected
        }
    }

    /// Gives a handle back.
    mutating func close(_ handle: [UInt8]) throws(RoutesError) {
        try self.do(.close) { $0.string(handle) }
    }
}
