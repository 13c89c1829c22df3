extension Descriptor {
    /// The same file again, with other flags: by its number in /proc, so that no name is looked up anew (proc_pid_fd(5)).
    /// - Throws: the code of errno.
    package borrowing func reopened(_ flags: OpenFlags) throws(SystemError) -> Descriptor {
        try Descriptor.open(Path("/proc/self/fd/\(number)"), flags)
    }
}
