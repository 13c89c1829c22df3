import Glibc

/// How many descriptors the process may have open.
package enum DescriptorLimit {
    /// Lets the process have as many as it may give itself; setrlimit(2), RLIMIT_NOFILE. A ``SourceTree`` holds one for each
    /// folder that its inputs lie in, so that they cannot be exchanged, and the usual 1,024 are too few for that.
    package static func raise() {
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0, limit.rlim_cur < limit.rlim_max else { return }
        limit.rlim_cur = limit.rlim_max
        // Where it is refused, fewer have to do; opening one too many is reported then.
        _ = setrlimit(resource, &limit)
    }
}
