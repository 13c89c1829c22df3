/// Writes the values of the SSH File Transfer Protocol, version 3 (draft-ietf-secsh-filexfer-02, 3 to 6): numbers with the
/// highest byte first, strings with their length before them.
struct SFTPPacket {
    private(set) var bytes: [UInt8]

    init(_ kind: SFTPKind, _ identifier: UInt32) {
        bytes = [0, 0, 0, 0, kind.rawValue]
        number(identifier)
    }

    mutating func number(_ value: UInt32) {
        for shift in stride(from: UInt32(24), through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }

    mutating func long(_ value: UInt64) {
        number(UInt32(truncatingIfNeeded: value >> 32))
        number(UInt32(truncatingIfNeeded: value))
    }

    mutating func string(_ value: some Collection<UInt8>) {
        number(UInt32(truncatingIfNeeded: value.count))
        bytes.append(contentsOf: value)
    }

    /// The whole packet with its length in front.
    var framed: [UInt8] {
        var framed = bytes
        let length = UInt32(truncatingIfNeeded: bytes.count - 4)
        for index in 0..<4 { framed[index] = UInt8(truncatingIfNeeded: length >> UInt32(24 - 8 * index)) }
        return framed
    }
}

/// Kinds of packets (draft-ietf-secsh-filexfer-02, 3).
enum SFTPKind: UInt8 {
    case initialize = 1
    case version = 2
    case open = 3
    case close = 4
    case read = 5
    case write = 6
    case linkStat = 7
    case fileStat = 8
    case openFolder = 11
    case readFolder = 12
    case remove = 13
    case rename = 18
    case status = 101
    case handle = 102
    case data = 103
    case names = 104
    case attributes = 105
    case extended = 200
    case extendedReply = 201
}

/// Reads a packet of a server that nobody vouches for. Everything must be there, and nothing more.
struct SFTPReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func byte() throws(RoutesError) -> UInt8 {
        guard let byte = rest.popFirst() else { throw Self.short }
        return byte
    }

    mutating func number() throws(RoutesError) -> UInt32 {
        guard rest.count >= 4 else { throw Self.short }
        let value = rest.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        rest = rest.dropFirst(4)
        return value
    }

    mutating func long() throws(RoutesError) -> UInt64 {
        let high = try number()
        return UInt64(high) << 32 | UInt64(try number())
    }

    mutating func string() throws(RoutesError) -> [UInt8] {
        let count = Int(try number())
        guard count <= rest.count else { throw Self.short }
        let value = Array(rest.prefix(count))
        rest = rest.dropFirst(count)
        return value
    }

    /// - Throws: `malformed` if anything is left.
    func finish() throws(RoutesError) {
        guard rest.isEmpty else { throw SFTPReader.malformed("the server's packet is longer than what it holds") }
    }

    static func malformed(_ reason: String) -> RoutesError {
        RoutesError(.malformed, reason, advice: "use another server; this one does not keep to the protocol")
    }

    private static var short: RoutesError { malformed("the server's packet is shorter than what it should hold") }
}

/// What a server tells of a file (draft-ietf-secsh-filexfer-02, 5).
struct SFTPAttributes: Hashable {
    private(set) var size: UInt64?
    private(set) var permissions: UInt32?
    /// Seconds since 1970, without the higher bits.
    private(set) var modified: UInt32?

    init(_ reader: inout SFTPReader) throws(RoutesError) {
        let flags = try reader.number()
        guard flags & ~0x8000_000F == 0 else {
            throw SFTPReader.malformed("the server tells attributes that do not exist")
        }
        if flags & 0x1 != 0 { size = try reader.long() }
        if flags & 0x2 != 0 { _ = try reader.long() }
        if flags & 0x4 != 0 { permissions = try reader.number() }
        // When it was last read, and when it was last changed.
        if flags & 0x8 != 0 { modified = UInt32(truncatingIfNeeded: try reader.long()) }
        guard flags & 0x8000_0000 != 0 else { return }
        for _ in 0..<(try reader.number()) {
            _ = try reader.string()
            _ = try reader.string()
        }
    }

    /// By the bits of st_mode. A server that does not tell the kind is taken to tell of a file.
    var isRegular: Bool { permissions.map { $0 & 0o170000 == 0o100000 || $0 & 0o170000 == 0 } ?? true }
}
