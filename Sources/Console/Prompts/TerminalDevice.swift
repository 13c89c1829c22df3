import Cryptography
import Glibc
import SystemIO

/// The terminal in front of which a person sits, whatever the standard streams are connected to.
struct TerminalDevice: ~Copyable {
    private let descriptor: Descriptor

    /// - Parameter path: the controlling terminal, see tty(4).
    /// - Throws: ``TerminalError`` with `noTerminal`.
    init(path: Path = "/dev/tty") throws(TerminalError) {
        let opened: Descriptor
        do { opened = try Descriptor.open(path, .readWrite) } catch { throw TerminalError(.noTerminal) }
        guard opened.isTerminal else { throw TerminalError(.noTerminal) }
        descriptor = opened
    }

    borrowing func write(_ text: String) throws(TerminalError) {
        do { try descriptor.writeFully(Array(text.utf8)) } catch { throw TerminalError(error) }
    }

    /// Asks and reads a line that is not shown.
    borrowing func secretLine(_ prompt: String) throws(TerminalError) -> Secret {
        let echo = try EchoSuspension(descriptor)
        defer { echo.end() }
        try write(prompt)
        // The line feed that ended the line was not shown either. Without a terminal nobody misses it.
        defer { try? write("\n") }
        return try readLine()
    }

    /// Asks and reads a line, at most 1,024 bytes.
    borrowing func line(_ prompt: String) throws(TerminalError) -> String {
        try write(prompt)
        return try readLine().withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }

    private borrowing func readLine() throws(TerminalError) -> Secret {
        try Passphrase.line(from: descriptor) { descriptor throws(SystemError) in
            try Self.waitForInput(descriptor)
        }
    }

    /// Waits until there is something to read, looking every 0.1 s whether the process was asked to stop: a signal that
    /// another thread takes does not end a read(2).
    private static func waitForInput(_ descriptor: borrowing Descriptor) throws(SystemError) {
        try descriptor.withNumber { number throws(SystemError) in
            var poll = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
            repeat { try Interruption.check() } while Glibc.poll(&poll, 1, 100) <= 0
        }
    }
}
