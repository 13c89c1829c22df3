import Synchronization
import SystemIO

/// Writes one pass of one device, a stretch at a time, with several threads that each take the next block.
final class PassWriter: Sendable {
    private let device: any BlockDevice
    private let workers: [WriteWorker]
    private let surroundings: RunSurroundings
    private let budget: BadSectorBudget

    init(
        _ device: any BlockDevice, _ filling: Filling, _ surroundings: RunSurroundings, _ budget: BadSectorBudget
    ) throws(ErasureError) {
        self.device = device
        self.surroundings = surroundings
        self.budget = budget
        var workers: [WriteWorker] = []
        for _ in 0..<surroundings.settings.workers {
            workers.append(try WriteWorker(filling, surroundings.settings, alignment: device.sectorSize))
        }
        self.workers = workers
    }

    /// What a stretch came to.
    struct Stretch: Sendable {
        /// Every byte from the start of the stretch to here was given to the device, except the bad places.
        let end: UInt64
        /// Bad and recovered sectors before `end`, and perhaps behind it.
        let places: BadPlaces
        /// Why it ended too early, if it did.
        let stop: Stop?
    }

    /// Writes from `start` on, until a checkpoint is due, the device ends, or something stops it. Nothing of it counts
    /// before the device has been flushed.
    func write(from start: UInt64) -> Stretch {
        let settings = surroundings.settings
        let room = min(device.size - start, settings.checkpointBytes.roundedUp(to: UInt64(settings.blockSize)))
        let stretch = StretchState(
            start: start, end: start + room, blockSize: UInt64(settings.blockSize),
            deadline: surroundings.clock.monotonic() &+ settings.checkpointSeconds &* 1_000_000_000)
        runWorkers(workers.count) { number in work(workers[number], on: stretch) }
        return stretch.outcome
    }

    private func work(_ worker: WriteWorker, on stretch: StretchState) {
        while !isDue(stretch), let block = stretch.counter.next() {
            let extent = stretch.extent(block)
            if let stop = write(extent, worker, stretch) {
                stretch.stop(stop, before: extent.offset)
                return
            }
            surroundings.progress.add(extent.length)
        }
    }

    /// Whether no further block should be taken. At least one block is written in every stretch, so that a slow device
    /// gets somewhere.
    private func isDue(_ stretch: StretchState) -> Bool {
        if surroundings.control.isPauseRequested {
            stretch.stop(.pause(.requested), before: nil)
        } else {
            guard surroundings.clock.monotonic() >= stretch.deadline, stretch.counter.handedOut > 0 else {
                return false
            }
            stretch.counter.stop()
        }
        return true
    }

    private func write(_ extent: Extent, _ worker: WriteWorker, _ stretch: StretchState) -> Stop? {
        do throws(ErasureError) {
            let bytes = try worker.bytes(Int(extent.length), at: extent.offset)
            do throws(ErasureError) { try device.write(bytes, at: extent.offset) } catch {
                guard error.code == .mediumError else { throw error }
                var narrowing = SectorNarrowing(device, budget, surroundings.clock, surroundings.progress)
                let stop = narrowing.write(bytes, at: extent.offset)
                stretch.add(narrowing.places)
                return stop
            }
        } catch {
            return Stop(error)
        }
        return nil
    }
}

/// What the workers of one stretch share.
private final class StretchState: Sendable {
    let counter: BlockCounter
    let deadline: UInt64
    private let start: UInt64
    private let end: UInt64
    private let blockSize: UInt64
    private let findings = Mutex(Findings())

    private struct Findings: Sendable {
        var places = BadPlaces()
        var stop: Stop?
        var firstUnwritten = UInt64.max
    }

    init(start: UInt64, end: UInt64, blockSize: UInt64, deadline: UInt64) {
        self.start = start
        self.end = end
        self.blockSize = blockSize
        self.deadline = deadline
        counter = BlockCounter(total: (end - start + blockSize - 1) / blockSize)
    }

    func extent(_ block: UInt64) -> Extent {
        let offset = start + block * blockSize
        return Extent(offset, min(blockSize, end - offset))
    }

    func add(_ places: BadPlaces) { findings.withLock { $0.places.add(places) } }

    /// Nothing more is begun. What lies from `offset` on does not count as written.
    func stop(_ stop: Stop, before offset: UInt64?) {
        counter.stop()
        findings.withLock {
            if $0.stop == nil { $0.stop = stop }
            if let offset { $0.firstUnwritten = min($0.firstUnwritten, offset) }
        }
    }

    var outcome: PassWriter.Stretch {
        findings.withLock {
            let handedOut = min(start + counter.handedOut * blockSize, end)
            let reached = min(handedOut, $0.firstUnwritten)
            let before = { (extents: [Extent]) in extents.filter { $0.offset < reached } }
            let places = BadPlaces(bad: before($0.places.bad), recovered: before($0.places.recovered))
            return PassWriter.Stretch(end: reached, places: places.merged, stop: $0.stop)
        }
    }
}

extension UInt64 {
    /// The next multiple of `step`, or the largest one that fits.
    func roundedUp(to step: UInt64) -> UInt64 {
        let (sum, overflow) = addingReportingOverflow(step - 1)
        return (overflow ? UInt64.max : sum) / step * step
    }
}
