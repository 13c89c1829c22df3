import Console
import Synchronization
import Terminal

/// How many entries are done, told by many threads.
final class EntryCounts: Sendable {
    private let state = Mutex(ProgressCount(completed: 0, total: 0, of: .entries))

    var count: ProgressCount { state.withLock { $0 } }

    @Sendable func set(_ done: UInt64, _ total: UInt64) {
        state.withLock { $0 = ProgressCount(completed: done, total: total, of: .entries) }
    }
}
