import Label

extension TerminalError: Reportable {
    package func report(in language: Language) -> ErrorReport {
        if let cause { return cause.report(in: language) }
        return ErrorReport(
            Self.explanations[code], module: "terminal", code: code.rawValue, language,
            what: Message.whatPassphrase.text(language), [Passphrase.limit])
    }

    /// The other codes are defects, or carry a cause that explains itself.
    static let explanations: [Code: Explanation] = [
        .noTerminal: Explanation(.usage, .passphraseNoTerminal, .hintNoTerminal),
        .missing: Explanation(.usage, .passphraseMissing, .hintNoTerminal),
        .empty: Explanation(.usage, .passphraseEmpty),
        .tooLong: Explanation(.usage, .passphraseTooLong),
        .mismatch: Explanation(.usage, .passphraseMismatch),
    ]
}
