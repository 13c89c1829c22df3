import Glibc
import SystemIO

/// Refuses what is not ours, or what others may read, change or enter.
/// - Throws: ``KeyringError/Code/unsafePermissions`` with a remedy.
func requirePrivate(_ metadata: FileMetadata, _ path: Path) throws(KeyringError) {
    guard metadata.owner == geteuid() else {
        var error = KeyringError(.unsafePermissions, "it belongs to user \(metadata.owner)", path: path)
        error.remedy = "chown \(geteuid())"
        throw error
    }
    guard metadata.mode & 0o077 == 0 else {
        var error = KeyringError(
            .unsafePermissions, "others have access: its mode is \(String(metadata.mode, radix: 8))", path: path)
        error.remedy = metadata.kind == .folder ? "chmod 700" : "chmod 600"
        throw error
    }
}

/// The same for what must be a regular file.
/// - Throws: also ``KeyringError/Code/malformed``.
func requirePrivateFile(_ metadata: FileMetadata, _ path: Path) throws(KeyringError) {
    guard metadata.kind == .file else { throw KeyringError(.malformed, "not a regular file", path: path) }
    try requirePrivate(metadata, path)
}

/// What a call gives, or nil where there is no such file.
/// - Throws: ``KeyringError/Code/malformed`` for a symbolic link that must not be followed, ``KeyringError/Code/system``.
func ifPresent<Value: ~Copyable>(
    _ path: Path, _ body: () throws(SystemError) -> Value
) throws(KeyringError) -> Value? {
    do throws(SystemError) { return try body() } catch {
        if error.code == .notFound { return nil }
        // open(2) with O_NOFOLLOW.
        if error.number == ELOOP { throw KeyringError(.malformed, "not a regular file", path: path) }
        throw KeyringError(error, at: path)
    }
}

/// Everything from the current position, which is at most `limit` bytes.
/// - Throws: ``KeyringError/Code/tooLarge``, ``KeyringError/Code/system``.
func readBounded(_ file: borrowing Descriptor, _ path: Path, limit: Int) throws(KeyringError) -> [UInt8] {
    do throws(SystemError) { return try file.readToEnd(limit: limit) } catch {
        if error.code == .tooLarge { throw KeyringError(.tooLarge, "more than \(limit) bytes", path: path) }
        throw KeyringError(error, at: path)
    }
}
