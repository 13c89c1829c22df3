/// Refuses, before a parser sees the text, what no book of routes needs and what makes a small text large, deep or ambiguous:
/// anchors, aliases, tags, directives, texts in blocks, several documents, and deep nesting.
struct YAMLScreen {
    /// The deepest nesting: of brackets, and of dashes on one line.
    static let depth = 8

    private var quote: Unicode.Scalar?
    private var open = 0
    private var line = 1
    /// Whether a token may begin here.
    private var isBetween = true

    /// - Throws: `malformed` with the line.
    static func check(_ text: String) throws(RoutesError) {
        var screen = YAMLScreen()
        for line in text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false) {
            try screen.read(line.last == "\r" ? line.dropLast() : line)
            screen.line += 1
        }
        screen.line -= 1
        if screen.quote != nil { throw screen.refusal("a text in quotes does not end") }
    }

    private mutating func read(_ line: Substring.UnicodeScalarView) throws(RoutesError) {
        if quote == nil {
            isBetween = true
            try readIndicators(line)
        }
        var previous: Unicode.Scalar = " "
        var rest = line
        while let scalar = rest.popFirst() {
            guard Self.isAllowed(scalar) else { throw refusal("a control character") }
            if quote != nil {
                readQuoted(scalar, &rest)
            } else {
                if scalar == "#", previous == " " { return }
                try readPlain(scalar)
            }
            previous = scalar
        }
    }

    /// What stands at a line's beginning.
    private func readIndicators(_ line: Substring.UnicodeScalarView) throws(RoutesError) {
        if line.first == "%" || line.starts(with: "---".unicodeScalars) || line.starts(with: "...".unicodeScalars) {
            throw refusal("directives and several documents are not read")
        }
        let indicators = line.prefix { " -?".unicodeScalars.contains($0) }
        let count = indicators.count { $0 != " " }
        guard count <= Self.depth, indicators.count <= 10 * Self.depth else { throw refusal("too deeply nested") }
    }

    private mutating func readQuoted(_ scalar: Unicode.Scalar, _ rest: inout Substring.UnicodeScalarView) {
        if scalar == "\\", quote == "\"" { rest = rest.dropFirst() }
        if scalar == quote { quote = nil }
    }

    private mutating func readPlain(_ scalar: Unicode.Scalar) throws(RoutesError) {
        let isBeginning = isBetween
        isBetween = " ,[]{}".unicodeScalars.contains(scalar) || isBetween && scalar == "-"
        switch scalar {
        case "'", "\"": if isBeginning { quote = scalar }
        case "&", "*", "!", "|", ">", "@", "`":
            if isBeginning { throw refusal("anchors, aliases, tags and texts in blocks are not read") }
        case "[", "{":
            open += 1
            if open > Self.depth { throw refusal("too deeply nested") }
        case "]", "}": open = max(open - 1, 0)
        default: break
        }
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x1F, 0x7F...0x9F, 0x2028, 0x2029, 0xFEFF: false
        default: true
        }
    }

    private func refusal(_ reason: String) -> RoutesError {
        RoutesError(.malformed, "the book of routes is not of its form: \(reason)", line: line)
    }
}
