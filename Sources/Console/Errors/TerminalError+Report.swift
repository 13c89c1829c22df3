import Label

extension TerminalError: Reportable {
    /// What a person is told about it, in that language.
    package func report(in language: Language) -> ErrorReport {
        if let cause { return cause.report(in: language) }
        if let line { return configurationReport(at: line, language) }
        return ErrorReport(
            Self.explanations[code], module: "terminal", code: code.rawValue, language,
            what: Message.whatPassphrase.text(language), place: path?.shown ?? text.map { escaped($0) },
            [Passphrase.limit])
    }

    private func configurationReport(at line: Int, _ language: Language) -> ErrorReport {
        let what = Message.whatConfiguration.text(language)
        let place = [path?.shown, Message.placeLine.text(language, line)].compactMap(\.self).joined(
            separator: language.separator)
        guard let label = label?.report(in: language) else {
            return ErrorReport(
                Self.explanations[code], module: "terminal", code: code.rawValue, language, what: what, place: place,
                [text ?? ""])
        }
        return ErrorReport(
            label.exitCode, name: label.name, what: what, place: place, why: label.why, hint: label.hint)
    }

    /// The other codes are defects, or carry a cause that explains itself.
    static let explanations: [Code: Explanation] = [
        .noTerminal: Explanation(.usage, .passphraseNoTerminal, .hintNoTerminal),
        .missing: Explanation(.usage, .passphraseMissing, .hintNoTerminal),
        .empty: Explanation(.usage, .passphraseEmpty),
        .notOpen: Explanation(.inputOutput, .passphraseNotOpen),
        .tooLong: Explanation(.usage, .passphraseTooLong),
        .mismatch: Explanation(.usage, .passphraseMismatch),
        .badConfiguration: Explanation(.usage, .configurationForm, .hintConfiguration),
        .unknownKey: Explanation(.usage, .configurationUnknownKey, .hintConfiguration),
        .duplicateKey: Explanation(.usage, .configurationDuplicateKey),
        .badConfigurationValue: Explanation(.usage, .configurationValue, .hintConfiguration),
    ]
}
