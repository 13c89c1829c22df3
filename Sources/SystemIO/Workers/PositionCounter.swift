import Synchronization

/// Hands out positions 0, 1, 2, ... to workers, each once and in order.
package final class PositionCounter: Sendable {
    private let upcoming = Atomic<UInt64>(0)
    private let end: Atomic<UInt64>

    /// - Parameter total: how many positions there are; nil if only ``stop()`` ends them.
    package init(total: UInt64? = nil) { end = Atomic(total ?? .max) }

    /// The next position, or nil when all are handed out or the work was stopped.
    package func next() -> UInt64? {
        // Checked before counting too, so that the counter cannot wrap however often it is asked.
        guard upcoming.load(ordering: .relaxed) < end.load(ordering: .acquiring) else { return nil }
        let position = upcoming.wrappingAdd(1, ordering: .relaxed).oldValue
        return position < end.load(ordering: .acquiring) ? position : nil
    }

    /// No position is handed out any more.
    package func stop() { end.store(0, ordering: .releasing) }
}
