import Console

/// One key of a configuration file with what stands behind it.
struct ConfigurationEntry: Hashable, Sendable {
    let key: String
    /// Counted from 1.
    let line: Int
    let value: ConfigurationValue
}

/// What stands behind a key.
enum ConfigurationValue: Hashable, Sendable {
    case text(String)
    case flag(Bool)
    case list([String])
}

/// The part of YAML 1.2 (https://yaml.org/spec/1.2.2) that a configuration file is written in: one mapping, whose values are
/// text on one line, `true`, `false`, or a list of texts.
///
/// ```
/// # a comment
/// from: soumu
/// self: true
/// restrict:
///   - 複製禁止
///   - "C:関係者限り"
/// ```
///
/// Whatever is accepted here means the same to every reader of YAML. Anything else is refused: tabs, texts over several
/// lines, lists in brackets, anchors, tags, directives, several documents, mappings inside others, and texts without quotes
/// that YAML 1.1 or 1.2 takes for a number, a date, null or a truth value.
struct ConfigurationSyntax {
    private var entries: [ConfigurationEntry] = []
    private var items: [String] = []
    /// The key whose list is being read, and the column of its items once there is one.
    private var open: (key: String, line: Int)?
    private var column: Int?
    /// Whether something has been read: the mark that begins a document stands before everything but comments.
    private var isBegun = false

    /// Reads a whole file.
    /// - Throws: ``TerminalError`` with `badConfiguration` and the line.
    static func entries(of bytes: [UInt8]) throws(TerminalError) -> [ConfigurationEntry] {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw TerminalError(.badConfiguration, line: 1)
        }
        var reader = ConfigurationSyntax()
        var number = 0
        for line in text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false) {
            number += 1
            try reader.read(line.last == "\r" ? line.dropLast() : line, number)
        }
        try reader.closeList()
        return reader.entries
    }

    private mutating func read(_ line: Substring.UnicodeScalarView, _ number: Int) throws(TerminalError) {
        guard !line.contains(where: Self.isForbidden) else { throw TerminalError(.badConfiguration, line: number) }
        let content = line.drop { $0 == " " }
        if content.isEmpty || content.first == "#" { return }
        defer { isBegun = true }
        if !isBegun, String(line) == "---" { return }
        if content.starts(with: "- ".unicodeScalars) {
            try readItem(content.dropFirst(2), column: line.count - content.count, number)
        } else {
            guard content.count == line.count else { throw TerminalError(.badConfiguration, line: number) }
            try readEntry(line, number)
        }
    }

    private mutating func readItem(
        _ rest: Substring.UnicodeScalarView, column: Int, _ number: Int
    ) throws(TerminalError) {
        guard open != nil, self.column == nil || self.column == column else {
            throw TerminalError(.badConfiguration, line: number)
        }
        self.column = column
        guard case .text(let item)? = try ConfigurationScalar(rest, line: number).value else {
            throw TerminalError(.badConfiguration, line: number)
        }
        items.append(item)
    }

    private mutating func readEntry(_ line: Substring.UnicodeScalarView, _ number: Int) throws(TerminalError) {
        try closeList()
        guard let colon = line.firstIndex(of: ":") else { throw TerminalError(.badConfiguration, line: number) }
        let key = String(line[..<colon])
        let rest = line[line.index(after: colon)...]
        guard rest.isEmpty || rest.first == " " else { throw TerminalError(.badConfiguration, line: number) }
        guard let value = try ConfigurationScalar(rest, line: number).value else {
            open = (key, number)
            return
        }
        entries.append(ConfigurationEntry(key: key, line: number, value: value))
    }

    /// Ends the list that is being read. A key with nothing behind it would be null.
    private mutating func closeList() throws(TerminalError) {
        guard let (key, line) = open else { return }
        guard !items.isEmpty else { throw TerminalError(.badConfiguration, line: line) }
        entries.append(ConfigurationEntry(key: key, line: line, value: .list(items)))
        (open, items, column) = (nil, [], nil)
    }

    /// Tabs and other control characters, and what some readers take for the end of a line or for a byte order mark.
    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x1F, 0x7F...0x9F, 0x2028, 0x2029, 0xFEFF: true
        default: false
        }
    }
}
