import Glibc

extension Descriptor {
    /// How many bytes an unprivileged user may still write to the filesystem that the file is on (fstatvfs(3)).
    /// - Throws: ``SystemError``.
    package borrowing func room() throws(SystemError) -> UInt64 {
        var facts = statvfs()
        let number = number
        try systemCall("fstatvfs") { fstatvfs(number, &facts) }
        let (bytes, overflow) = UInt64(facts.f_bavail).multipliedReportingOverflow(by: UInt64(facts.f_frsize))
        return overflow ? .max : bytes
    }
}
