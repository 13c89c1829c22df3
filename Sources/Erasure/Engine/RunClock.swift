import Glibc
import SystemIO

/// The two clocks of a run: that of the wall, which anybody may set, and one that only runs forward.
package protocol RunClock: Sendable {
    /// Seconds since 1970-01-01T00:00:00Z.
    func wall() -> Int64
    /// Nanoseconds since the machine was started, time asleep included.
    func monotonic() -> UInt64
}

/// The clocks of the kernel: CLOCK_REALTIME and CLOCK_BOOTTIME, clock_gettime(2).
package struct KernelClock: RunClock {
    /// The clocks of this machine.
    package init() {}

    /// CLOCK_REALTIME.
    package func wall() -> Int64 { Int64(Self.read(CLOCK_REALTIME).tv_sec) }

    /// CLOCK_BOOTTIME.
    package func monotonic() -> UInt64 {
        let time = Self.read(CLOCK_BOOTTIME)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    private static func read(_ clock: clockid_t) -> timespec {
        var time = timespec()
        // Neither clock can fail on Linux, and both are read without a system call.
        clock_gettime(clock, &time)
        return time
    }
}
