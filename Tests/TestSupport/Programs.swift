import Foundation

/// The Python interpreter with the packages that tests compare with: `$FUBAKO_PYTHON`.
package struct PythonInterpreter: Sendable {
    /// Why a suite is skipped, for `.enabled(if:)`.
    package static let reason = "a Python with cryptography and pyhpke is found through FUBAKO_PYTHON"

    /// Whether tests with it must run: it is named, or this is a run in which nothing may be skipped.
    package static var isRequired: Bool { environment["FUBAKO_PYTHON"] != nil || environment["CI"] == "true" }

    /// Runs a program given as text.
    /// - Returns: standard output without the last line end.
    /// - Throws: if there is no interpreter, or the program fails.
    package static func run(_ program: String, _ arguments: [String]) throws -> String {
        guard let path = environment["FUBAKO_PYTHON"] else { throw TestSupportError(reason) }
        let result = try TestSupport.run(path, ["-c", program] + arguments)
        guard result.status == 0 else { throw TestSupportError(result.errors) }
        return result.text.trimmingCharacters(in: .newlines)
    }
}
