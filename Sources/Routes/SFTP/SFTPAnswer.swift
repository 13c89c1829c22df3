/// What a server answers (draft-ietf-secsh-filexfer-02, 7).
struct SFTPAnswer {
    /// Which request it answers.
    let identifier: UInt32
    let content: Content

    enum Content {
        case status(SFTPStatus)
        case handle([UInt8])
        case data([UInt8])
        case names([Name])
        case attributes(SFTPAttributes)
        /// The fields of an extension's own.
        case extended([UInt8])
    }

    /// An entry of a folder.
    struct Name {
        let name: [UInt8]
        let attributes: SFTPAttributes
    }

    /// - Throws: `malformed`.
    init(_ packet: ArraySlice<UInt8>) throws(RoutesError) {
        var reader = SFTPReader(packet)
        let kind = SFTPKind(rawValue: try reader.byte())
        identifier = try reader.number()
        if kind == .extendedReply {
            content = .extended(Array(packet.dropFirst(5)))
            return
        }
        content = try Self.content(kind, &reader)
        try reader.finish()
    }

    private static func content(_ kind: SFTPKind?, _ reader: inout SFTPReader) throws(RoutesError) -> Content {
        switch kind {
        case .status: return .status(try SFTPStatus(&reader))
        case .handle:
            let handle = try reader.string()
            guard (1...256).contains(handle.count) else {
                throw SFTPReader.malformed("the server's handle has a length that is not allowed")
            }
            return .handle(handle)
        case .data: return .data(try reader.string())
        case .names: return .names(try names(&reader))
        case .attributes: return .attributes(try SFTPAttributes(&reader))
        default: throw unexpected
        }
    }

    /// Each has its attributes after a line for people. The packet's length bounds how many there are.
    private static func names(_ reader: inout SFTPReader) throws(RoutesError) -> [Name] {
        var names: [Name] = []
        for _ in 0..<(try reader.number()) {
            let name = try reader.string()
            _ = try reader.string()
            names.append(Name(name: name, attributes: try SFTPAttributes(&reader)))
        }
        return names
    }

    static var unexpected: RoutesError {
        SFTPReader.malformed("the server's answer is of another kind than the request")
    }
    static var unasked: RoutesError { SFTPReader.malformed("the server answers what it was not asked") }
}

/// Whether something was done, and why not.
struct SFTPStatus: Hashable {
    static let ok: UInt32 = 0
    static let end: UInt32 = 1
    static let noSuchFile: UInt32 = 2

    let code: UInt32
    /// The server's words; untrusted.
    let words: String

    /// Version 3 has a message and its language; some servers leave both out.
    init(_ reader: inout SFTPReader) throws(RoutesError) {
        code = try reader.number()
        guard !reader.isAtEnd else {
            words = ""
            return
        }
        words = String(decoding: try reader.string(), as: UTF8.self)
        if !reader.isAtEnd { _ = try reader.string() }
    }

    /// What it means when something was asked for that should have been done.
    var error: RoutesError {
        switch code {
        case Self.noSuchFile: RoutesError(.notFound, "the server has no such file or folder", said: words)
        case 3: RoutesError(.refused, "the server does not allow it", said: words)
        case 5: RoutesError(.malformed, "the server could not read our request", said: words)
        case 6, 7: RoutesError(.connectionLost, "the server lost its own connection", said: words)
        case 8: RoutesError(.unsupported, "the server cannot do this", said: words)
        case Self.end: RoutesError(.mismatch, "the server's file ended too early", said: words)
        default: RoutesError(.programFailed, "the server could not do it", said: words)
        }
    }
}
