import Synchronization

/// A file or folder under a random name, until it gets its own: recorded first, and removed before its record.
final class InterimEntry: Sendable {
    let parent: SharedDescriptor
    let name: Path
    private let record: StagingRecord?
    private let state: StateFolder?
    /// Whether it is on its way to its final names, or is being removed in a hurry: never both, so that no tree that is
    /// half removed gets a final name.
    private let phase = Atomic<Int>(Phase.made)

    private enum Phase {
        static let made = 0
        static let placing = 1
        static let discarding = 2
    }

    /// All that are not finished, for the case that the process has to end at once.
    private static let live = Mutex<[ObjectIdentifier: InterimEntry]>([:])

    /// Records a name, which is not yet used.
    /// - Parameters:
    ///   - path: the parent folder's.
    ///   - state: nil for what need not be removed by a later run.
    init(in parent: SharedDescriptor, path: Path, state: StateFolder?) throws(SystemError) {
        self.parent = parent
        self.state = state
        if let state {
            let record: StagingRecord
            do { record = try StagingRecord.make(parent: path.absolute(), in: state) } catch {
                throw error.naming(state.path.appending("staging"))
            }
            name = Path(record.name.file)
            self.record = consume record
        } else {
            name = Path(try RandomName().file)
            record = nil
        }
        Self.live.withLock { $0[ObjectIdentifier(self)] = self }
    }

    /// Called before the first move to a final name: from here on it is finished, not removed, when the process has to end.
    /// - Throws: ``SystemError/Code/interrupted`` if it is being removed already.
    func beginPlacing() throws(SystemError) {
        let (isFirst, phase) = phase.compareExchange(
            expected: Phase.made, desired: Phase.placing, ordering: .acquiringAndReleasing)
        if isFirst || phase == Phase.placing { return }
        throw SystemError(.interrupted, "rename", number: Interruption.requested)
    }

    /// As ``beginPlacing()``, for moves that are many: the next run finishes them if this process is killed.
    func announcePlacing(replacing: Bool) throws(SystemError) {
        try beginPlacing()
        try record?.announcePlacing(replacing: replacing)
    }

    /// Removes what still has the name, then the record.
    /// - Throws: the code of errno; the record stays, so that the next run tries again.
    func discard() throws(SystemError) {
        defer { _ = Self.live.withLock { $0.removeValue(forKey: ObjectIdentifier(self)) } }
        try parent.descriptor.removeTree(name)
        if let state { try record?.remove(from: state) }
    }

    /// Removes everything that is unfinished in this process and not being placed, as far as it can be.
    static func discardAll() { discard(live.withLock { Array($0.values) }) }

    static func discard(_ entries: [InterimEntry]) {
        for entry in entries {
            let (isFree, _) = entry.phase.compareExchange(
                expected: Phase.made, desired: Phase.discarding, ordering: .acquiringAndReleasing)
            guard isFree else { continue }
            // The process is about to end: what fails here is left to the next run.
            try? entry.discard()
        }
    }
}
