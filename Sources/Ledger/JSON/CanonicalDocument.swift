/// The bytes of a canonical text, and where each value in it stands.
struct CanonicalDocument: Hashable, Sendable {
    let bytes: [UInt8]
    let tokens: [CanonicalToken]

    /// - Throws: as ``CanonicalJSON/init(_:)``.
    init(_ bytes: [UInt8], limit: Int = CanonicalJSON.maximumCount) throws(LedgerError) {
        var scanner = CanonicalScanner()
        try scanner.scan(bytes, limit: limit)
        self.bytes = bytes
        tokens = scanner.tokens
    }

    /// - Parameter tokens: what a scanner made of the bytes.
    init(bytes: [UInt8], tokens: [CanonicalToken]) {
        self.bytes = bytes
        self.tokens = tokens
    }

    static func == (left: CanonicalDocument, right: CanonicalDocument) -> Bool { left.bytes == right.bytes }

    func hash(into hasher: inout Swift.Hasher) { hasher.combine(bytes) }

    /// The index of a member's value in the object that is the document's value.
    func member(_ key: String) -> Int? {
        var index = 1
        while index < tokens.count {
            if bytes[tokens[index].range].elementsEqual(key.utf8) { return index + 1 }
            index = Int(tokens[index + 1].next)
        }
        return nil
    }

    /// The value whose token has this index.
    func value(at index: Int) -> CanonicalJSON {
        let token = tokens[index]
        switch token.kind {
        case .object: return .object(members(of: index))
        case .array: return .array(elements(of: index))
        case .string: return .string(text(token))
        case .integer: return .integer(Int(String(decoding: bytes[token.range], as: UTF8.self)) ?? 0)
        case .flag: return .flag(token.mark)
        }
    }

    private func text(_ token: CanonicalToken) -> String {
        guard token.mark else { return String(decoding: bytes[token.range], as: UTF8.self) }
        let decoded = bytes.withUnsafeBytes { text in
            CanonicalEscape.decode(UnsafeRawBufferPointer(rebasing: text[token.range]))
        }
        return String(decoding: decoded, as: UTF8.self)
    }

    private func members(of index: Int) -> [String: CanonicalJSON] {
        var members: [String: CanonicalJSON] = [:]
        var next = index + 1
        while next < Int(tokens[index].next) {
            members[text(tokens[next])] = value(at: next + 1)
            next = Int(tokens[next + 1].next)
        }
        return members
    }

    private func elements(of index: Int) -> [CanonicalJSON] {
        var elements: [CanonicalJSON] = []
        var next = index + 1
        while next < Int(tokens[index].next) {
            elements.append(value(at: next))
            next = Int(tokens[next].next)
        }
        return elements
    }
}
