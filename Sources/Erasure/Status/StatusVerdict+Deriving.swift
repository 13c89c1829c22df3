extension StatusVerdict {
    /// Judges a run by its records.
    /// - Parameters:
    ///   - records: all of the journal, whose chain and signatures hold.
    ///   - exceptions: what others have found out about the device.
    package static func derive(
        from records: [JournalRecord], exceptions: [StatusException] = []
    ) -> StatusVerdict {
        guard let state = try? RunState(records) else {
            return StatusVerdict(status: .notErased, reasons: [.noEvidence], exceptions: [])
        }
        let hopeless = state.hopelessReasons
        if !hopeless.isEmpty { return StatusVerdict(status: .sendToDestruction, reasons: hopeless, exceptions: []) }
        if let pause = state.pause {
            return StatusVerdict(status: .paused, reasons: [.paused(pause)], exceptions: [])
        }
        let doubts = state.doubts
        guard doubts.isEmpty else { return StatusVerdict(status: .notErased, reasons: doubts, exceptions: []) }
        let all = state.exceptions + exceptions
        return StatusVerdict(
            status: all.isEmpty ? .cleared : .clearedWithExceptions, reasons: [], exceptions: all)
    }
}

extension RunState {
    /// What shows that overwriting cannot erase this device, in any attempt.
    fileprivate var hopelessReasons: [StatusReason] {
        var reasons: [StatusReason] = []
        if case .gaveUp(let reason)? = end { reasons.append(.gaveUp(reason)) }
        if restarts.contains(.confirmedDataLost) || resumptions.contains(where: { $0.proof.outcome == .lost }) {
            reasons.append(.confirmedDataLost)
        }
        for result in verifications {
            if let size = result.foldsAt { reasons.append(.folds(at: size)) }
            reasons += result.reasons { $0 != .flipped }
        }
        if !recovered.isEmpty { reasons.append(.replacedSectors(bytes: recovered.totalLength)) }
        // While a run goes on its bad sectors may still be written by a later attempt.
        return end == nil ? reasons : reasons + unwrittenReasons
    }

    private var unwrittenReasons: [StatusReason] {
        passes.enumerated().filter { !$0.element.bad.isEmpty }.map {
            .unwritten(pass: $0.offset, bytes: $0.element.bad.totalLength)
        }
    }

    /// What is missing for a claim.
    fileprivate var doubts: [StatusReason] {
        var reasons: [StatusReason] = verifications.flatMap { $0.reasons { $0 == .flipped } }
        if end != .completed { reasons.append(.notFinished) }
        let proof = zip(passes, header.method.passes).contains { state, pass in
            pass.provesCapacity && state.verification?.provesEverySector(of: header.size) == true
        }
        if !proof { reasons.append(.capacityNotProven) }
        if !isLastPassVerified { reasons.append(.lastPassNotVerified) }
        let isWhole = passes.count == header.method.passes.count && passes.allSatisfy { $0.written == header.size }
        if !isWhole, reasons.isEmpty { reasons.append(.notFinished) }
        return reasons
    }

    private var isLastPassVerified: Bool {
        guard passes.count == header.method.passes.count, let last = header.method.passes.last,
            let result = passes.last?.verification
        else { return false }
        if last.verification == .full { return result.provesEverySector(of: header.size) }
        return result.isClean && result.bytesRead > 0
    }

    /// What the records themselves except.
    fileprivate var exceptions: [StatusException] {
        var exceptions: [StatusException] = []
        if case .sample(let share)? = header.method.passes.last?.verification {
            exceptions.append(.sampled(perMille: share))
        }
        if verifications.contains(where: { !$0.cacheExcluded }) { exceptions.append(.cacheNotExcluded) }
        return exceptions
    }
}

extension VerificationResult {
    /// One reason for each kind of mismatch that counts.
    fileprivate func reasons(_ counts: (MismatchKind) -> Bool) -> [StatusReason] {
        MismatchKind.allCases.filter { counts($0) && self.counts[$0] > 0 }.map {
            .mismatch(pass: pass, kind: $0, bytes: self.counts[$0])
        }
    }
}
