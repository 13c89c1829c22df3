import Synchronization
import SystemIO

/// Reads one pass back, with several threads that each take the next block of a drawn order.
package struct PassReader: Sendable {
    private let device: any BlockDevice
    private let surroundings: RunSurroundings

    /// - Parameter device: may be open for reading only.
    package init(_ device: any BlockDevice, _ surroundings: RunSurroundings) {
        self.device = device
        self.surroundings = surroundings
    }

    /// What is to be read back.
    package struct Request: Sendable {
        /// The pass, from 0.
        package let pass: Int
        /// Everything that was written until then, in its order; the last one is what should be there.
        package let written: [Filling]
        /// All of it, or a part.
        package let verification: PassVerification
        /// Places that the pass could not write, merged.
        package let bad: [Extent]
        /// What order or places are drawn from.
        package let seed: UInt64

        /// - Parameters:
        ///   - written: all fillings up to the one that is expected, which is the last.
        ///   - bad: places that are known not to hold it.
        package init(
            pass: Int, written: [Filling], verification: PassVerification, bad: [Extent] = [], seed: UInt64
        ) {
            self.pass = pass
            self.written = written
            self.verification = verification
            self.bad = bad.merged
            self.seed = seed
        }
    }

    /// A result, or why there is none.
    enum Outcome: Sendable {
        case read(VerificationResult)
        case stopped(Stop, soFar: VerificationResult)
    }

    /// Reads everything that is asked for.
    /// - Returns: nil if it was asked to pause.
    /// - Throws: `deviceLost`, `cryptography`, or what else keeps it from reading; sectors that cannot be read are part of
    ///   the result, until there are too many of them.
    package func verify(_ request: Request) throws(ErasureError) -> VerificationResult? {
        switch try read(request) {
        case .read(let result): return result
        case .stopped(.giveUp, let result): return result
        case .stopped(.pause(.requested), _): return nil
        case .stopped(.pause(.failed(let words)), _): throw ErasureError(.system, "verify", words)
        case .stopped(.pause, _): throw ErasureError(.deviceLost, "verify", "the device is gone")
        }
    }

    func read(_ request: Request) throws(ErasureError) -> Outcome {
        let settings = surroundings.settings
        let order = order(of: request)
        let budget = BadSectorBudget(settings)
        var workers: [ReadWorker] = []
        for _ in 0..<settings.workers {
            workers.append(
                try ReadWorker(device, request.written, bad: request.bad, surroundings, budget))
        }
        let reading = Reading(order, surroundings)
        let made = workers
        runWorkers(made.count) { number in reading.work(made[number]) }
        let result = reading.log.result(
            pass: request.pass, isFull: request.verification == .full, seed: request.seed,
            unwritten: request.bad.totalLength, cacheExcluded: device.size > settings.regionBytes)
        return reading.stop.map { .stopped($0, soFar: result) } ?? .read(result)
    }

    private func order(of request: Request) -> ReadOrder {
        let settings = surroundings.settings
        guard case .sample(let share) = request.verification else {
            return ReadOrder(
                wholeOf: device.size, blockSize: settings.blockSize, regionBytes: settings.regionBytes,
                seed: request.seed)
        }
        let plan = SamplePlan(
            size: device.size, sectorSize: device.sectorSize, perMille: share, regionBytes: settings.regionBytes,
            seed: request.seed)
        return ReadOrder(plan, blockSize: settings.blockSize)
    }
}

/// What the readers of one verification share.
private final class Reading: Sendable {
    let log = MismatchLog()
    private let order: ReadOrder
    private let surroundings: RunSurroundings
    private let counter: BlockCounter
    private let stopped = Mutex<Stop?>(nil)

    init(_ order: ReadOrder, _ surroundings: RunSurroundings) {
        self.order = order
        self.surroundings = surroundings
        counter = BlockCounter(total: order.count)
    }

    var stop: Stop? { stopped.withLock { $0 } }

    func work(_ worker: ReadWorker) {
        var bytes: UInt64 = 0
        while let position = counter.next() {
            if surroundings.control.isPauseRequested { return end(.pause(.requested), bytes) }
            guard let extent = order.extent(position) else { continue }
            var findings = MismatchLog.Findings()
            let stop = worker.check(extent, &findings)
            log.add(findings)
            if let stop { return end(stop, bytes) }
            bytes += extent.length
            surroundings.progress.add(extent.length)
        }
        log.add(bytesRead: bytes)
    }

    private func end(_ stop: Stop, _ bytes: UInt64) {
        counter.stop()
        log.add(bytesRead: bytes)
        stopped.withLock { if $0 == nil { $0 = stop } }
    }
}
