import Label
import Operations

/// An error on one of several packages, or on a package that the error itself does not name.
package struct PackageFailure: Reportable {
    private let source: PackageSource
    private let error: any Error

    /// - Parameters:
    ///   - error: any error that can explain itself.
    ///   - source: the package that was at hand.
    package init(_ error: any Error, on source: PackageSource) {
        self.error = error
        self.source = source
    }

    /// The error's own report, with the package's name if that is not in it.
    package func report(in language: Language) -> ErrorReport {
        let report = ErrorReport(error, language)
        guard report.exitCode.rawValue < ExitCode.hungUp.rawValue, report.place?.contains(source.shown) != true else {
            return report
        }
        let place = [source.shown, report.place].compactMap(\.self).joined(separator: ": ")
        var named = ErrorReport(
            report.exitCode, name: report.name, what: report.what, place: place, why: report.why,
            detail: report.detail, hint: report.hint)
        named.call = report.call
        return named
    }
}
