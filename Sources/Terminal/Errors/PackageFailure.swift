import Console
import Label
import Operations
import PackageFormat
import SystemIO

/// An error on one of several packages, or on a package that the error itself does not name.
package struct PackageFailure: Reportable {
    private let source: PackageSource
    private let error: any Error
    private let existing: Message?

    /// - Parameters:
    ///   - error: any error that can explain itself.
    ///   - source: the package that was at hand.
    ///   - existing: what to do if the output has a name that is taken, where that is not the usual advice.
    package init(_ error: any Error, on source: PackageSource, existing: Message? = nil) {
        self.error = error
        self.existing = existing
        self.source = source
    }

    /// The error's own report, with the package's name if that is not in it.
    package func report(in language: Language) -> ErrorReport {
        let report = advised(ErrorReport(error, language), language)
        if report.exitCode.rawValue >= ExitCode.hungUp.rawValue || isNamed { return report }
        return report.replacing(place: [source.shown, report.place].compactMap(\.self).joined(separator: ": "))
    }

    private func advised(_ report: ErrorReport, _ language: Language) -> ErrorReport {
        guard let existing, Self.systemError(error)?.code == .exists else { return report }
        return report.replacing(hint: existing.text(language))
    }

    /// Whether the package is the very file that the error names.
    private var isNamed: Bool {
        guard case .file(let path) = source else { return false }
        return Self.systemError(error)?.path == path
    }

    private static func systemError(_ error: any Error) -> SystemError? {
        switch error {
        case let error as SystemError: error
        case let error as OperationError:
            switch error.underlying {
            case .system(let cause): cause
            case .package(let cause): systemError(cause)
            default: nil
            }
        case let error as PackageFormatError: if case .system(let cause) = error.underlying { cause } else { nil }
        default: nil
        }
    }
}
