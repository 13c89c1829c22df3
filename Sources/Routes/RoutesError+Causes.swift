import Cryptography
import Glibc
import SystemIO

extension RoutesError {
    /// What a failed system call at a place means for the route.
    init(_ system: SystemError) {
        let (code, reason) = Self.meaning(of: system)
        self.init(code, reason, offset: system.offset)
        self.system = system
    }

    init(_ cryptography: CryptographyError) {
        self.init(.cryptography, "a cryptographic operation failed")
        self.cryptography = cryptography
    }

    private static func meaning(of system: SystemError) -> (Code, String) {
        switch (system.code, system.number) {
        case (.interrupted, _): (.interrupted, "the process was asked to stop")
        case (.noSpace, _): (.full, "there is no room left")
        case (.permissionDenied, _): (.refused, "the system does not allow it")
        case (.exists, _): (.exists, "the name is taken")
        case (.notFound, _): (.notFound, "there is no such file")
        case (_, EROFS): (.readOnly, "the filesystem is mounted read-only")
        case (_, EFBIG): (.tooLarge, "the filesystem has no files of this size")
        case (_, ETIMEDOUT): (.timedOut, "nothing moved for too long")
        // What a medium that was pulled out, or a server that went away under a mount, answers.
        case (_, EIO), (_, ENODEV), (_, ENXIO), (_, ESTALE), (_, ENOTCONN), (_, EHOSTDOWN):
            (.connectionLost, "the medium or the server went away")
        default: (.system, "the operating system refused")
        }
    }
}

/// Runs calls of SystemIO.
func system<Result: ~Copyable>(_ body: () throws(SystemError) -> Result) throws(RoutesError) -> Result {
    do { return try body() } catch { throw RoutesError(error) }
}

/// Runs calls of Cryptography.
func cryptography<Result: ~Copyable>(
    _ body: () throws(CryptographyError) -> Result
) throws(RoutesError) -> Result {
    do { return try body() } catch { throw RoutesError(error) }
}
