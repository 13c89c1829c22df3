import Synchronization

/// Hands out the blocks of a stretch of the device, each once and in order, and tells after a stop exactly how many were.
final class BlockCounter: Sendable {
    private let upcoming = Atomic<UInt64>(0)
    private let stoppedAt = Atomic<UInt64>(.max)
    /// How many blocks there are.
    let total: UInt64

    init(total: UInt64) { self.total = total }

    /// The next block, or nil if all are handed out or the work was stopped.
    func next() -> UInt64? {
        // Looked at first, so that the counter cannot wrap however often it is asked.
        guard upcoming.load(ordering: .relaxed) < total else { return nil }
        let block = upcoming.wrappingAdd(1, ordering: .relaxed).oldValue
        return block < total ? block : nil
    }

    /// No block is handed out any more. One variable decides both: what it held before is what was handed out.
    func stop() {
        let before = upcoming.exchange(Self.stopped, ordering: .relaxed)
        if before < Self.stopped { stoppedAt.store(min(before, total), ordering: .relaxed) }
    }

    /// How many blocks were handed out. To be asked when every worker has ended.
    var handedOut: UInt64 { min(stoppedAt.load(ordering: .relaxed), min(upcoming.load(ordering: .relaxed), total)) }

    /// More blocks than any device has.
    private static let stopped: UInt64 = 1 << 62
}
