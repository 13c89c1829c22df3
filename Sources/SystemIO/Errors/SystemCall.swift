import Glibc

/// Makes a system call that returns -1 on failure: the one place that reads errno and retries EINTR. An interruption that
/// was requested meanwhile ends the retries.
@discardableResult
func systemCall<Result: SignedInteger>(
    _ operation: StaticString, path: Path? = nil, offset: UInt64? = nil, _ call: () -> Result
) throws(SystemError) -> Result {
    while true {
        let result = call()
        if result != -1 { return result }
        let number = errno
        guard number == EINTR else {
            throw SystemError(errno: number, operation.description, path: path, offset: offset)
        }
        try Interruption.check()
    }
}

/// As ``systemCall(_:path:offset:_:)``, for calls whose failure the caller expects: gives errno instead of throwing.
/// 0 is success.
func systemCallNumber(_ call: () -> CInt) -> Int32 {
    while true {
        if call() != -1 { return 0 }
        let number = errno
        if number != EINTR { return number }
    }
}

extension SystemError {
    init(errno number: Int32, _ operation: String, path: Path? = nil, offset: UInt64? = nil) {
        self.init(Self.code(of: number), operation, path: path, offset: offset, number: number)
    }

    private static func code(of number: Int32) -> Code {
        switch number {
        case EEXIST, ENOTEMPTY: .exists
        case ENOENT: .notFound
        case EACCES, EPERM: .permissionDenied
        case ENOSPC, EDQUOT: .noSpace
        case EPIPE: .brokenPipe
        case ENAMETOOLONG: .unsafeName
        case ENOTDIR: .notFolder
        case EISDIR: .isFolder
        default: .system
        }
    }

    /// Whether a symbolic link stands where none is followed (ELOOP, open(2)).
    package var isLink: Bool { number == ELOOP }

    /// The kernel's words for the number in English, such as "No space left on device", or nil where there is none.
    package var systemMessage: String? {
        guard let number, code != .interrupted else { return nil }
        var text = [CChar](repeating: 0, count: 256)
        guard strerror_r(number, &text, text.count) == 0 else { return nil }
        return text.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } }
    }
}
