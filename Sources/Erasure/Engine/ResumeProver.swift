import Glibc

/// Reads from a device what the journal says it has confirmed, before a run goes on with it.
///
/// What lies before the last checkpoint must be of the pass that was being written. Where that is a pattern, which another
/// device may hold as well, what lies behind must be of the pass before, as far as it was not overwritten already. There
/// the writes that a power failure interrupted may have left a few sectors that are neither.
final class ResumeProver {
    private let device: any BlockDevice
    private let state: RunState
    private let buffer: AlignedBuffer
    private var order: SeededOrder
    private var bytesRead: UInt64 = 0
    private var keyedBytes: UInt64 = 0
    private var isLost = false

    /// What came of comparing some places.
    private struct Tally {
        var right: UInt64 = 0
        var wrong: UInt64 = 0
    }

    /// How much before the last checkpoint is read as a whole.
    private static let lastStretch: UInt64 = 64 << 20
    /// How many places elsewhere are drawn.
    private static let drawnPlaces = 64

    init(_ device: any BlockDevice, _ state: RunState, seed: UInt64) {
        self.device = device
        self.state = state
        buffer = AlignedBuffer(count: RunSettings.step, alignment: device.sectorSize)
        order = SeededOrder(seed: seed)
    }

    /// - Throws: `deviceLost`, `cryptography`; a sector that cannot be read proves nothing, and is passed over.
    func prove() throws(ErasureError) -> ResumeProof {
        let pass = state.passes.count - 1
        guard let current = state.passes.last, pass > 0 || current.end > 0 else {
            return ResumeProof(outcome: .nothingToProve, bytesRead: 0, keyedBytes: 0)
        }
        let fillings = state.fillings(through: pass)
        try device.dropCaches()
        if current.end > 0 {
            isLost = try check(places(in: 0..<current.end), [fillings[pass]], bad: current.bad).wrong > 0
        }
        if pass > 0, current.end < device.size, keyedBytes == 0 {
            let bad = (state.passes[pass - 1].bad + current.bad).merged
            let tally = try check(
                places(in: current.end..<device.size), [fillings[pass - 1], fillings[pass]], bad: bad)
            if tally.wrong > tally.right { isLost = true }
        }
        return ResumeProof(outcome: outcome, bytesRead: bytesRead, keyedBytes: keyedBytes)
    }

    private var outcome: ResumeProof.Outcome {
        if isLost { return .lost }
        if keyedBytes > 0 { return .proven }
        return bytesRead > 0 ? .patternsOnly : .nothingFound
    }

    /// The end of a range as a whole, and places that are drawn.
    private func places(in range: Range<UInt64>) -> [Extent] {
        let step = UInt64(RunSettings.step)
        let sector = UInt64(device.sectorSize)
        let start = max(range.lowerBound, range.upperBound - min(range.upperBound, Self.lastStretch))
        var places = stride(from: start, to: range.upperBound, by: Int(step)).map {
            Extent($0, min(step, range.upperBound - $0))
        }
        for _ in 0..<Self.drawnPlaces where start > range.lowerBound {
            let drawn = UInt64.random(in: range.lowerBound..<start, using: &order) / sector * sector
            let offset = max(drawn, range.lowerBound)
            places.append(Extent(offset, min(step, range.upperBound - offset)))
        }
        return places
    }

    /// Tells how many bytes are of one of the fillings. The first one counts as proof if it is keyed.
    private func check(_ places: [Extent], _ fillings: [Filling], bad: [Extent]) throws(ErasureError) -> Tally {
        var tally = Tally()
        var expected: [WriteWorker] = []
        let settings = RunSettings(blockSize: RunSettings.step)
        for filling in fillings { expected.append(try WriteWorker(filling, settings, alignment: device.sectorSize)) }
        for place in places {
            let found = buffer.prefix(Int(place.length))
            do throws(ErasureError) { try device.read(into: found, at: place.offset) } catch {
                guard error.code == .mediumError, device.stopUnlessPresent() == nil else { throw error }
                continue
            }
            var wanted: [UnsafeRawBufferPointer] = []
            for worker in expected { wanted.append(try worker.bytes(found.count, at: place.offset)) }
            compare(
                UnsafeRawBufferPointer(found), wanted, at: place.offset, bad, isKeyed: fillings[0].isKeyed, &tally)
        }
        return tally
    }

    private func compare(
        _ found: UnsafeRawBufferPointer, _ wanted: [UnsafeRawBufferPointer], at offset: UInt64, _ bad: [Extent],
        isKeyed: Bool, _ tally: inout Tally
    ) {
        for start in stride(from: 0, to: found.count, by: device.sectorSize) {
            let range = start..<start + device.sectorSize
            guard !bad.covers(offset + UInt64(start)) else { continue }
            let sector = UnsafeRawBufferPointer(rebasing: found[range])
            let match = wanted.firstIndex { isEqual(sector, UnsafeRawBufferPointer(rebasing: $0[range])) }
            let count = UInt64(sector.count)
            bytesRead += count
            if match == 0, isKeyed { keyedBytes += count }
            if match == nil { tally.wrong += count } else { tally.right += count }
        }
    }
}

extension ResumeProof {
    /// Why the method must begin again, or nil if the run can go on where it was.
    func restart(isIdentityStrong: Bool) -> RestartReason? {
        switch outcome {
        case .nothingToProve, .proven: nil
        case .patternsOnly: isIdentityStrong ? nil : .notProvable
        case .lost: .confirmedDataLost
        case .nothingFound: .notProvable
        }
    }
}
