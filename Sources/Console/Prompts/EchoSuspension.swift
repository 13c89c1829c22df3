import Glibc
import Synchronization
import SystemIO

/// The time during which a terminal does not show what is typed. At its end the terminal is as it was, also when the
/// process is ended by a signal: see ``restoreAll()``.
struct EchoSuspension: ~Copyable {
    /// What to restore. The descriptor is open for as long as it stands here.
    private struct Saved: Sendable {
        let number: CInt
        let attributes: termios
    }

    private static let saved = Mutex<Saved?>(nil)
    /// Made once, with the first suspension.
    private static let emergencyHook: Void = Interruption.atEmergencyExit { restoreAll() }

    /// Switches the echo off, and throws away what was typed before the question.
    /// - Throws: ``TerminalError`` with `noTerminal` if the terminal cannot do it: what is typed would be seen.
    init(_ descriptor: borrowing Descriptor) throws(TerminalError) {
        Self.emergencyHook
        try descriptor.withNumber { number throws(TerminalError) in
            var attributes = termios()
            guard tcgetattr(number, &attributes) == 0 else { throw TerminalError(.noTerminal) }
            let before = attributes
            attributes.c_lflag &= ~tcflag_t(ECHO | ECHONL)
            // Lines are the terminal's to edit, and its signals to send, whatever state it was left in.
            attributes.c_lflag |= tcflag_t(ICANON | ISIG)
            Self.saved.withLock { $0 = Saved(number: number, attributes: before) }
            guard tcsetattr(number, TCSAFLUSH, &attributes) == 0 else {
                Self.restoreAll()
                throw TerminalError(.noTerminal)
            }
        }
    }

    /// Restores the terminal.
    borrowing func end() { Self.restoreAll() }

    /// Restores the terminal that is suspended, if one is. For the end of the process by a signal.
    static func restoreAll() {
        saved.withLock { saved in
            guard var attributes = saved?.attributes, let number = saved?.number else { return }
            // What was typed but not read must not reach whoever reads this terminal next, and shows it.
            tcflush(number, TCIFLUSH)
            // At once: waiting for a stopped terminal could hold up the end of the process. Nothing is left to do if it
            // fails, because the terminal has gone away.
            tcsetattr(number, TCSANOW, &attributes)
            saved = nil
        }
    }
}
