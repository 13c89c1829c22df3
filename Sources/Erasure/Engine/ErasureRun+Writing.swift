extension ErasureRun {
    /// How often in a row a device may fail to empty its cache.
    private static let flushAttempts = 3

    /// Writes a pass from `start` to its end, with checkpoints.
    /// - Returns: why it stopped, or nil at the end.
    func write(_ state: RunState, _ pass: Int, from start: UInt64) throws(ErasureError) -> Stop? {
        let writer = try PassWriter(device, state.header.method.passes[pass].filling, surroundings, budget)
        var end = start
        var failures = 0
        let known = state.passes.indices.contains(pass) ? state.passes[pass].bad.totalLength : 0
        var badSectors = known / UInt64(device.sectorSize)
        while end < device.size {
            surroundings.progress.begin(pass: pass, verifying: false, done: end, of: device.size)
            budget.begin(sectors: badSectors)
            let stretch = writer.write(from: end)
            switch try confirm(stretch, pass: pass, from: end) {
            case .confirmed:
                end = stretch.end
                badSectors += stretch.places.bad.totalLength / UInt64(device.sectorSize)
                failures = 0
            case .flushFailed:
                failures += 1
                if failures >= Self.flushAttempts { return .giveUp(.flushFails) }
                continue
            case .stopped(let stop): return stop
            }
            if let stop = stretch.stop { return stop }
            if let reason = stopAtGate() { return .pause(reason) }
        }
        return nil
    }

    private enum Confirmation {
        case confirmed
        case flushFailed
        case stopped(Stop)
    }

    /// Empties the device's cache, and records what is on the medium only when that has succeeded.
    private func confirm(
        _ stretch: PassWriter.Stretch, pass: Int, from start: UInt64
    ) throws(ErasureError) -> Confirmation {
        if case .pause(.deviceLost)? = stretch.stop { return .stopped(.pause(.deviceLost)) }
        do throws(ErasureError) { try device.flush() } catch {
            guard error.code == .flushFailed else { return .stopped(Stop(error)) }
            try journal.append(.flushFailed(pass: pass))
            return device.stopUnlessPresent().map { .stopped($0) } ?? .flushFailed
        }
        // A device that was replaced meanwhile has confirmed nothing.
        if case .pause(.deviceLost)? = device.stopUnlessPresent() { return .stopped(.pause(.deviceLost)) }
        if stretch.end > start {
            try journal.append(
                .checkpoint(
                    JournalEvent.Checkpoint(
                        pass: pass, end: stretch.end, bad: stretch.places.bad,
                        recovered: stretch.places.recovered)))
        }
        return .confirmed
    }
}
