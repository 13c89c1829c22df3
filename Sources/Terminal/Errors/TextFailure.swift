import Console
import Label
import Ledger
import SystemIO
import Transparency

/// An error in a text of a ledger that somebody handed over: a proof, a checkpoint, a request.
package struct TextFailure: Reportable {
    private let path: Path
    private let error: any Error

    /// - Parameters:
    ///   - error: any error that can explain itself.
    ///   - path: the file that was read.
    package init(_ error: any Error, in path: Path) {
        self.error = error
        self.path = path
    }

    /// The error's own report, with the file, and what to do about it.
    package func report(in language: Language) -> ErrorReport {
        guard let cause = Self.cause(error) else { return ErrorReport(error, language) }
        let report = cause.report(in: language)
        return
            report
            .replacing(place: [path.shown, report.place].compactMap(\.self).joined(separator: language.separator))
            .replacing(hint: report.hint ?? Message.hintTextAgain.text(language))
    }

    /// What is wrong with the text; nil if something else failed.
    private static func cause(_ error: any Error) -> TransparencyError? {
        if let error = error as? TransparencyError { return error }
        guard let error = error as? LedgerError, error.code == .transparency else { return nil }
        return error.transparency ?? TransparencyError(.malformed, error.reason)
    }
}
