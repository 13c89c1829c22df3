import Label
import SystemIO

/// Why nothing was obtained from a person or from their configuration, or could be told to one.
package struct TerminalError: Error, Hashable, Sendable {
    /// What is wrong, as a stable name.
    package struct Code: RawRepresentable, Hashable, Sendable {
        /// The stable name.
        package let rawValue: String
        /// A code by its name; those in use are the constants below.
        package init(rawValue: String) { self.rawValue = rawValue }

        /// There is no terminal to ask on.
        package static let noTerminal = Code(rawValue: "no terminal")
        /// The input ended before anything was entered.
        package static let missing = Code(rawValue: "missing")
        /// An empty line.
        package static let empty = Code(rawValue: "empty")
        /// The descriptor that should have it is not open; ``TerminalError/text`` is the option that named it.
        package static let notOpen = Code(rawValue: "not open")
        /// More than ``Passphrase/limit`` bytes.
        package static let tooLong = Code(rawValue: "too long")
        /// A new passphrase was not the same the second time.
        package static let mismatch = Code(rawValue: "mismatch")
        /// A value that has no form in JSON.
        package static let notEncodable = Code(rawValue: "not encodable")
        /// A line of the configuration is not of the form that it must have.
        package static let badConfiguration = Code(rawValue: "bad configuration")
        /// The configuration has no such key; ``TerminalError/text`` is it.
        package static let unknownKey = Code(rawValue: "unknown key")
        /// A key stands twice in the configuration; ``TerminalError/text`` is it.
        package static let duplicateKey = Code(rawValue: "duplicate key")
        /// A value of the configuration is not one that its key has; ``TerminalError/label`` says why, or
        /// ``TerminalError/text`` is the key.
        package static let badConfigurationValue = Code(rawValue: "bad configuration value")
        /// Reading or writing failed, or was interrupted; ``TerminalError/cause`` says how.
        package static let system = Code(rawValue: "system")
    }

    /// What is wrong.
    package let code: Code
    /// For ``Code/system``.
    package let cause: SystemError?
    /// For ``Code/badConfigurationValue``, if the value is a part of a label.
    package let label: LabelError?
    /// The line of the configuration, from 1.
    package let line: Int?
    /// The configuration or passphrase file, where it is known.
    package private(set) var path: Path?
    /// What was refused. It is untrusted: escape it before showing it.
    package let text: String?

    /// - Parameters:
    ///   - line: of the configuration, from 1.
    ///   - text: what was refused.
    package init(_ code: Code, line: Int? = nil, text: String? = nil) {
        self.init(code, cause: nil, label: nil, line: line, text: text)
    }

    /// Reading or writing failed, or was interrupted.
    package init(_ cause: SystemError) { self.init(.system, cause: cause, label: nil, line: nil, text: nil) }

    /// A value of the configuration that is not a part of a label.
    package init(_ label: LabelError, line: Int) {
        self.init(.badConfigurationValue, cause: nil, label: label, line: line, text: nil)
    }

    private init(_ code: Code, cause: SystemError?, label: LabelError?, line: Int?, text: String?) {
        self.code = code
        self.cause = cause
        self.label = label
        self.line = line
        self.text = text
    }

    /// The same error, in this file.
    package func at(_ path: Path) -> TerminalError {
        var error = self
        error.path = path
        return error
    }

    /// Equal if the codes and lines are; the rest is for people.
    package static func == (left: TerminalError, right: TerminalError) -> Bool {
        left.code == right.code && left.line == right.line
    }

    /// Of what counts for equality.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(code)
        hasher.combine(line)
    }
}

/// Runs what fails with a ``SystemError`` where a ``TerminalError`` is expected.
func wrapping<Value: ~Copyable>(_ body: () throws(SystemError) -> Value) throws(TerminalError) -> Value {
    do { return try body() } catch { throw TerminalError(error) }
}
