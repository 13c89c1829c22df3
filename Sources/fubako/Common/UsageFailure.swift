import Label
import Terminal

/// A command line that cannot be carried out.
struct UsageFailure: Reportable {
    private let message: String
    /// What the sub-command's command line looks like.
    private let usage: String?

    /// - Parameters:
    ///   - message: what is wrong.
    ///   - fullMessage: the same with everything that the parser knows besides.
    init(_ message: String, _ fullMessage: String) {
        self.message = message
        let lines = fullMessage.split(separator: "\n").map(String.init)
        usage = lines.first { $0.hasPrefix("Usage: ") }.map { String($0.dropFirst("Usage: ".count)) }
    }

    private init(message: String, usage: String?) {
        self.message = message
        self.usage = usage
    }

    /// A group of sub-commands without one of them.
    static func missingSubcommand(_ help: String) -> UsageFailure {
        let usage = help.split(separator: "\n").first { $0.hasPrefix("USAGE: ") }
        return UsageFailure(
            message: words("a sub-command is missing", "サブコマンドがありません"),
            usage: usage.map { String($0.dropFirst("USAGE: ".count)) })
    }

    func report(in language: Language) -> ErrorReport {
        ErrorReport(
            .usage, name: "usage", what: Message.whatUsage.text(language),
            why: ParserWords.message(message, language).split(separator: "\n").map { escaped(String($0)) }.joined(
                separator: " "),
            hint: usage.map { escaped($0) })
    }
}
