import Glibc
import SystemIO

/// How often something is tried again, and how long the waits between are.
package struct BackOff: Hashable, Sendable {
    /// How often at most, 1 or more.
    package let attempts: Int
    /// The first wait; each further one is twice as long.
    package let first: Duration
    /// The longest wait.
    package let longest: Duration

    /// Five attempts within about 15 seconds, unless told otherwise.
    package init(attempts: Int = 5, first: Duration = .seconds(1), longest: Duration = .seconds(60)) {
        self.attempts = max(attempts, 1)
        self.first = first
        self.longest = longest
    }

    /// The wait after a failed attempt, counted from 1.
    package func pause(after attempt: Int) -> Duration {
        var pause = first
        for _ in 1..<max(attempt, 1) where pause < longest { pause *= 2 }
        return min(pause, longest)
    }

    /// Does something until it succeeds, fails for a reason that does not pass by itself, or was tried often enough.
    /// - Parameters:
    ///   - pausing: waits; replaced in tests.
    ///   - body: is told which attempt it is, counted from 1.
    /// - Throws: the last error.
    package func run<Result>(
        pausing: (Duration) throws(RoutesError) -> Void = BackOff.sleep,
        _ body: (_ attempt: Int) throws(RoutesError) -> Result
    ) throws(RoutesError) -> Result {
        var attempt = 1
        while true {
            do throws(RoutesError) { return try body(attempt) } catch {
                guard error.isPassing, attempt < attempts else { throw error }
            }
            try pausing(pause(after: attempt))
            attempt += 1
        }
    }

    /// Sleeps, but not on when the process is asked to stop.
    package static func sleep(_ duration: Duration) throws(RoutesError) {
        let end = ContinuousClock.now.advanced(by: duration)
        repeat {
            do { try Interruption.check() } catch { throw RoutesError(error) }
            usleep(50_000)
        } while ContinuousClock.now < end
    }
}
