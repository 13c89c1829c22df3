import Console
import Label
import Terminal

/// A command line that cannot be carried out.
struct UsageFailure: Reportable {
    private let message: String
    /// What the sub-command's command line looks like, or which one may be meant.
    private let hint: String?

    /// - Parameters:
    ///   - message: what is wrong.
    ///   - fullMessage: the same with everything that the parser knows besides.
    init(_ message: String, _ fullMessage: String) {
        self.message = message
        let lines = fullMessage.split(separator: "\n").map(String.init)
        hint = lines.first { $0.hasPrefix("Usage: ") }.map { String($0.dropFirst("Usage: ".count)) }
    }

    private init(message: String, hint: String?) {
        self.message = message
        self.hint = hint
    }

    /// A word in the place of a sub-command that is none.
    static func unknownSubcommand(_ word: String) -> UsageFailure {
        UsageFailure(
            message: words("unknown sub-command '\(word)'", "不明なサブコマンド '\(word)' です"),
            hint: otherNames[word].map { words("did you mean '\($0)'?", "'\($0)' のことですか") })
    }

    /// What other programs call it.
    private static let otherNames = [
        "encrypt": "seal", "decrypt": "open", "extract": "open", "ls": "list", "info": "inspect", "check": "verify",
    ]

    /// A group of sub-commands without one of them.
    static func missingSubcommand(_ help: String) -> UsageFailure {
        let usage = help.split(separator: "\n").first { $0.hasPrefix("USAGE: ") }
        return UsageFailure(
            message: words("a sub-command is missing", "サブコマンドがありません"),
            hint: usage.map { String($0.dropFirst("USAGE: ".count)) })
    }

    func report(in language: Language) -> ErrorReport {
        ErrorReport(
            .usage, name: "usage", what: Message.whatUsage.text(language),
            why: ParserWords.message(message, language).split(separator: "\n").map { escaped(String($0)) }.joined(
                separator: " "),
            hint: hint.map { escaped(ParserWords.usage($0, language)) })
    }
}
