/// Why the operating system, or one of this module's own rules, refused.
package struct SystemError: Error, Equatable, Sendable {
    /// What is wrong, as a stable name.
    package struct Code: RawRepresentable, Hashable, Sendable {
        /// The stable name.
        package let rawValue: String
        /// - Parameters:
        ///   - operation: the system call or the step that failed.
        ///   - number: errno, or a signal's number.
        package init(rawValue: String) { self.rawValue = rawValue }

        /// A system call failed in a way that has no name of its own here; the number is in ``SystemError/number``.
        package static let system = Code(rawValue: "system")
        /// SIGINT, SIGTERM or SIGHUP asked the process to stop; ``SystemError/number`` is the signal.
        package static let interrupted = Code(rawValue: "interrupted")
        /// The name is taken (EEXIST), and replacing was not asked for.
        package static let exists = Code(rawValue: "exists")
        /// No such file or folder (ENOENT).
        package static let notFound = Code(rawValue: "not found")
        /// The caller may not do this (EACCES, EPERM).
        package static let permissionDenied = Code(rawValue: "permission denied")
        /// The filesystem or the quota is full (ENOSPC, EDQUOT).
        package static let noSpace = Code(rawValue: "no space")
        /// The reader of a pipe has gone (EPIPE).
        package static let brokenPipe = Code(rawValue: "broken pipe")
        /// A path that is empty, absolute, too long, leaves its folder, or holds a NUL or a dot component.
        package static let unsafeName = Code(rawValue: "unsafe name")
        /// A folder was expected (ENOTDIR).
        package static let notFolder = Code(rawValue: "not a folder")
        /// A folder stands where a file was expected (EISDIR).
        package static let isFolder = Code(rawValue: "is a folder")
        /// What has the output's name already is of another kind, such as a folder for a file, and is never replaced.
        package static let otherKind = Code(rawValue: "other kind")
        /// Something else stands where a regular file was expected.
        package static let notRegularFile = Code(rawValue: "not a regular file")
        /// A file or folder is no longer what it was when it was listed.
        package static let changedWhileRead = Code(rawValue: "changed while read")
        /// A file ended before the bytes that were asked for.
        package static let shortFile = Code(rawValue: "short file")
        /// Input and output are the same file.
        package static let inputIsOutput = Code(rawValue: "input is output")
        /// The output would lie inside one of the inputs.
        package static let outputInsideInput = Code(rawValue: "output inside input")
        /// Two inputs have the same last component.
        package static let duplicateName = Code(rawValue: "duplicate name")
        /// A private file or folder is not ours, or others may use it.
        package static let unsafePermissions = Code(rawValue: "unsafe permissions")
        /// A record in the state folder is not one that this program wrote.
        package static let badRecord = Code(rawValue: "bad record")
        /// A folder contains itself, through a mount.
        package static let folderCycle = Code(rawValue: "folder cycle")
        /// More bytes, or a deeper or larger folder, than can be handled.
        package static let tooLarge = Code(rawValue: "too large")
    }

    /// What is wrong.
    package let code: Code
    /// errno as the kernel gave it, a signal number for ``Code/interrupted``, or nil where no call failed.
    package let number: Int32?
    /// The system call or the step that failed, such as "open".
    package let operation: String
    /// What it was applied to, in its raw bytes. Escaping is the business of whoever prints it.
    package let path: Path?
    /// Where in the file, in bytes.
    package let offset: UInt64?

    /// - Parameters:
    ///   - operation: the system call or the step that failed.
    ///   - number: errno, or a signal's number.
    package init(
        _ code: Code, _ operation: String, path: Path? = nil, offset: UInt64? = nil, number: Int32? = nil
    ) {
        self.code = code
        self.number = number
        self.operation = operation
        self.path = path
        self.offset = offset
    }

    /// The same error, with the path that only the caller knows.
    package func at(_ path: Path) -> SystemError {
        SystemError(code, operation, path: path, offset: offset, number: number)
    }

    /// The same error, with the path that only the caller knows, unless it has one.
    package func naming(_ path: Path?) -> SystemError {
        guard self.path == nil, let path else { return self }
        return at(path)
    }
}
