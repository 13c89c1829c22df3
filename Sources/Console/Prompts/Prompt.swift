import Cryptography
import SystemIO

/// Questions to the person at the terminal.
package struct Prompt: Sendable {
    private let output: Output
    private let device: Path

    /// Asks on the controlling terminal.
    package init(_ output: Output) { self.init(output, device: "/dev/tty") }

    init(_ output: Output, device: Path) {
        self.output = output
        self.device = device
    }

    /// A passphrase that exists already.
    /// - Parameter subject: what it is for; it is escaped here.
    /// - Throws: ``TerminalError``; its cause is `interrupted` if the process was asked to stop.
    package func passphrase(
        for subject: some MessageArgument, from source: PassphraseSource
    ) throws(TerminalError) -> Secret {
        switch source {
        case .terminal: return try ask(.askPassphrase, subject)
        case .file(let path): return try Passphrase.file(path, output)
        case .descriptor(let number, let option): return try line(from: number, option)
        }
    }

    /// Makes sure that a descriptor which was named is open, before the program opens files of its own, one of which might
    /// get that number.
    /// - Throws: ``TerminalError`` with `notOpen`.
    package func requireOpen(_ source: PassphraseSource?) throws(TerminalError) {
        guard case .descriptor(let number, let option) = source else { return }
        do { _ = try Descriptor.inherited(number) } catch {
            throw TerminalError(.notOpen, text: "\(option) \(number)")
        }
    }

    private func line(from number: Int32, _ option: String) throws(TerminalError) -> Secret {
        let place = "\(option) \(number)"
        let descriptor: Descriptor
        do { descriptor = try Descriptor.inherited(number) } catch { throw TerminalError(.notOpen, text: place) }
        do { return try Passphrase.line(from: descriptor) } catch {
            throw error.code == .system ? error : TerminalError(error.code, text: place)
        }
    }

    /// A new passphrase; on a terminal it is asked for twice. A short one is warned about.
    /// - Throws: ``TerminalError``, `mismatch` among others.
    package func newPassphrase(
        for subject: some MessageArgument, from source: PassphraseSource
    ) throws(TerminalError) -> Secret {
        let secret = try chosenPassphrase(for: subject, from: source)
        if Passphrase.isShort(secret) { output.warn(.passphraseShort, subject, Passphrase.shortest) }
        return secret
    }

    private func chosenPassphrase(
        for subject: some MessageArgument, from source: PassphraseSource
    ) throws(TerminalError) -> Secret {
        guard source == .terminal else { return try passphrase(for: subject, from: source) }
        let first = try ask(.askNewPassphrase, subject)
        let second = try ask(.askAgain, subject)
        guard first.equalsInConstantTime(second) else { throw TerminalError(.mismatch) }
        return first
    }

    /// Asks for yes or no until it gets one of them. Never assumes an answer.
    /// - Throws: ``TerminalError`` with `noTerminal`, `missing` or `system`.
    package func confirm(_ question: Message, _ arguments: any MessageArgument...) throws(TerminalError) -> Bool {
        let terminal = try TerminalDevice(path: device)
        let rendered = EscapedText(question.text(output.language, arguments: arguments))
        let text = Message.askYesOrNo.text(output.language, rendered)
        while true {
            switch try answer(terminal, text) {
            case "yes", "y", "はい": return true
            case "no", "n", "いいえ": return false
            default: try terminal.write(Message.answerYesOrNo.text(output.language) + "\n")
            }
        }
    }

    /// Asks for Enter, and takes any line for it.
    /// - Returns: whether a line came.
    package func acknowledge(_ question: Message) -> Bool {
        do throws(TerminalError) {
            _ = try TerminalDevice(path: device).line(question.text(output.language))
            return true
        } catch { return error.code == .empty }
    }

    /// The answer in small letters; empty for one that cannot be an answer.
    private func answer(_ terminal: borrowing TerminalDevice, _ text: String) throws(TerminalError) -> String {
        do { return try terminal.line(text).lowercased() } catch {
            if error.code == .empty || error.code == .tooLong { return "" }
            throw error
        }
    }

    private func ask(_ question: Message, _ subject: some MessageArgument) throws(TerminalError) -> Secret {
        try TerminalDevice(path: device).secretLine(question.text(output.language, subject))
    }
}
