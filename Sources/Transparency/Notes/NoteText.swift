/// The rules for the bytes of every text of a log (C2SP signed-note): UTF-8, lines that end in U+000A, and no other control
/// character of ASCII.
enum NoteText {
    static let lineFeed: UInt8 = 0x0A

    /// - Throws: `tooLarge`, `malformed` with the number of the line.
    static func check(_ bytes: [UInt8], maximumSize: Int) throws(TransparencyError) {
        guard bytes.count <= maximumSize else {
            throw TransparencyError(.tooLarge, "\(bytes.count) bytes, more than \(maximumSize)")
        }
        if let place = bytes.firstIndex(where: { $0 < 0x20 && $0 != lineFeed }) {
            let line = 1 + bytes[..<place].count { $0 == lineFeed }
            if bytes[place...].starts(with: [0x0D, lineFeed]) {
                throw TransparencyError(.lineEnds, "a line ends in CR LF", line: line)
            }
            throw TransparencyError(.malformed, "a control character", line: line)
        }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw TransparencyError(.malformed, "not valid UTF-8")
        }
        guard bytes.last == lineFeed else { throw TransparencyError(.malformed, "the last line does not end") }
    }

    /// A number in decimal, without sign and leading zeros, at most 2^63 - 1; nil for anything else.
    static func number(_ digits: some Collection<UInt8>) -> UInt64? {
        guard (1...19).contains(digits.count), digits.count == 1 || digits.first != UInt8(ascii: "0") else {
            return nil
        }
        var value: UInt64 = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            value = value * 10 + UInt64(digit - UInt8(ascii: "0"))
        }
        return value <= UInt64(Int64.max) ? value : nil
    }
}

/// The lines of a text, one after the other, with their numbers for errors.
struct LineReader {
    private(set) var rest: ArraySlice<UInt8>
    /// Of the line that was read last, from 1.
    private(set) var line = 0

    /// Of a text that `NoteText` has checked.
    init(_ bytes: [UInt8]) { rest = bytes[...] }

    var isAtEnd: Bool { rest.isEmpty }

    /// The next line without its end.
    /// - Throws: `malformed` at the end of the text.
    mutating func next() throws(TransparencyError) -> ArraySlice<UInt8> {
        line += 1
        guard let end = rest.firstIndex(of: NoteText.lineFeed) else { throw malformed("a line is missing") }
        defer { rest = rest[(end + 1)...] }
        return rest[..<end]
    }

    /// What the next line holds behind `keyword` and a space; nil, with nothing read, if it begins otherwise.
    mutating func next(after keyword: String) throws(TransparencyError) -> ArraySlice<UInt8>? {
        let start = keyword + " "
        guard rest.starts(with: start.utf8) else { return nil }
        return try next().dropFirst(start.utf8.count)
    }

    /// Hashes up to an empty line, which is read too.
    /// - Throws: `malformed`, `tooLarge` for more than `maximum`.
    mutating func hashes(maximum: Int) throws(TransparencyError) -> [TreeHash] {
        var hashes: [TreeHash] = []
        while true {
            let content = try next()
            guard !content.isEmpty else { return hashes }
            guard hashes.count < maximum else {
                throw TransparencyError(.tooLarge, "more than \(maximum) hashes", line: line)
            }
            guard let hash = TreeHash(base64: content) else { throw malformed("not the base 64 of a hash") }
            hashes.append(hash)
        }
    }

    /// An error in the line that was read last.
    func malformed(_ reason: String) -> TransparencyError {
        TransparencyError(.malformed, reason, line: line)
    }
}
