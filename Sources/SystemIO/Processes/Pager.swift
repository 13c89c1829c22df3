import Glibc

/// A program that shows page by page what this process writes to standard output, which must be a terminal.
///
/// While it runs, it has the terminal, and SIGINT is meant for it. When its user has seen enough, writing fails with
/// ``SystemError/Code/brokenPipe``.
package struct Pager: ~Copyable {
    private let identifier: pid_t
    /// What was standard output before.
    private let terminal: Descriptor

    /// Starts a program, and makes standard output what it reads.
    /// - Parameters:
    ///   - program: looked up in PATH unless it has a slash.
    ///   - variables: take the place of this process's own of the same names.
    /// - Throws: ``SystemError/Code/notFound`` if there is no such program, or the code of errno.
    package init(_ program: Path, _ arguments: [String], variables: [String: String]) throws(SystemError) {
        let terminal = try Descriptor.standardOutput.duplicate()
        let pipe = try Pipe()
        let identifier = try ProcessStart(input: pipe.reading.number).run(program, arguments, variables: variables)
        let writing = pipe.writing.number
        // Where it failed, the pager would see the end of its input, and end.
        try systemCall("dup2") { dup2(writing, STDOUT_FILENO) }
        Interruption.leaveInterrupts(true)
        self.identifier = identifier
        self.terminal = terminal
    }

    deinit {
        // The pager sees the end of its input, and what is written from here on goes to the terminal.
        dup2(terminal.number, STDOUT_FILENO)
        var status: CInt = 0
        while waitpid(identifier, &status, 0) == -1, errno == EINTR, Interruption.requested == nil {}
        Interruption.leaveInterrupts(false)
    }
}
