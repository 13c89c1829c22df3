import Synchronization

/// What is left of the patience with bad sectors, shared by the workers of one device. Sectors are counted anew in each
/// pass, where they are the same ones again; time adds up.
final class BadSectorBudget: Sendable {
    private let sectors = Atomic<UInt64>(0)
    private let nanoseconds = Atomic<UInt64>(0)
    private let settings: RunSettings

    init(_ settings: RunSettings) { self.settings = settings }

    /// Counts from this number on: of the sectors of the pass that are recorded as bad.
    func begin(sectors count: UInt64) { sectors.store(count, ordering: .relaxed) }

    /// Counts one more bad sector.
    func addSector() { sectors.wrappingAdd(1, ordering: .relaxed) }

    /// Counts time that was spent on bad sectors.
    func add(nanoseconds spent: UInt64) { nanoseconds.wrappingAdd(spent, ordering: .relaxed) }

    /// Why the device is to be given up, if it is.
    func exceeded(pending: UInt64 = 0) -> GiveUpReason? {
        if sectors.load(ordering: .relaxed) > settings.badSectorLimit { return .tooManyBadSectors }
        let spent = nanoseconds.load(ordering: .relaxed) &+ pending
        return spent / 1_000_000_000 >= settings.badSectorSeconds && spent > 0 ? .tooMuchTime : nil
    }
}

/// Places that a worker could not write, and places that took a second try.
struct BadPlaces: Sendable, Hashable {
    /// Sectors that could not be written.
    var bad: [Extent] = []
    /// Places whose writing failed and then succeeded: what the sectors held before may have been put aside unerased.
    var recovered: [Extent] = []

    mutating func add(_ other: BadPlaces) {
        bad += other.bad
        recovered += other.recovered
    }

    /// In order, neighbours joined.
    var merged: BadPlaces { BadPlaces(bad: bad.merged, recovered: recovered.merged) }
}

/// Writes what a device refused as a whole, piece by piece, down to the sector.
struct SectorNarrowing {
    let device: any BlockDevice
    let budget: BadSectorBudget
    let clock: any RunClock
    let progress: RunProgress
    private let started: UInt64
    private(set) var places = BadPlaces()

    init(_ device: any BlockDevice, _ budget: BadSectorBudget, _ clock: any RunClock, _ progress: RunProgress) {
        self.device = device
        self.budget = budget
        self.clock = clock
        self.progress = progress
        started = clock.monotonic()
    }

    /// Goes on after the writing of `bytes` at `offset` has failed once with `mediumError`.
    /// - Returns: why the work must stop, or nil if every sector was written or found bad.
    mutating func write(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) -> Stop? {
        let stop = narrow(bytes, at: offset)
        budget.add(nanoseconds: clock.monotonic() &- started)
        return stop ?? budget.exceeded().map { .giveUp($0) }
    }

    private mutating func narrow(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) -> Stop? {
        if let reason = budget.exceeded(pending: clock.monotonic() &- started) { return .giveUp(reason) }
        if let stop = lost() { return stop }
        guard bytes.count > device.sectorSize else { return retry(bytes, at: offset) }
        let half = max(bytes.count / 2 / device.sectorSize, 1) * device.sectorSize
        let halves = [0..<half, half..<bytes.count]
        var failed = false
        for range in halves {
            let part = UnsafeRawBufferPointer(rebasing: bytes[range])
            switch attempt(part, at: offset + UInt64(range.lowerBound)) {
            case .written: continue
            case .stopped(let stop): return stop
            case .refused:
                failed = true
                if let stop = narrow(part, at: offset + UInt64(range.lowerBound)) { return stop }
            }
        }
        if !failed { places.recovered.append(Extent(offset, UInt64(bytes.count))) }
        return nil
    }

    /// One more try for a single sector: a drive replaces a bad one while it writes.
    private mutating func retry(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) -> Stop? {
        let sector = Extent(offset, UInt64(bytes.count))
        switch attempt(bytes, at: offset) {
        case .written: places.recovered.append(sector)
        case .stopped(let stop): return stop
        case .refused:
            places.bad.append(sector)
            budget.addSector()
            progress.addBadSectors(1)
        }
        return nil
    }

    private enum Attempt {
        case written
        case refused
        case stopped(Stop)
    }

    private func attempt(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) -> Attempt {
        do throws(ErasureError) {
            try device.write(bytes, at: offset)
            return .written
        } catch {
            return error.code == .mediumError ? .refused : .stopped(Stop(error))
        }
    }

    /// A device that is gone may answer with the same error as a bad sector.
    private func lost() -> Stop? { device.stopUnlessPresent() }
}

extension BlockDevice {
    /// Why a run cannot go on with this device, judging by what has become of it.
    func stopUnlessPresent() -> Stop? {
        let presence: DevicePresence
        do throws(ErasureError) { presence = try self.presence() } catch { return .pause(.deviceLost) }
        return switch presence {
        case .same: nil
        case .readOnly: .pause(.writeProtected)
        case .resized, .gone: .pause(.deviceLost)
        }
    }
}
