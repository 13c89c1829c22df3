import Synchronization
import TestSupport

@testable import Erasure

/// A journal in memory, which loses what was not synchronised when the power fails.
final class MemoryJournal: JournalStorage {
    private(set) var bytes: [UInt8] = []
    private var synchronised = 0
    var beforeCall: () throws(ErasureError) -> Void = {}

    init(_ bytes: [UInt8] = []) {
        self.bytes = bytes
        synchronised = bytes.count
    }

    func contents() throws(ErasureError) -> [UInt8] { bytes }

    func append(_ more: [UInt8]) throws(ErasureError) {
        try beforeCall()
        bytes += more
    }

    func synchronize() throws(ErasureError) {
        try beforeCall()
        synchronised = bytes.count
    }

    func truncate(to length: Int) throws(ErasureError) {
        bytes.removeLast(bytes.count - length)
        synchronised = min(synchronised, length)
    }

    /// What was not synchronised is lost, except its first `kept` bytes.
    func cutPower(keeping kept: Int = 0) { bytes.removeLast(max(bytes.count - synchronised - kept, 0)) }
}

/// A clock that goes on by a microsecond each time it is looked at.
final class SteppingClock: RunClock {
    private let time = Atomic<UInt64>(1_000_000_000)
    let step: UInt64

    init(step: UInt64 = 1_000) { self.step = step }

    func wall() -> Int64 { 1_800_000_000 }
    func monotonic() -> UInt64 { time.wrappingAdd(step, ordering: .relaxed).newValue }
}

/// Carries runs out on devices of the zoo.
struct Laboratory {
    /// Small, so that even a small device has several blocks, regions and checkpoints.
    static let settings = RunSettings(
        blockSize: 65_536, workers: 2, checkpointBytes: 131_072, regionBytes: 131_072, badSectorLimit: 40)
    /// Not a multiple of the block, nor of anything larger than a sector of 4,096 bytes.
    static let size = 4_096 * 131

    var surroundings: RunSurroundings

    init(
        settings: RunSettings = Laboratory.settings, control: RunControl = RunControl(),
        clock: any RunClock = SteppingClock(), gate: @escaping @Sendable () -> String? = { nil }
    ) {
        surroundings = RunSurroundings(settings: settings, control: control, clock: clock, gate: gate)
    }

    /// A method with keys and characters that are the same in every test.
    static func resolved(_ method: Method, seed: UInt64 = 1) throws -> ResolvedMethod {
        var randomness = Randomness(seed: seed)
        return try method.resolve { count throws(ErasureError) in randomness.bytes(count) }
    }

    static func header(_ device: any BlockDevice, _ method: ResolvedMethod) -> RunHeader {
        RunHeader(
            runID: [UInt8](repeating: 9, count: 16), device: Array("zoo".utf8), plan: [], size: device.size,
            sectorSize: device.sectorSize, method: method, software: "test", bootID: "boot-1")
    }

    /// What became of a run.
    struct Result {
        let outcome: ErasureRun.Outcome
        let journal: Journal
        let state: RunState
        let verdict: StatusVerdict
    }

    func run(
        _ device: any BlockDevice, _ method: ResolvedMethod, storage: MemoryJournal = MemoryJournal()
    ) throws -> Result {
        let journal = try Journal.create(in: storage, seal: nil, clock: surroundings.clock)
        let outcome = try ErasureRun(device, journal, surroundings).start(Self.header(device, method))
        return try result(outcome, journal)
    }

    func resume(_ device: any BlockDevice, _ storage: MemoryJournal, isIdentityStrong: Bool = false) throws -> Result {
        let journal = try Journal.open(storage, seal: nil, clock: surroundings.clock)
        let outcome = try ErasureRun(device, journal, surroundings).resume(
            bootID: "boot-2", isIdentityStrong: isIdentityStrong)
        return try result(outcome, journal)
    }

    private func result(_ outcome: ErasureRun.Outcome, _ journal: Journal) throws -> Result {
        Result(
            outcome: outcome, journal: journal, state: try RunState(journal.records),
            verdict: StatusVerdict.derive(from: journal.records))
    }

    /// What a filling puts on the whole of a device.
    static func contents(_ filling: Filling, size: Int) throws -> [UInt8] {
        var source = try FillingSource(filling)
        var bytes = [UInt8](repeating: 0, count: size)
        try bytes.withUnsafeMutableBytes { try source.fill($0, at: 0) }
        return bytes
    }
}
