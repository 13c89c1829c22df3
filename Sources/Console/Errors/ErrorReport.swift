import Label

/// What a person, or a program, is told about a failure: one line that says what, where and why, and perhaps one that says
/// what to do.
package struct ErrorReport: Hashable, Sendable {
    /// How the program ends.
    package let exitCode: ExitCode
    /// The error's stable name, such as "label.unknown-word", in no language.
    package let name: String
    /// What was being done, or with what; escaped.
    package let what: String?
    /// The file, field or offset; escaped.
    package let place: String?
    /// Why it failed; escaped.
    package let why: String
    /// What exactly was found, in English whatever the language, for `--json`; escaped.
    package let detail: String?
    /// What to do about it; escaped.
    package let hint: String?

    /// The system call or step that failed, for programs; nil where there was none.
    package var call: String?

    /// "what: where: why", without what is not known.
    package var line: String { [what, place, why].compactMap(\.self).joined(separator: ": ") }

    /// Every text must have been escaped: take it from ``Message/text(_:_:)`` or ``escaped(_:)``.
    package init(
        _ exitCode: ExitCode, name: String, what: String? = nil, place: String? = nil, why: String,
        detail: String? = nil, hint: String? = nil
    ) {
        self.exitCode = exitCode
        self.name = name
        self.what = what
        self.place = place
        self.why = why
        self.detail = detail
        self.hint = hint
    }

    /// The same report with another place.
    package func replacing(place: String?) -> ErrorReport { replacing(place: place, hint: hint) }

    /// The same report with another hint.
    package func replacing(hint: String?) -> ErrorReport { replacing(place: place, hint: hint) }

    private func replacing(place: String?, hint: String?) -> ErrorReport {
        var report = ErrorReport(
            exitCode, name: name, what: what, place: place, why: why, detail: detail, hint: hint)
        report.call = call
        return report
    }

    /// The report on any error: its own if it is ``Reportable``, otherwise that of a defect.
    package init(_ error: any Error, _ language: Language) {
        if let error = error as? any Reportable {
            self = error.report(in: language)
        } else {
            // The kind only: what an unknown error would say of itself is nothing to rely on, and may be a secret.
            self.init(
                .internalError, name: "internal", what: Message.whatInternal.text(language),
                why: Message.internalError.text(language, String(describing: type(of: error))),
                hint: Message.hintInternal.text(language))
        }
    }
}

extension ErrorReport: MessageArgument {
    /// The line.
    package var shown: String { line }
}

/// An error that can explain itself to people. Every module's error is made one here.
package protocol Reportable: Error {
    /// The report in that language.
    func report(in language: Language) -> ErrorReport
}

/// What a code means to people: a row of a module's table.
package struct Explanation: Sendable {
    /// How the program ends.
    package let exitCode: ExitCode
    /// Why it failed.
    package let why: Message
    /// What to do about it; nil if nothing can be said.
    package let hint: Message?

    /// Every field.
    package init(_ exitCode: ExitCode, _ why: Message, _ hint: Message? = nil) {
        self.exitCode = exitCode
        self.why = why
        self.hint = hint
    }
}

extension ErrorReport {
    /// From a row of a table, or for a code that has none, as a defect.
    /// - Parameters:
    ///   - module: the first part of the name.
    ///   - code: the code's raw value.
    ///   - detail: what exactly was found, in English; not escaped.
    package init(
        _ explanation: Explanation?, module: String, code: String, _ language: Language, what: String? = nil,
        place: String? = nil, _ arguments: [any MessageArgument] = [], detail: String? = nil
    ) {
        let detail = detail.flatMap { $0.isEmpty ? nil : escaped($0) }
        let name = module + "." + code.replacing(" ", with: "-").lowercased()
        if let explanation {
            self.init(
                explanation.exitCode, name: name, what: what, place: place,
                why: explanation.why.text(language, arguments: arguments), detail: detail,
                hint: explanation.hint?.text(language))
        } else {
            self.init(
                .internalError, name: name, what: what, place: place,
                why: Message.internalError.text(language, name), detail: detail,
                hint: Message.hintInternal.text(language))
        }
    }
}
