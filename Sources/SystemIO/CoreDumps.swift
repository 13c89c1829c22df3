import Glibc

/// Keeps the process from leaving an image of its memory, and the keys in it, when it crashes; setrlimit(2), RLIMIT_CORE.
/// What an administrator catches with a pipe is not subject to the limit, core(5): then only the pages of secrets are
/// left out.
package func forbidCoreDumps() {
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    // To lower a limit is always permitted.
    setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
}
