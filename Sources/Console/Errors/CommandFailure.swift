import Label

/// A failure that a sub-command itself finds, in words of the table: wrong usage, a rule that forbids something.
package struct CommandFailure: Reportable, Sendable {
    /// How the program ends.
    package let exitCode: ExitCode
    /// What is wrong.
    package let why: Message
    /// For the places in ``why``.
    package let arguments: [any MessageArgument]
    /// The file, option or key that it is about.
    package let place: (any MessageArgument)?
    /// What to do about it.
    package let hint: Message?

    /// - Parameters:
    ///   - place: the file, option or key that it is about.
    ///   - arguments: for the places in `why`.
    package init(
        _ exitCode: ExitCode, _ why: Message, _ arguments: any MessageArgument..., place: (any MessageArgument)? = nil,
        hint: Message? = nil
    ) {
        self.exitCode = exitCode
        self.why = why
        self.arguments = arguments
        self.place = place
        self.hint = hint
    }

    /// What a person is told about it, in that language.
    package func report(in language: Language) -> ErrorReport {
        ErrorReport(
            exitCode, name: why.name, place: place?.shown,
            why: why.text(language, arguments: arguments), hint: hint?.text(language))
    }
}
