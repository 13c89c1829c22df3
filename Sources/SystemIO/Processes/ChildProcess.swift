import Glibc
import Synchronization

/// A program that this process started and talks to through its standard streams. It is ended with its owner.
///
/// Every call that waits has a deadline and ends with ``SystemError/Code/interrupted`` soon after the process was asked to
/// stop. What the program writes to standard error is kept, up to ``errorLimit`` bytes from the beginning.
package struct ChildProcess: ~Copyable {
    /// What can be done without waiting.
    package struct Readiness: OptionSet, Sendable {
        /// The bits.
        package let rawValue: Int
        /// Any of them.
        package init(rawValue: Int) { self.rawValue = rawValue }
        /// Standard output has bytes, or has ended.
        package static let readable = Readiness(rawValue: 1)
        /// Standard input takes bytes, or is closed at the other end.
        package static let writable = Readiness(rawValue: 2)
    }

    /// How much of standard error is kept, in bytes.
    package static let errorLimit = 16_384

    private let identifier: pid_t
    private var input: SharedDescriptor?
    private let output: Descriptor
    private let errors: Descriptor
    private var errorBytes: [UInt8] = []
    private var hasErrors = true
    private var status: Int32?

    /// Starts a program.
    /// - Parameters:
    ///   - program: looked up in PATH unless it has a slash.
    ///   - arguments: without the program's own name. They are visible to every user of the machine: no secrets.
    /// - Throws: ``SystemError/Code/notFound`` if there is no such program, or the code of errno.
    package init(_ program: Path, _ arguments: [String]) throws(SystemError) {
        Self.endWithThisProcess()
        let toChild = try Pipe()
        let fromChild = try Pipe()
        let complaints = try Pipe()
        let start = ProcessStart(
            input: toChild.reading.number, output: fromChild.writing.number, errors: complaints.writing.number)
        let input = try toChild.writing.duplicate()
        let output = try fromChild.reading.duplicate()
        let errors = try complaints.reading.duplicate()
        try input.setNonBlocking()
        try output.setNonBlocking()
        try errors.setNonBlocking()
        let identifier = try start.run(program, arguments)
        Self.running.withLock { _ = $0.insert(identifier) }
        let shared = SharedDescriptor(input)
        self.identifier = identifier
        self.input = shared
        self.output = output
        self.errors = errors
    }

    deinit {
        if status == nil { Self.end(identifier) }
    }

    /// What standard error holds, at most ``errorLimit`` bytes of it; untrusted.
    package var errorText: String { String(decoding: errorBytes, as: UTF8.self) }

    /// Waits until the program takes or gives bytes.
    /// - Parameter toWrite: whether there is something to write.
    /// - Throws: ``SystemError/Code/system`` with ETIMEDOUT at the deadline; ``SystemError/Code/interrupted``.
    package mutating func wait(toWrite: Bool, until deadline: Deadline) throws(SystemError) -> Readiness {
        while true {
            try Interruption.check()
            let left = deadline.milliseconds
            if left == 0 { throw SystemError(errno: ETIMEDOUT, "poll") }
            let ready = try poll(toWrite: toWrite && input != nil, milliseconds: min(left, Self.slice))
            if !ready.isEmpty { return ready }
        }
    }

    /// Reads what is there.
    /// - Returns: bytes read, 0 at the end, nil if nothing is there yet.
    package mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int? {
        do { return try output.read(into: buffer) } catch {
            if error.number == EAGAIN { return nil }
            throw error
        }
    }

    /// Writes what fits.
    /// - Returns: bytes written, 0 if none fit yet.
    /// - Throws: ``SystemError/Code/brokenPipe`` if nobody reads any more.
    package mutating func write(_ bytes: UnsafeRawBufferPointer) throws(SystemError) -> Int {
        guard let input else { throw SystemError(errno: EPIPE, "write") }
        do { return try input.descriptor.write(bytes) } catch {
            if error.number == EAGAIN { return 0 }
            throw error
        }
    }

    /// Tells the program that nothing more comes.
    package mutating func closeInput() { input = nil }

    /// Waits until the program has ended. Its standard output must have ended before, or nobody reads what it still writes.
    /// - Returns: the exit code, or 128 and the number of the signal that ended it.
    /// - Throws: ``SystemError/Code/system`` with ETIMEDOUT at the deadline; ``SystemError/Code/interrupted``.
    package mutating func finish(until deadline: Deadline) throws(SystemError) -> Int32 {
        input = nil
        while status == nil {
            try Interruption.check()
            if hasErrors { _ = try poll(toWrite: false, reading: false, milliseconds: 10) } else { usleep(10_000) }
            status = Self.reap(identifier)
            if status == nil, deadline.milliseconds == 0 { throw SystemError(errno: ETIMEDOUT, "wait") }
        }
        while hasErrors, try drainErrors() {}
        Self.running.withLock { _ = $0.remove(identifier) }
        return status ?? 0
    }

    /// How long the wait lasts before it looks whether the process was asked to stop, in milliseconds.
    private static let slice: Int32 = 200

    private mutating func poll(
        toWrite: Bool, reading: Bool = true, milliseconds: Int32
    ) throws(SystemError) -> Readiness {
        let writing = toWrite ? input?.descriptor.number ?? -1 : -1
        var watched = [
            pollfd(fd: reading ? output.number : -1, events: Int16(POLLIN), revents: 0),
            pollfd(fd: writing, events: Int16(POLLOUT), revents: 0),
            pollfd(fd: hasErrors ? errors.number : -1, events: Int16(POLLIN), revents: 0),
        ]
        try systemCall("poll") { Glibc.poll(&watched, 3, milliseconds) }
        if watched[2].revents != 0 { _ = try drainErrors() }
        var ready: Readiness = []
        if watched[0].revents != 0 { ready.insert(.readable) }
        if watched[1].revents != 0 { ready.insert(.writable) }
        return ready
    }

    /// - Returns: whether there may be more.
    private mutating func drainErrors() throws(SystemError) -> Bool {
        var block = [UInt8](repeating: 0, count: 4096)
        do {
            let count = try block.withMutableRawBytes { (buffer) throws(SystemError) in try errors.read(into: buffer) }
            hasErrors = count > 0
            errorBytes += block[..<min(count, Self.errorLimit - errorBytes.count)]
            return hasErrors
        } catch {
            if error.number == EAGAIN { return false }
            throw error
        }
    }

    // MARK: Ending

    private static let running = Mutex<Set<pid_t>>([])

    /// When this process has to end in a hurry, so have its children.
    private static let hook: Void = Interruption.atEmergencyExit {
        for identifier in running.withLock({ $0 }) { kill(-identifier, SIGKILL) }
    }

    private static func endWithThisProcess() { hook }

    private static func reap(_ identifier: pid_t) -> Int32? {
        var status: CInt = 0
        let result = waitpid(identifier, &status, WNOHANG)
        if result == 0 { return nil }
        // ECHILD: somebody else waited for it, and how it ended is not known.
        guard result == identifier else { return 255 }
        let signal = status & 0x7F
        return signal == 0 ? status >> 8 & 0xFF : 128 + signal
    }

    /// Asks the program and what it started to end, and after a second makes them.
    private static func end(_ identifier: pid_t) {
        defer { running.withLock { _ = $0.remove(identifier) } }
        kill(-identifier, SIGTERM)
        for _ in 0..<100 {
            if reap(identifier) != nil { return }
            usleep(10_000)
        }
        kill(-identifier, SIGKILL)
        var status: CInt = 0
        waitpid(identifier, &status, 0)
    }
}
