import SystemIO

/// A program with its arguments, run to its end. No shell is involved.
struct Command: Hashable, Sendable {
    let program: Path
    let arguments: [String]
    /// The longest time in which no byte moves and the program does not end.
    var silence: Duration = .seconds(60)

    init(_ program: Path, _ arguments: [String], silence: Duration = .seconds(60)) {
        self.program = program
        self.arguments = arguments
        self.silence = silence
    }

    /// What a program left behind.
    struct Result: Hashable {
        /// The exit code, or 128 and the number of the signal that ended it.
        let status: Int32
        let output: [UInt8]
        /// The beginning of standard error; untrusted.
        let errors: String
    }

    /// Runs it without input.
    /// - Parameter limit: the most bytes of standard output.
    /// - Throws: `noProgram`, `tooMuch`, `timedOut`, `interrupted`.
    func run(limit: Int = 16 << 20) throws(RoutesError) -> Result {
        var output: [UInt8] = []
        let result = try run(input: { () throws(RoutesError) in nil }) { (bytes) throws(RoutesError) in
            guard output.count + bytes.count <= limit else {
                throw RoutesError(.tooMuch, "the program wrote more than expected")
            }
            output += bytes
        }
        return Result(status: result.status, output: output, errors: result.errors)
    }

    /// Runs it, and feeds and reads it at the same time.
    /// - Parameters:
    ///   - input: the next bytes for standard input, nil at the end.
    ///   - take: is given what comes from standard output.
    /// - Returns: a result without output.
    func run(
        input: () throws(RoutesError) -> [UInt8]?, take: ([UInt8]) throws(RoutesError) -> Void
    ) throws(RoutesError) -> Result {
        var child = try start()
        var feed = Feed()
        var block = [UInt8](repeating: 0, count: 65_536)
        while true {
            if feed.isEmpty, !feed.hasEnded {
                feed.take(try input())
                if feed.hasEnded { child.closeInput() }
            }
            let ready = try ready(&child, toWrite: !feed.hasEnded)
            if ready.contains(.writable) { try feed.send(to: &child) }
            guard ready.contains(.readable) else { continue }
            guard let count = try read(&child, into: &block) else { continue }
            if count == 0 { break }
            try take(Array(block[..<count]))
        }
        do {
            let status = try child.finish(until: Deadline(after: silence))
            return Result(status: status, output: [], errors: child.errorText)
        } catch { throw RoutesError(error) }
    }

    /// - Throws: `noProgram`.
    func start() throws(RoutesError) -> ChildProcess {
        do { return try ChildProcess(program, arguments) } catch {
            guard error.code == .notFound || error.code == .permissionDenied else { throw RoutesError(error) }
            var failure = RoutesError(
                .noProgram, "a program that the route needs is not there", advice: "install it, or name its path",
                said: program.string)
            failure.system = error
            throw failure
        }
    }

    private func ready(
        _ child: inout ChildProcess, toWrite: Bool
    ) throws(RoutesError) -> ChildProcess.Readiness {
        do { return try child.wait(toWrite: toWrite, until: Deadline(after: silence)) } catch {
            throw RoutesError(error)
        }
    }

    private func read(_ child: inout ChildProcess, into block: inout [UInt8]) throws(RoutesError) -> Int? {
        do {
            return try block.withMutableRawBytes { (buffer) throws(SystemError) in try child.read(into: buffer) }
        } catch { throw RoutesError(error) }
    }
}

/// What is still to be written to a program.
struct Feed {
    private var bytes: [UInt8] = []
    private var sent = 0
    /// Whether nothing more comes.
    private(set) var hasEnded = false

    var isEmpty: Bool { sent == bytes.count }

    mutating func take(_ next: [UInt8]?) {
        bytes = next ?? []
        sent = 0
        hasEnded = next == nil
    }

    /// Writes what fits. A program that no longer reads has its reason, which its exit code and its words tell.
    mutating func send(to child: inout ChildProcess) throws(RoutesError) {
        do {
            sent += try bytes.withRawBytes { (buffer) throws(SystemError) in
                try child.write(UnsafeRawBufferPointer(rebasing: buffer[sent...]))
            }
        } catch {
            guard error.code == .brokenPipe else { throw RoutesError(error) }
            take(nil)
            child.closeInput()
        }
    }
}
