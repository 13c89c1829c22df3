import Glibc

/// An open file: owns its descriptor, and closes it when it goes out of scope. Every descriptor has O_CLOEXEC.
///
/// Several threads may use one descriptor at once through the calls that take an offset: each of them is one pread(2) or
/// pwrite(2) loop without state of its own. A `let` of this type can be borrowed by the closure of
/// ``runWorkers(_:_:)``; where it has to outlive a scope, use ``SharedDescriptor``.
package struct Descriptor: ~Copyable, Sendable {
    let number: CInt
    private let isOwned: Bool

    /// Takes over a descriptor that the system made. The caller must not close it.
    package init(takingOwnershipOf number: CInt) {
        self.number = number
        isOwned = true
    }

    private init(borrowing number: CInt) {
        self.number = number
        isOwned = false
    }

    deinit {
        if isOwned { _ = Glibc.close(number) }
    }

    /// Opens a path, see open(2).
    /// - Parameter mode: permission bits of a file that is created, before the umask.
    /// - Throws: the code of errno, with the path.
    package static func open(
        _ path: Path, _ flags: OpenFlags, mode: UInt32 = 0o600
    ) throws(SystemError) -> Descriptor {
        try open(path, from: AT_FDCWD, flags, mode: mode)
    }

    /// Opens a path that counts from a folder, see openat(2). Nothing keeps such a path inside the folder: for names that
    /// others have chosen there is ``ExtractionRoot``.
    /// - Throws: the code of errno, with the path as it was given.
    package static func open(
        _ path: Path, in folder: borrowing Descriptor, _ flags: OpenFlags, mode: UInt32 = 0o600
    ) throws(SystemError) -> Descriptor {
        try open(path, from: folder.number, flags, mode: mode)
    }

    private static func open(
        _ path: Path, from folder: CInt, _ flags: OpenFlags, mode: UInt32
    ) throws(SystemError) -> Descriptor {
        let number = try path.withCString { name throws(SystemError) in
            try systemCall("open", path: path) { openat(folder, name, flags.rawValue | O_CLOEXEC, mode) }
        }
        return Descriptor(takingOwnershipOf: number)
    }

    /// Standard input, which is never closed.
    package static var standardInput: Descriptor { Descriptor(borrowing: STDIN_FILENO) }
    /// Standard output, which is never closed.
    package static var standardOutput: Descriptor { Descriptor(borrowing: STDOUT_FILENO) }
    /// What errors call standard input.
    package static let standardInputName: Path = "/dev/stdin"
    /// What errors call standard output.
    package static let standardOutputName: Path = "/dev/stdout"
    /// Standard error, which is never closed.
    package static var standardError: Descriptor { Descriptor(borrowing: STDERR_FILENO) }

    /// A descriptor that the process was started with, as in `--passphrase-fd 3`; it is never closed.
    /// - Throws: ``SystemError/Code/system`` with EBADF if there is none.
    package static func inherited(_ number: Int32) throws(SystemError) -> Descriptor {
        try systemCall("fcntl") { fcntl(number, F_GETFD) }
        return Descriptor(borrowing: number)
    }

    /// Closes, and reports what a mere end of scope cannot: an error of writing that shows only now.
    /// - Throws: the code of errno. The descriptor is gone in any case (close(2)), also after EINTR, which is no error.
    package consuming func close() throws(SystemError) {
        let number = number
        let isOwned = isOwned
        discard self
        guard isOwned, Glibc.close(number) == -1 else { return }
        let failure = errno
        if failure != EINTR { throw SystemError(errno: failure, "close") }
    }

    /// Another descriptor of the same open file, with the same position.
    package borrowing func duplicate() throws(SystemError) -> Descriptor {
        let number = number
        return Descriptor(takingOwnershipOf: try systemCall("dup") { fcntl(number, F_DUPFD_CLOEXEC, 3) })
    }

    /// Lends the number for a call that this module does not make, such as tcgetattr(3). It must not be kept or closed.
    package borrowing func withNumber<Result, Failure: Error>(
        _ body: (CInt) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(number)
    }
}

/// A descriptor that several owners keep, and that is closed with the last of them.
package final class SharedDescriptor: Sendable {
    /// Open as long as this lives.
    package let descriptor: Descriptor

    /// Takes it over from its one owner.
    package init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }
}
