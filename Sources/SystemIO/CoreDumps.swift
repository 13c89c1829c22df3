import Glibc

/// Keeps the process from leaving an image of its memory, and the keys in it, when it crashes; setrlimit(2), RLIMIT_CORE.
/// What an administrator catches with a pipe, core(5), is not subject to the limit's size, but to zero it is.
package func forbidCoreDumps() {
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    // To lower a limit is always permitted.
    setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
}
