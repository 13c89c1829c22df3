/// When waiting ends.
package struct Deadline: Sendable {
    private let instant: ContinuousClock.Instant

    /// So much time from now.
    package init(after duration: Duration) { instant = ContinuousClock.now.advanced(by: duration) }

    private init(_ instant: ContinuousClock.Instant) { self.instant = instant }

    /// Whichever of the two comes first.
    package func sooner(_ other: Deadline?) -> Deadline {
        guard let other else { return self }
        return Deadline(min(instant, other.instant))
    }

    /// What is left in milliseconds, 0 when it is over.
    var milliseconds: Int32 {
        let left = ContinuousClock.now.duration(to: instant)
        guard left > .zero else { return 0 }
        let parts = left.components
        let whole = parts.seconds.multipliedReportingOverflow(by: 1000)
        return whole.overflow
            ? .max : Int32(clamping: whole.partialValue + parts.attoseconds / 1_000_000_000_000_000 + 1)
    }
}
