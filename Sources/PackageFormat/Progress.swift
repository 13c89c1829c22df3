import Synchronization

/// How far a long operation has come, for whoever wants to show it. Workers add, one reader polls.
package final class Progress: Sendable {
    private let completedBytes = Atomic<UInt64>(0)
    private let totalBytes = Atomic<UInt64>(0)
    private let cancelled = Atomic<Bool>(false)
    private let begun = Atomic<Bool>(false)

    /// Nothing done yet, of an unknown whole.
    package init() {}

    /// Bytes done so far.
    package var completed: UInt64 { completedBytes.load(ordering: .relaxed) }

    /// Bytes to do in all, or 0 while that is not known.
    package var total: UInt64 { totalBytes.load(ordering: .relaxed) }

    /// Asks the operation to stop soon, since its result is not wanted any more.
    package func cancel() { cancelled.store(true, ordering: .relaxed) }

    var isCancelled: Bool { cancelled.load(ordering: .relaxed) }

    func expect(_ bytes: UInt64) { totalBytes.store(bytes, ordering: .relaxed) }

    /// Whether bytes were handed to the system to be written. While it still takes them, as a pipe does whose reader
    /// stalls, some may be out that are not counted yet.
    package var hasBegun: Bool { begun.load(ordering: .relaxed) }

    /// Bytes are about to be handed to the system.
    package func begin() { begun.store(true, ordering: .relaxed) }

    /// So many bytes more are done.
    package func add(_ bytes: Int) { completedBytes.wrappingAdd(UInt64(bytes), ordering: .relaxed) }
}
