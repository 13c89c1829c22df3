internal import CSystem
import Glibc

/// What an open file is, and the calls that concern it as a whole.
extension Descriptor {
    /// fstat(2).
    package borrowing func metadata() throws(SystemError) -> FileMetadata {
        var status = stat()
        let number = number
        try systemCall("fstat") { fstat(number, &status) }
        return FileMetadata(status)
    }

    /// Metadata of an entry of this folder; a symbolic link is not followed. fstatat(2).
    /// - Throws: ``SystemError/Code/notFound`` if there is no such entry.
    package borrowing func metadata(of name: Path) throws(SystemError) -> FileMetadata {
        var status = stat()
        let number = number
        try name.withCString { pointer throws(SystemError) in
            _ = try systemCall("stat", path: name) { fstatat(number, pointer, &status, AT_SYMLINK_NOFOLLOW) }
        }
        return FileMetadata(status)
    }

    /// Metadata of an entry of this folder, or nil if there is none.
    borrowing func metadataIfPresent(of name: Path) throws(SystemError) -> FileMetadata? {
        do { return try metadata(of: name) } catch  where error.code == .notFound { return nil }
    }

    /// Sets the length in bytes: cuts, or fills with zeros. ftruncate(2).
    package borrowing func truncate(to length: UInt64) throws(SystemError) {
        let number = number
        try systemCall("ftruncate", offset: length) { ftruncate(number, off_t(clamping: length)) }
    }

    /// Returns when contents and metadata are on the medium. fsync(2).
    /// - Throws: the code of errno; after that, nothing that was written may be relied on.
    package borrowing func synchronize() throws(SystemError) {
        let number = number
        try systemCall("fsync") { fsync(number) }
    }

    /// Returns when everything written to this file's filesystem is on the medium. syncfs(2).
    package borrowing func synchronizeFilesystem() throws(SystemError) {
        let number = number
        try systemCall("syncfs") { fubako_syncfs(number) }
    }

    /// Sets the permission bits, whatever the umask is. fchmod(2).
    package borrowing func setMode(_ mode: UInt32) throws(SystemError) {
        let number = number
        try systemCall("fchmod") { fchmod(number, mode) }
    }

    /// Sets the time of modification, and leaves that of access alone. futimens(3).
    package borrowing func setModified(_ time: FileTime) throws(SystemError) {
        let number = number
        let times = [timespec(tv_sec: 0, tv_nsec: FUBAKO_UTIME_OMIT), time.timespec]
        try systemCall("futimens") { futimens(number, times) }
    }

    /// Whether positions can be read in any order: true for files and block devices, false for pipes and terminals.
    package var isSeekable: Bool {
        lseek(number, 0, SEEK_CUR) != -1
    }

    /// Whether what is read next is the first byte. A file that the process was started with may stand elsewhere.
    package var isAtStart: Bool { lseek(number, 0, SEEK_CUR) == 0 }

    /// Whether it is a terminal, see isatty(3).
    package var isTerminal: Bool { isatty(number) == 1 }

    /// Tells the kernel that the file will be read from front to back, so that it reads further ahead.
    package borrowing func expectSequentialReads() {
        // Advice only: a file that cannot take it is read all the same (posix_fadvise(2)).
        _ = posix_fadvise(number, 0, 0, POSIX_FADV_SEQUENTIAL)
    }

    /// Tells the kernel to drop what it has in memory of a file that was synchronised, so that reading asks the medium.
    package borrowing func forgetCached() {
        _ = posix_fadvise(number, 0, 0, POSIX_FADV_DONTNEED)
    }
}
