import Console

/// Text, or a truth value, on one line of a configuration file: plain, in 'single' or in "double" quotes.
struct ConfigurationScalar {
    /// Nil if there is nothing but a comment.
    let value: ConfigurationValue?

    /// - Parameter rest: what follows the colon, or the dash and space of an item.
    /// - Throws: ``TerminalError`` with `badConfiguration`.
    init(_ rest: Substring.UnicodeScalarView, line: Int) throws(TerminalError) {
        let content = rest.drop { $0 == " " }
        guard let first = content.first, first != "#" else {
            value = nil
            return
        }
        let read =
            switch first {
            case "'": Self.quoted(content.dropFirst(), by: "'")
            case "\"": Self.quoted(content.dropFirst(), by: "\"")
            default: Self.plain(content)
            }
        guard let read else { throw TerminalError(.badConfiguration, line: line) }
        value = read
    }

    /// YAML 1.2.2, 7.3.1 and 7.3.2. Between double quotes only `\"` and `\\` are read; the others are of no use here.
    private static func quoted(_ content: Substring.UnicodeScalarView, by quote: Unicode.Scalar) -> ConfigurationValue?
    {
        var rest = content
        var text = String.UnicodeScalarView()
        while let scalar = rest.popFirst() {
            if scalar == quote {
                guard quote == "'", rest.first == "'" else { return isEnd(rest) ? .text(String(text)) : nil }
                rest.removeFirst()
            } else if scalar == "\\", quote == "\"" {
                guard let escaped = rest.popFirst(), escaped == "\"" || escaped == "\\" else { return nil }
                text.append(escaped)
                continue
            }
            text.append(scalar)
        }
        return nil
    }

    /// Whether nothing follows but spaces, or a comment after at least one.
    private static func isEnd(_ rest: Substring.UnicodeScalarView) -> Bool {
        let content = rest.drop { $0 == " " }
        return content.isEmpty || content.first == "#" && content.count < rest.count
    }

    /// YAML 1.2.2, 7.3.3. Characters that mean something at the beginning are refused there, also where YAML would allow them.
    private static func plain(_ content: Substring.UnicodeScalarView) -> ConfigurationValue? {
        guard let first = content.first, !"-?:,[]{}#&*!|>%@`<=~".unicodeScalars.contains(first) else { return nil }
        var text = ""
        var previous: Unicode.Scalar?
        for scalar in content {
            if scalar == "#", previous == " " { break }
            if scalar == " ", previous == ":" { return nil }
            text.unicodeScalars.append(scalar)
            previous = scalar
        }
        while text.unicodeScalars.last == " " { text.unicodeScalars.removeLast() }
        guard text.unicodeScalars.last != ":" else { return nil }
        if text == "true" || text == "false" { return .flag(text == "true") }
        return isTaken(text) ? nil : .text(text)
    }

    /// Whether YAML 1.1 or 1.2 takes the text for something else: null, a truth value, a number, a date.
    private static func isTaken(_ text: String) -> Bool {
        let words: Set = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"]
        if words.contains(text.lowercased()) { return true }
        let isNumberLike = text.unicodeScalars.allSatisfy {
            "0123456789abcdefABCDEFxoTZtz+-.:_ ".unicodeScalars.contains($0)
        }
        return isNumberLike && text.unicodeScalars.first.map { "0123456789+.".unicodeScalars.contains($0) } ?? false
    }
}
