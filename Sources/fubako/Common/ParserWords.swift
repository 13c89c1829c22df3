import Label

/// What the argument parser says by itself, which is English only, in Japanese.
enum ParserWords {
    /// A message in a language; one that is not in the table stays as it is.
    static func message(_ english: String, _ language: Language) -> String {
        guard language == .ja else { return english }
        for (pieces, japanese, named) in messages {
            guard let holes = holes(in: english, pieces) else { continue }
            let words = holes.enumerated().map { $0 == named ? Placeholders.japanese($1) : list($1) }
            return filled(japanese, words)
        }
        return english
    }

    /// What a command line looks like, in a language.
    static func usage(_ english: String, _ language: Language) -> String {
        language == .ja ? Placeholders.japanese(english) : english
    }

    /// The fixed parts of help in a language.
    static func help(_ english: String, _ language: Language) -> String {
        let english = english.replacing(noBreakSpace, with: " ")
        guard language == .ja else { return english }
        let lines = english.split(separator: "\n", omittingEmptySubsequences: false).map(helpLine)
        return lines.joined(separator: "\n")
    }

    /// A line of a discussion that the parser does not break where it is longer than the terminal is wide; with ordinary
    /// spaces again after ``help(_:_:)``.
    static func unbroken(_ line: String) -> String { line.replacing(" ", with: noBreakSpace) }

    private static let noBreakSpace = "\u{A0}"

    private static func helpLine(_ line: Substring) -> String {
        var text = Placeholders.japaneseLine(String(line))
        if let (heading, japanese) = headings.first(where: { text.hasPrefix($0.0) }) {
            text = japanese + text.dropFirst(heading.count)
        }
        if let (sentence, japanese) = sentences.first(where: { text.hasSuffix($0.0) }) {
            text = text.dropLast(sentence.count) + japanese
        }
        return notes.reduce(text) { $0.replacing($1.0, with: $1.1) }
    }

    /// "'a', 'b' or 'c'", as the parser enumerates what it would have taken.
    private static func list(_ hole: String) -> String {
        guard hole.contains("' or '") || hole.contains("' and '") else { return hole }
        return ["', '", "' or '", "' and '"].reduce(hole) { $0.replacing($1, with: "'、'") }
    }

    private static let headings = [
        ("OVERVIEW: ", "概要: "), ("USAGE: ", "使い方: "), ("ARGUMENTS:", "引数:"), ("OPTIONS:", "オプション:"),
        ("SUBCOMMANDS:", "サブコマンド:"), ("  See '", "  詳しくは '"),
    ]

    /// Beside an option, behind its own words.
    private static let notes = [(" (default: ", " (既定: "), (" (values: ", " (値: "), (" default: ", " 既定: ")]

    private static let sentences = [
        ("Show the version.", "版を表示します。"), ("Show help information.", "この説明を表示します。"),
        (" for detailed help.", " を実行してください。"),
    ]

    /// The pieces around the holes, the longest template of those with the same beginning first; and which hole, if any,
    /// holds an argument as help calls it.
    private static let messages: [([String], String, Int?)] = [
        (["Unknown option '", "'. Did you mean '", "'?"], "不明なオプション '{0}' です。'{1}' のことですか", nil),
        (["Unknown option '", "'"], "不明なオプション '{0}' です", nil),
        (["Invalid option: ", ""], "不正なオプション {0} です", nil),
        (["Missing value for '", "'"], "'{0}' の値がありません", 0),
        (["Missing expected argument '", "'"], "引数 '{0}' がありません", 0),
        (["Missing one of: '", "'"], "'{0}' のいずれかが必要です", 0),
        (
            ["The option '", "' does not take any value, but '", "' was specified."],
            "オプション '{0}' に値 '{1}' は付けられません", nil
        ),
        (["Unexpected argument '", "'"], "余分な引数 '{0}' があります", nil),
        (["", " unexpected arguments: '", "'"], "余分な引数が {0} 個あります: '{1}'", nil),
        (
            ["The value '", "' is invalid for '", "'. Please provide one of ", "."],
            "値 '{0}' は '{1}' に使えません。{2} のいずれかです", 1
        ),
        (["The value '", "' is invalid for '", "'"], "値 '{0}' は '{1}' に使えません", 1),
    ]

    /// What stands in the holes, or nil if the message is not of that form.
    private static func holes(in message: String, _ pieces: [String]) -> [String]? {
        guard let first = pieces.first, let last = pieces.last, message.hasPrefix(first), message.hasSuffix(last)
        else { return nil }
        var rest = message.dropFirst(first.count)
        var holes: [String] = []
        for piece in pieces.dropFirst().dropLast() {
            guard let found = rest.firstRange(of: piece) else { return nil }
            holes.append(String(rest[..<found.lowerBound]))
            rest = rest[found.upperBound...]
        }
        guard rest.count >= last.count else { return nil }
        return holes + [String(rest.dropLast(last.count))]
    }

    /// One pass, so that a brace in a hole is never taken for a place.
    private static func filled(_ template: String, _ holes: [String]) -> String {
        var result = ""
        for part in template.split(separator: "{", omittingEmptySubsequences: false) {
            guard let number = part.first?.wholeNumberValue, part.dropFirst().first == "}", number < holes.count else {
                result += part
                continue
            }
            result += holes[number] + part.dropFirst(2)
        }
        return result
    }
}
