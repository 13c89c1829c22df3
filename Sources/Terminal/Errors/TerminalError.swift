import Label
import SystemIO

/// Why nothing was obtained from a person, or could be told to one.
package struct TerminalError: Error, Hashable, Sendable {
    /// What is wrong, as a stable name.
    package struct Code: RawRepresentable, Hashable, Sendable {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        /// There is no terminal to ask on.
        package static let noTerminal = Code(rawValue: "no terminal")
        /// The input ended before anything was entered.
        package static let missing = Code(rawValue: "missing")
        /// An empty line.
        package static let empty = Code(rawValue: "empty")
        /// More than ``Passphrase/limit`` bytes.
        package static let tooLong = Code(rawValue: "too long")
        /// A new passphrase was not the same the second time.
        package static let mismatch = Code(rawValue: "mismatch")
        /// A value that has no form in JSON.
        package static let notEncodable = Code(rawValue: "not encodable")
        /// Reading or writing failed, or was interrupted; ``TerminalError/cause`` says how.
        package static let system = Code(rawValue: "system")
    }

    package let code: Code
    /// For ``Code/system``.
    package let cause: SystemError?

    package init(_ code: Code) {
        self.code = code
        cause = nil
    }

    package init(_ cause: SystemError) {
        code = .system
        self.cause = cause
    }

    /// Equal if the codes are; the cause is for people.
    package static func == (left: TerminalError, right: TerminalError) -> Bool { left.code == right.code }

    package func hash(into hasher: inout Hasher) { hasher.combine(code) }
}

/// Runs what fails with a ``SystemError`` where a ``TerminalError`` is expected.
func wrapping<Value: ~Copyable>(_ body: () throws(SystemError) -> Value) throws(TerminalError) -> Value {
    do { return try body() } catch { throw TerminalError(error) }
}
