/// What a journal proves of a run: no more than the device had confirmed.
package struct RunState: Hashable, Sendable {
    /// What the run is.
    package let header: RunHeader
    /// The passes of this attempt as far as they were begun, in order.
    package private(set) var passes: [PassState] = []
    /// Why earlier attempts do not count, in their order.
    package private(set) var restarts: [RestartReason] = []
    /// Why the run stands still; nil while it goes on, or ended.
    package private(set) var pause: PauseReason?
    /// How the run ended, if it has.
    package private(set) var end: RunEnd?
    /// How often the device could not empty its cache.
    package private(set) var flushFailures = 0
    /// What was found each time the run was taken up again.
    package private(set) var resumptions: [JournalEvent.Resumption] = []
    /// Every result of reading back, those of earlier attempts included.
    package private(set) var verifications: [VerificationResult] = []
    /// Places of this and earlier attempts that took a second try.
    package private(set) var recovered: [Extent] = []

    /// A pass that was begun.
    package struct PassState: Hashable, Sendable {
        /// Every byte before it is on the medium, except the bad places.
        package fileprivate(set) var end: UInt64 = 0
        /// Places that could not be written, merged.
        package fileprivate(set) var bad: [Extent] = []
        /// What reading it back came to, if that was done.
        package fileprivate(set) var verification: VerificationResult?

        /// Bytes that are on the medium.
        package var written: UInt64 { end - min(bad.totalLength, end) }
    }

    /// Replays the records.
    /// - Throws: `journalDamaged` if they tell what no run can have done, or nothing.
    package init(_ records: [JournalRecord]) throws(ErasureError) {
        guard case .begun(let header)? = records.first?.event else { throw Self.impossible(records.first) }
        self.header = header
        for record in records.dropFirst() {
            guard apply(record.event) else { throw Self.impossible(record) }
        }
    }

    private static func impossible(_ record: JournalRecord?) -> ErasureError {
        ErasureError(
            .journalDamaged, "journal", "record \(record?.number ?? 0) cannot follow those before it",
            offset: record?.number)
    }

    /// - Returns: false if it cannot have happened here.
    private mutating func apply(_ event: JournalEvent) -> Bool {
        if case .fact = event { return true }
        guard end == nil else { return false }
        switch event {
        case .begun, .fact: return false
        case .passStarted(let pass): return start(pass)
        case .checkpoint(let checkpoint): return apply(checkpoint)
        case .flushFailed(let pass):
            flushFailures += 1
            return isWriting(pass)
        case .verificationStarted(let pass, _): return isWritten(pass)
        case .verified(let result): return apply(result)
        case .paused(let reason): pause = reason
        case .resumed(let resumption):
            pause = nil
            resumptions.append(resumption)
        case .restarted(let reason):
            restarts.append(reason)
            passes = []
        case .finished(let end): return finish(end)
        }
        return true
    }

    private mutating func start(_ pass: Int) -> Bool {
        guard pass == passes.count, pass < header.method.passes.count else { return false }
        guard pass == 0 || isDone(pass - 1) else { return false }
        passes.append(PassState())
        return true
    }

    private mutating func apply(_ checkpoint: JournalEvent.Checkpoint) -> Bool {
        guard isWriting(checkpoint.pass), let before = passes.last?.end, checkpoint.end >= before,
            checkpoint.end <= header.size, checkpoint.end.isMultiple(of: UInt64(header.sectorSize)),
            (checkpoint.bad + checkpoint.recovered).allSatisfy({ $0.offset >= before && $0.end <= checkpoint.end })
        else { return false }
        let index = passes.count - 1
        passes[index].end = checkpoint.end
        passes[index].bad = (passes[index].bad + checkpoint.bad).merged
        recovered = (recovered + checkpoint.recovered).merged
        return true
    }

    private mutating func apply(_ result: VerificationResult) -> Bool {
        guard isWritten(result.pass), passes[result.pass].verification == nil else { return false }
        passes[result.pass].verification = result
        verifications.append(result)
        return true
    }

    private mutating func finish(_ end: RunEnd) -> Bool {
        if end == .completed {
            guard passes.count == header.method.passes.count, isDone(passes.count - 1) else { return false }
        }
        self.end = end
        pause = nil
        return true
    }

    private func isWriting(_ pass: Int) -> Bool { pass == passes.count - 1 && passes[pass].verification == nil }

    private func isWritten(_ pass: Int) -> Bool { isWriting(pass) && passes[pass].end == header.size }

    /// Whether a pass was written to the end, and read back if its method says so.
    private func isDone(_ pass: Int) -> Bool {
        guard passes.indices.contains(pass), passes[pass].end == header.size else { return false }
        return header.method.passes[pass].verification == .none || passes[pass].verification != nil
    }

    /// What is to be done next.
    enum Step: Hashable, Sendable {
        case write(pass: Int, from: UInt64, isNew: Bool)
        case verify(pass: Int)
        case finish(RunEnd)
    }

    var next: Step {
        guard let last = passes.last else { return .write(pass: 0, from: 0, isNew: true) }
        let pass = passes.count - 1
        if last.end < header.size { return .write(pass: pass, from: last.end, isNew: false) }
        if !isDone(pass) { return .verify(pass: pass) }
        if let result = last.verification, result.counts.total > 0 {
            return .finish(.verificationFailed(pass: pass))
        }
        if passes.count == header.method.passes.count { return .finish(.completed) }
        return .write(pass: pass + 1, from: 0, isNew: true)
    }

    /// Reading the last pass again, after the run and perhaps much later.
    /// - Parameters:
    ///   - verification: all of it, or a part.
    ///   - seed: what the order or the places are drawn from.
    package func laterRequest(_ verification: PassVerification, seed: UInt64) -> PassReader.Request {
        let last = max(passes.count - 1, 0)
        return PassReader.Request(
            pass: last, written: fillings(through: last), verification: verification, bad: passes.last?.bad ?? [],
            seed: seed)
    }

    /// What the passes up to one have written, in their order.
    func fillings(through pass: Int) -> [Filling] { header.method.passes.prefix(pass + 1).map(\.filling) }
}
