internal import CSystem
import Glibc

/// Keeps the process from leaving an image of its memory, and the keys in it, when it crashes, and other processes of the
/// same user from attaching to it; prctl(2), PR_SET_DUMPABLE. Its own entries in /proc stay open to itself, see proc(5).
///
/// A kernel that refused that would still observe the limit of setrlimit(2), RLIMIT_CORE, though not for what an
/// administrator catches with a pipe, core(5).
package func forbidCoreDumps() {
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    // To lower a limit, and to give up being dumped, is always permitted.
    setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
    _ = fubako_forbid_dumps()
}
