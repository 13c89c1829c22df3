import Glibc

/// Locks that processes agree on, see flock(2). They belong to the open file, and end with its last descriptor: also when
/// the process is killed.
extension Descriptor {
    /// Waits until nobody else holds the file or folder, and holds it.
    /// - Throws: ``SystemError/Code/interrupted`` if the process is asked to stop while it waits; the code of errno where
    ///   the filesystem has no locks.
    package borrowing func lock() throws(SystemError) {
        let number = number
        try systemCall("flock") { flock(number, LOCK_EX) }
    }

    /// Takes the exclusive lock that dies with this open file; flock(2).
    /// - Returns: false if another open file has it.
    package borrowing func lockIfFree() throws(SystemError) -> Bool {
        let number = number
        let result = systemCallNumber { flock(number, LOCK_EX | LOCK_NB) }
        if result == 0 { return true }
        guard result == EWOULDBLOCK else { throw SystemError(errno: result, "flock") }
        return false
    }
}
