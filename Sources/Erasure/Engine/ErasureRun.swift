/// Erases one device by its method, and records what is certain of it.
///
///     let run = ErasureRun(device, journal, surroundings)
///     let outcome = try run.start(header)            // or: try run.resume(bootID: ..., isIdentityStrong: ...)
///
/// It is used by one thread; the threads that write and read are its own. Whatever ends it, the journal tells what is
/// certain, and can be resumed unless the run is finished.
package final class ErasureRun {
    let device: any BlockDevice
    let journal: Journal
    let surroundings: RunSurroundings
    let budget: BadSectorBudget

    /// - Parameters:
    ///   - device: open for writing, behind the safety gate.
    ///   - journal: of this run only.
    package init(_ device: any BlockDevice, _ journal: Journal, _ surroundings: RunSurroundings) {
        self.device = device
        self.journal = journal
        self.surroundings = surroundings
        budget = BadSectorBudget(surroundings.settings)
    }

    /// How far a run came.
    package enum Outcome: Hashable, Sendable {
        /// It is over; the journal says what is certain, which need not be good.
        case finished(RunEnd)
        /// It can be resumed.
        case paused(PauseReason)
    }

    /// Begins a run: the header is on the medium before the device is written to.
    /// - Throws: `otherDevice` if the header is not of this device; errors of the journal, after which the run must be
    ///   resumed from what it holds.
    package func start(_ header: RunHeader) throws(ErasureError) -> Outcome {
        guard journal.records.isEmpty else { throw JournalFrames.damaged(0, "the journal is of another run") }
        try requireDevice(of: header)
        try journal.append(.begun(header))
        return try go()
    }

    /// Takes a run up again, after the device was made to prove what its journal claims.
    /// - Parameters:
    ///   - bootID: of this start of the machine.
    ///   - isIdentityStrong: whether the device was recognised by a serial number or WWN that no other device shares.
    /// - Throws: `runEnded`, `otherDevice`, `journalDamaged`; errors of the journal.
    package func resume(bootID: String, isIdentityStrong: Bool) throws(ErasureError) -> Outcome {
        let state = try RunState(journal.records)
        guard state.end == nil else { throw ErasureError(.runEnded, "resume", "the run has ended") }
        try requireDevice(of: state.header)
        if let stop = stopAtGate() { return try pause(stop) }
        let proof: ResumeProof
        do throws(ErasureError) {
            proof = try ResumeProver(device, state, seed: try drawSeed()).prove()
        } catch {
            guard case .pause(let reason) = Stop(error) else { throw error }
            return try pause(reason)
        }
        try journal.append(
            .resumed(
                JournalEvent.Resumption(bootID: bootID, isIdentityStrong: isIdentityStrong, proof: proof)))
        if let reason = proof.restart(isIdentityStrong: isIdentityStrong) { try journal.append(.restarted(reason)) }
        return try go()
    }

    private func requireDevice(of header: RunHeader) throws(ErasureError) {
        guard header.size == device.size, header.sectorSize == device.sectorSize else {
            throw ErasureError(.otherDevice, "run", "the device has another size, or other sectors, than the run's")
        }
    }

    /// Takes one step after the other. Each is found from the records alone, so that a run that was interrupted goes on as
    /// one that was not.
    private func go() throws(ErasureError) -> Outcome {
        if let reason = stopAtGate() { return try pause(reason) }
        while true {
            let state = try RunState(journal.records)
            let stop: Stop?
            switch state.next {
            case .finish(let end):
                try journal.append(.finished(end))
                return .finished(end)
            case .write(let pass, let start, let isNew):
                if isNew { try journal.append(.passStarted(pass)) }
                stop = try write(state, pass, from: start)
            case .verify(let pass): stop = try verify(state, pass)
            }
            switch stop {
            case nil: continue
            case .pause(let reason)?: return try pause(reason)
            case .giveUp(let reason)?:
                try journal.append(.finished(.gaveUp(reason)))
                return .finished(.gaveUp(reason))
            }
        }
    }

    private func pause(_ reason: PauseReason) throws(ErasureError) -> Outcome {
        try journal.append(.paused(reason))
        return .paused(reason)
    }

    /// Why nothing may be written to the device any more, if so.
    func stopAtGate() -> PauseReason? {
        if case .pause(let reason)? = device.stopUnlessPresent() { return reason }
        return surroundings.gate().map { .gate($0) }
    }

    func drawSeed() throws(ErasureError) -> UInt64 {
        try surroundings.random(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    }

    /// Reads a pass back, as a whole: what was read before an interruption does not count, because the power may have failed
    /// since.
    private func verify(_ state: RunState, _ pass: Int) throws(ErasureError) -> Stop? {
        do throws(ErasureError) {
            try device.flush()
            try device.dropCaches()
        } catch {
            return error.code == .flushFailed ? .giveUp(.flushFails) : Stop(error)
        }
        let seed = try drawSeed()
        let request = PassReader.Request(
            pass: pass, written: state.fillings(through: pass),
            verification: state.header.method.passes[pass].verification, bad: state.passes[pass].bad, seed: seed)
        try journal.append(.verificationStarted(pass: pass, seed: seed))
        let share = UInt64(request.verification.perMille)
        surroundings.progress.begin(
            pass: pass, verifying: true, done: 0, of: share == 1_000 ? device.size : device.size / 1_000 * share)
        switch try PassReader(device, surroundings).read(request) {
        case .read(let result): try journal.append(.verified(result))
        case .stopped(.giveUp(let reason), let result):
            try journal.append(.verified(result))
            return .giveUp(reason)
        case .stopped(let stop, _): return stop
        }
        return nil
    }
}
