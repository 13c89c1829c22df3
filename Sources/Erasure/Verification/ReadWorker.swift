import Glibc

/// What one thread needs to read a pass back and compare it. Nothing is allocated while everything is as it should be.
///
/// Sendable because each is used by one thread at a time: that of its number.
final class ReadWorker: @unchecked Sendable {
    private let device: any BlockDevice
    private let buffer: AlignedBuffer
    private var expected: FilledBuffer
    private let classifier: MismatchClassifier
    private let bad: [Extent]
    private let surroundings: RunSurroundings
    private let budget: BadSectorBudget

    /// - Parameters:
    ///   - written: everything that was written so far, in its order; the last one is what should be there.
    ///   - bad: places that the last pass could not write, merged.
    init(
        _ device: any BlockDevice, _ written: [Filling], bad: [Extent], _ surroundings: RunSurroundings,
        _ budget: BadSectorBudget
    ) throws(ErasureError) {
        let expected = try FilledBuffer(
            written.last ?? .periodic([0]), count: RunSettings.step, alignment: device.sectorSize)
        let classifier = try MismatchClassifier(written, size: device.size)
        self.device = device
        self.bad = bad
        self.surroundings = surroundings
        self.budget = budget
        self.expected = expected
        self.classifier = classifier
        buffer = AlignedBuffer(count: surroundings.settings.blockSize, alignment: device.sectorSize)
    }

    /// Reads a block without comparing it: for measuring.
    func read(_ extent: Extent) throws(ErasureError) {
        try device.read(into: buffer.prefix(Int(extent.length)), at: extent.offset)
    }

    /// Reads a block and compares it.
    /// - Returns: why the work must stop, or nil.
    func check(_ extent: Extent, _ findings: inout MismatchLog.Findings) -> Stop? {
        do throws(ErasureError) {
            if try readAndCompare(extent, &findings) { return nil }
        } catch {
            return Stop(error)
        }
        let began = surroundings.clock.monotonic()
        let stop = narrow(extent, since: began, &findings)
        budget.add(nanoseconds: surroundings.clock.monotonic() &- began)
        return stop ?? budget.exceeded().map { .giveUp($0) }
    }

    /// - Returns: false if the device could not read it as a whole.
    private func readAndCompare(
        _ extent: Extent, _ findings: inout MismatchLog.Findings
    ) throws(ErasureError) -> Bool {
        do throws(ErasureError) { try read(extent) } catch {
            guard error.code == .mediumError else { throw error }
            return false
        }
        try compare(extent, &findings)
        return true
    }

    /// Reads what could not be read as a whole piece by piece, down to the sector.
    private func narrow(_ extent: Extent, since began: UInt64, _ findings: inout MismatchLog.Findings) -> Stop? {
        if let reason = budget.exceeded(pending: surroundings.clock.monotonic() &- began) { return .giveUp(reason) }
        if let stop = device.stopUnlessPresent() { return stop }
        let sector = UInt64(device.sectorSize)
        guard extent.length > sector else {
            unreadable(extent, &findings)
            return nil
        }
        let half = max(extent.length / 2 / sector, 1) * sector
        let halves = [Extent(extent.offset, half), Extent(extent.offset + half, extent.length - half)]
        for part in halves {
            do throws(ErasureError) {
                if try readAndCompare(part, &findings) { continue }
            } catch {
                return Stop(error)
            }
            if let stop = narrow(part, since: began, &findings) { return stop }
        }
        return nil
    }

    private func unreadable(_ sector: Extent, _ findings: inout MismatchLog.Findings) {
        budget.addSector()
        surroundings.progress.addBadSectors(1)
        if !bad.covers(sector.offset) { findings.add(sector, .unreadable) }
    }

    private func compare(_ extent: Extent, _ findings: inout MismatchLog.Findings) throws(ErasureError) {
        let found = UnsafeRawBufferPointer(buffer.prefix(Int(extent.length)))
        var done = 0
        while done < found.count {
            let count = min(RunSettings.step, found.count - done)
            let part = UnsafeRawBufferPointer(rebasing: found[done..<done + count])
            let offset = extent.offset + UInt64(done)
            let wanted = try expected.bytes(count, at: offset)
            if !isEqual(part, wanted) { try examine(part, wanted, at: offset, &findings) }
            done += count
        }
    }

    private func examine(
        _ found: UnsafeRawBufferPointer, _ wanted: UnsafeRawBufferPointer, at offset: UInt64,
        _ findings: inout MismatchLog.Findings
    ) throws(ErasureError) {
        let granule = MismatchClassifier.granule
        for start in stride(from: 0, to: found.count, by: granule) {
            let range = start..<min(start + granule, found.count)
            let (part, whole) = (
                UnsafeRawBufferPointer(rebasing: found[range]), UnsafeRawBufferPointer(rebasing: wanted[range])
            )
            let place = offset + UInt64(start)
            guard !isEqual(part, whole), !bad.covers(place) else { continue }
            let judgement = try classifier.judge(part, expected: whole, at: place)
            findings.add(Extent(place, UInt64(part.count)), judgement.kind)
            findings.distance = greatestCommonDivisor(findings.distance, judgement.distance)
        }
    }
}

/// memcmp(3) of two stretches of the same length.
func isEqual(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) -> Bool {
    guard let left = first.baseAddress, let right = second.baseAddress else { return first.isEmpty }
    return memcmp(left, right, first.count) == 0
}
