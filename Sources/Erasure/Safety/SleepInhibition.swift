import SystemIO

/// Keeps the machine from going to sleep while this lives: a drive that loses its power in the middle of an erasure may hang,
/// come back under another name, or freeze its own commands.
package struct SleepInhibition: ~Copyable {
    /// Whether it does.
    package enum State: Hashable, Sendable {
        /// logind keeps the machine awake.
        case inhibited
        /// There is nobody who could, with what was said; untrusted text.
        case unavailable(String)
    }

    /// Whether it does.
    package let state: State
    /// logind's lock lasts as long as the program that was started under it.
    private let holder: ChildProcess?

    /// Asks logind, by systemd-inhibit(1). Without it nothing keeps the machine awake, which is worth a word and no error.
    /// - Parameters:
    ///   - reason: shown to whoever tries to put the machine to sleep.
    ///   - program: systemd-inhibit, or what a test has in its place.
    package init(reason: String, program: Path = "systemd-inhibit", patience: Duration = .seconds(5)) {
        let arguments = [
            "--what=sleep:handle-lid-switch", "--mode=block", "--who=fubako-erase", "--why=\(reason)", "cat",
        ]
        do throws(SystemError) {
            var child = try ChildProcess(program, arguments)
            // cat answers only once it runs under the lock.
            let isHeld = try Self.echoes(&child, Deadline(after: patience))
            let said = child.errorText.trimmed
            state = isHeld ? .inhibited : .unavailable(said.isEmpty ? "no answer" : said)
            holder = isHeld ? consume child : nil
        } catch {
            state = .unavailable(error.systemMessage ?? error.code.rawValue)
            holder = nil
        }
    }

    private static func echoes(_ child: inout ChildProcess, _ deadline: Deadline) throws(SystemError) -> Bool {
        var isSent = false
        while true {
            let ready = try child.wait(toWrite: !isSent, until: deadline)
            if ready.contains(.writable), !isSent { isSent = try send(&child) }
            guard ready.contains(.readable), let count = try receive(&child) else { continue }
            if count == 0 { _ = try child.finish(until: deadline) }
            return count > 0
        }
    }

    /// One byte. A program that has ended already says why on its standard error.
    private static func send(_ child: inout ChildProcess) throws(SystemError) -> Bool {
        let byte: [UInt8] = [0x0A]
        do throws(SystemError) {
            return try byte.withUnsafeBufferPointer { (bytes) throws(SystemError) in
                try child.write(UnsafeRawBufferPointer(bytes))
            } == 1
        } catch {
            guard error.code == .brokenPipe else { throw error }
            return true
        }
    }

    /// - Returns: bytes read, 0 at the end, nil if nothing is there yet.
    private static func receive(_ child: inout ChildProcess) throws(SystemError) -> Int? {
        var answer: [UInt8] = [0]
        return try answer.withUnsafeMutableBufferPointer { (bytes) throws(SystemError) in
            try child.read(into: UnsafeMutableRawBufferPointer(bytes))
        }
    }
}
