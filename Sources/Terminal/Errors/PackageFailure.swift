import Console
import Label
import Operations
import PackageFormat
import SystemIO

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
        if report.exitCode.rawValue >= ExitCode.hungUp.rawValue || isNamed { return report }
        return report.replacing(place: [source.shown, report.place].compactMap(\.self).joined(separator: ": "))
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
