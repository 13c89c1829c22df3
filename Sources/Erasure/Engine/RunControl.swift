import Synchronization

/// Lets another thread, such as one that waits for a signal, ask a run to pause.
package final class RunControl: Sendable {
    private let isRequested = Atomic<Bool>(false)

    /// Nothing is asked for yet.
    package init() {}

    /// The run ends after the blocks that are being worked on, with a checkpoint.
    package func requestPause() { isRequested.store(true, ordering: .relaxed) }

    /// Whether a pause was asked for.
    package var isPauseRequested: Bool { isRequested.load(ordering: .relaxed) }
}
