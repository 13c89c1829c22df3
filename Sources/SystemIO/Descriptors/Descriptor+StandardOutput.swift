import Glibc

/// Standard output as a file that something else may be read from.
extension Descriptor {
    /// Takes the numbers of standard streams that the process was started without, so that no file that is opened later has
    /// one of them and gets what was meant for the stream. What takes them cannot be used: reading or writing fails with
    /// EBADF, as with the closed stream.
    package static func reserveStandardStreams() {
        for number in STDIN_FILENO...STDERR_FILENO where fcntl(number, F_GETFD) == -1 {
            // The lowest number that is free, which is this one: those below are open by now (open(2)).
            _ = Glibc.open("/dev/null", number == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
    }

    /// Which file standard output writes to; nil where it is a pipe, a terminal or another device.
    /// - Throws: the code of errno if standard output is closed.
    package static func standardOutputFile() throws(SystemError) -> FileIdentity? {
        do {
            let metadata = try standardOutput.metadata()
            return metadata.kind == .file ? metadata.identity : nil
        } catch { throw error.at(standardOutputName) }
    }

    /// Refuses to read from the file that standard output writes to: it would grow as long as it is read, or lose what is
    /// read from it.
    /// - Parameter name: what errors call this descriptor.
    /// - Throws: ``SystemError/Code/inputIsOutput``.
    package borrowing func requireApartFromStandardOutput(_ name: Path?) throws(SystemError) {
        guard let output = try Self.standardOutputFile(), try metadata().identity == output else { return }
        throw SystemError(.inputIsOutput, "open", path: name)
    }
}
