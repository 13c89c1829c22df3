import Cryptography
import Label
import Synchronization
import SystemIO

/// Where a program speaks: data to standard output, messages to standard error, in one language, for people or as JSON.
///
/// In JSON mode notes are not written, and warnings and errors are one JSON object a line. Quiet leaves out notes and
/// progress; warnings and errors are always written. A message that cannot be written is dropped: there is no one to tell.
package final class Output: Sendable {
    /// The language of messages.
    package let language: Language
    /// Whether results and errors are JSON objects.
    package let isJSON: Bool
    /// Whether nothing is said but errors and what was asked for.
    package let isQuiet: Bool
    let messagesAreOnTerminal: Bool
    let messagesAreColoured: Bool
    private let data: SharedDescriptor
    private let messages: SharedDescriptor
    /// Whether a progress line stands on the terminal.
    private let isStatusShown = Mutex(false)
    /// Whether a line of data found no reader.
    private let isReaderGone = Mutex(false)
    private static let brokenPipe = "system.broken-pipe"

    /// Standard output and standard error.
    /// - Parameter language: nil takes that of the environment.
    package convenience init(language: Language? = nil, isJSON: Bool = false, isQuiet: Bool = false) {
        self.init(
            language: language ?? Language(), isJSON: isJSON, isQuiet: isQuiet,
            data: SharedDescriptor(.standardOutput), messages: SharedDescriptor(.standardError),
            environment: environmentVariable)
    }

    init(
        language: Language, isJSON: Bool, isQuiet: Bool, data: SharedDescriptor, messages: SharedDescriptor,
        environment: (String) -> String?
    ) {
        self.language = language
        self.isJSON = isJSON
        self.isQuiet = isQuiet
        self.data = data
        self.messages = messages
        messagesAreOnTerminal = messages.descriptor.isTerminal
        messagesAreColoured = Colour.isWanted(isTerminal: messagesAreOnTerminal, environment: environment)
    }

    // MARK: Data

    /// Writes one line of data. The text must be escaped where others have chosen it.
    /// - Throws: ``SystemError`` such as `brokenPipe`.
    package func line(_ text: String) throws(SystemError) { try part(text + "\n") }

    /// Writes a part of a line, or several lines. The text must be escaped where others have chosen it.
    /// - Throws: ``SystemError`` such as `brokenPipe`.
    package func part(_ text: String) throws(SystemError) {
        try isStatusShown.withLock { shown throws(SystemError) in
            clear(&shown)
            do throws(SystemError) { try data.descriptor.writeFully(Array(text.utf8)) } catch {
                if error.code == .brokenPipe { isReaderGone.withLock { $0 = true } }
                throw error
            }
        }
    }

    /// Writes one line of data in words of the table.
    /// - Throws: ``SystemError`` such as `brokenPipe`.
    package func line(_ message: Message, _ arguments: any MessageArgument...) throws(SystemError) {
        try line(message.text(language, arguments: arguments))
    }

    /// Writes a value as one line of JSON, keys sorted.
    /// - Throws: ``TerminalError`` with `notEncodable` or `system`.
    package func json(_ value: some Encodable) throws(TerminalError) {
        let text = try JSON.text(value)
        do { try line(text) } catch { throw TerminalError(error) }
    }

    /// Writes a secret, such as a generated passphrase, and a line feed.
    /// - Throws: ``SystemError`` such as `brokenPipe`.
    package func line(_ secret: borrowing Secret) throws(SystemError) {
        try secret.withUnsafeBytes { bytes throws(SystemError) in try data.descriptor.writeFully(bytes) }
        try data.descriptor.writeFully([0x0A])
    }

    // MARK: Messages

    /// Tells how things go. Not in quiet or JSON mode.
    package func note(_ message: Message, _ arguments: any MessageArgument...) {
        if isQuiet || isJSON { return }
        write(message.text(language, arguments: arguments))
    }

    /// Tells how things go, in a line that is escaped already. Not in quiet or JSON mode.
    package func note(text: String) {
        if !isQuiet, !isJSON { write(text) }
    }

    /// Shows a generated passphrase among the messages, in JSON mode as an object. In any mode: it was asked for.
    /// - Parameter secret: of letters, digits and hyphens, which JSON never escapes; so it need not become a text.
    /// - Throws: ``SystemError`` such as `brokenPipe`: what could not be shown is lost.
    package func show(generated secret: borrowing Secret) throws(SystemError) {
        status(nil)
        if isJSON { try messages.descriptor.writeFully(Array(#"{"generatedPassphrase":""#.utf8)) }
        try secret.withUnsafeBytes { bytes throws(SystemError) in try messages.descriptor.writeFully(bytes) }
        try messages.descriptor.writeFully(Array((isJSON ? "\"}\n" : "\n").utf8))
    }

    /// Warns of something that does not stop the work.
    package func warn(_ message: Message, _ arguments: any MessageArgument...) { warn(message, arguments: arguments) }

    /// As ``warn(_:_:)``, with the arguments in a list.
    package func warn(_ message: Message, arguments: [any MessageArgument]) {
        let text = message.text(language, arguments: arguments)
        if isJSON {
            writeJSON(["warning": Warning(name: message.name, message: text)])
        } else {
            write("fubako: " + coloured(text, .yellow))
        }
    }

    /// Tells of an error, unless it is that nobody reads the data any more, as in `... | head`; and gives the code with which to exit.
    package func report(_ error: any Error) -> ExitCode {
        let report = ErrorReport(error, language)
        if report.name == Self.brokenPipe, isReaderGone.withLock(\.self) { return report.exitCode }
        if isJSON {
            writeJSON(["error": report])
        } else {
            write("fubako: " + coloured(report.line, .red))
            if let hint = report.hint { write("→ " + hint) }
        }
        return report.exitCode
    }

    /// The text in a colour, if messages are coloured. Colour never carries a meaning alone.
    package func coloured(_ text: String, _ colour: Colour) -> String {
        messagesAreColoured ? colour.applied(to: text) : text
    }

    private func writeJSON(_ value: some Encodable) {
        guard let text = try? JSON.text(value) else { return }
        write(text)
    }

    private func write(_ text: String) {
        isStatusShown.withLock { shown in
            clear(&shown)
            try? messages.descriptor.writeFully(Array((text + "\n").utf8))
        }
    }

    // MARK: Status line

    /// Draws a line that the next message, or the next call, overwrites. Nil clears it. Only on a terminal.
    func status(_ text: String?) {
        isStatusShown.withLock { shown in
            clear(&shown)
            guard let text else { return }
            try? messages.descriptor.writeFully(Array(text.utf8))
            shown = true
        }
    }

    /// Columns of the terminal that messages go to; 80 where they go elsewhere or it does not say.
    var columns: Int { messages.descriptor.terminalColumns ?? 80 }

    /// Back to the first column, and erase to the end of the line (ECMA-48 EL).
    static let clearLine = "\r\u{1B}[K"

    private func clear(_ shown: inout Bool) {
        if shown { try? messages.descriptor.writeFully(Array(Self.clearLine.utf8)) }
        shown = false
    }
}

private struct Warning: Encodable {
    let name: String
    let message: String
}

extension ErrorReport: Encodable {
    private enum Key: String, CodingKey { case code, exit, name, what, call, `where`, message, detail, hint }

    /// As an object; what is not known is left out.
    package func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Key.self)
        try object.encode(exitCode.rawValue, forKey: .code)
        try object.encode(exitCode.name, forKey: .exit)
        try object.encode(name, forKey: .name)
        try object.encodeIfPresent(what, forKey: .what)
        try object.encodeIfPresent(call, forKey: .call)
        try object.encodeIfPresent(place, forKey: .where)
        try object.encode(why, forKey: .message)
        try object.encodeIfPresent(detail, forKey: .detail)
        try object.encodeIfPresent(hint, forKey: .hint)
    }
}
