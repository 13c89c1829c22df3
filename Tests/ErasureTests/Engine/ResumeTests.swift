import Synchronization
import Testing

@testable import Erasure

/// The machine stops for good after so many calls of the device and the journal.
private final class Stopper: Sendable {
    private let left: Atomic<Int>
    private let made = Atomic<Int>(0)

    init(after calls: Int = .max) { left = Atomic(calls) }

    var calls: Int { made.load(ordering: .relaxed) }

    func call() throws(ErasureError) {
        made.wrappingAdd(1, ordering: .relaxed)
        guard left.subtract() > 0 else { throw ErasureError(.system, "stop", "the machine has stopped") }
    }
}

extension Atomic<Int> {
    /// What it held before one was taken away, and never less than 0.
    fileprivate borrowing func subtract() -> Int {
        let before = load(ordering: .relaxed)
        guard before > 0 else { return 0 }
        return wrappingSubtract(1, ordering: .relaxed).oldValue
    }
}

@Suite("A run that was interrupted ends as one that was not")
struct ResumeTests {
    private static let size = 512 * 700

    /// Runs until the machine stops, and tells whether anything was recorded.
    private func run(
        _ device: ZooDevice, _ storage: MemoryJournal, _ method: ResolvedMethod, stop: Stopper
    ) -> Bool {
        device.beforeCall = { () throws(ErasureError) in try stop.call() }
        storage.beforeCall = { () throws(ErasureError) in try stop.call() }
        _ = try? Laboratory().run(device, method, storage: storage)
        device.beforeCall = {}
        storage.beforeCall = {}
        return (try? RunState(try Journal.records(of: storage.bytes, verify: nil))) != nil
    }

    private func calls(_ method: ResolvedMethod) -> Int {
        let stop = Stopper()
        _ = run(ZooDevice(size: Self.size), MemoryJournal(), method, stop: stop)
        return stop.calls
    }

    private func finish(
        _ device: ZooDevice, _ storage: MemoryJournal, _ method: ResolvedMethod, began: Bool, isStrong: Bool
    ) throws -> Laboratory.Result? {
        guard began else { return try Laboratory().run(device, method) }
        let state = try RunState(try Journal.records(of: storage.bytes, verify: nil))
        return state.end == nil ? try Laboratory().resume(device, storage, isIdentityStrong: isStrong) : nil
    }

    @Test("killed at every call", arguments: ["modern-zero", "zero", "dod-3"], [true, false])
    func killed(_ name: String, _ isStrong: Bool) throws {
        let method = try Laboratory.resolved(try #require(Method.named(name)))
        let expected = try Laboratory.contents(try #require(method.passes.last).filling, size: Self.size)
        let total = calls(method)
        #expect(total > 50)
        for count in 0..<total {
            let device = ZooDevice(size: Self.size)
            let storage = MemoryJournal()
            let began = run(device, storage, method, stop: Stopper(after: count))
            let result = try finish(device, storage, method, began: began, isStrong: isStrong)
            #expect(device.medium == expected, "stopped at call \(count)")
            #expect(result == nil || result?.verdict.status == .cleared, "stopped at call \(count)")
        }
    }

    @Test("the power is cut at every call", arguments: ["modern-zero", "dod-3"])
    func powerCut(_ name: String) throws {
        let method = try Laboratory.resolved(try #require(Method.named(name)))
        let expected = try Laboratory.contents(try #require(method.passes.last).filling, size: Self.size)
        for count in 0..<calls(method) {
            let device = CachingDevice(size: Self.size, honest: true)
            let storage = MemoryJournal()
            _ = run(device, storage, method, stop: Stopper(after: count))
            device.cutPower()
            storage.cutPower(keeping: count % 60)
            let began = (try? RunState(try Journal.open(storage, seal: nil).records)) != nil
            let result = try finish(device, storage, method, began: began, isStrong: true)
            #expect(device.settled == expected, "cut at call \(count)")
            #expect(result == nil || result?.verdict.status == .cleared, "cut at call \(count)")
            #expect(result?.state.restarts.contains(.confirmedDataLost) != true)
        }
    }

    /// An engine that never empties the device's cache.
    private final class NeverFlushing: BlockDevice {
        let device: ZooDevice
        init(_ device: ZooDevice) { self.device = device }
        var size: UInt64 { device.size }
        var sectorSize: Int { device.sectorSize }
        func write(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(ErasureError) {
            try device.write(bytes, at: offset)
        }
        func read(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(ErasureError) {
            try device.read(into: buffer, at: offset)
        }
        func flush() throws(ErasureError) {}
        func dropCaches() throws(ErasureError) { try device.dropCaches() }
        func presence() throws(ErasureError) -> DevicePresence { try device.presence() }
    }

    /// Whether everything that the journal claims when the power fails is on the medium.
    private func claimsHold(_ device: CachingDevice, _ engine: any BlockDevice, after calls: Int) throws -> Bool {
        let storage = MemoryJournal()
        let stop = Stopper(after: calls)
        device.beforeCall = { () throws(ErasureError) in try stop.call() }
        let method = try Laboratory.resolved(try #require(Method.named("modern")))
        _ = try? Laboratory().run(engine, method, storage: storage)
        device.beforeCall = {}
        device.cutPower()
        let state = try RunState(try Journal.records(of: storage.bytes, verify: nil))
        let claimed = Int(state.passes.last?.end ?? 0)
        let expected = try Laboratory.contents(method.passes[0].filling, size: Self.size)
        return device.medium[..<claimed] == expected[..<claimed]
    }

    @Test("an engine that never flushes claims what a power cut takes back, and this one does not")
    func mutant() throws {
        for calls in 1...8 {
            let device = CachingDevice(size: Self.size, honest: true)
            #expect(try claimsHold(device, device, after: calls))
        }
        let failed = try (1...8).count { calls in
            let device = CachingDevice(size: Self.size, honest: true)
            return try !claimsHold(device, NeverFlushing(device), after: calls)
        }
        #expect(failed > 0)
    }

    @Test("a device that lies about its flush is found by the first power cut, and never certified")
    func lyingFlush() throws {
        for method in try Method.builtIn.map({ try Laboratory.resolved($0) }) {
            let device = CachingDevice(size: Self.size, honest: false)
            let storage = MemoryJournal()
            // Enough for a checkpoint, not for a pass.
            _ = run(device, storage, method, stop: Stopper(after: 14))
            device.cutPower()
            let result = try Laboratory().resume(device, storage, isIdentityStrong: true)
            #expect(result.state.restarts == [.confirmedDataLost])
            #expect(result.verdict.status == .sendToDestruction)
            #expect(result.verdict.reasons.contains(.confirmedDataLost))
        }
    }

    @Test("another device of the same size is not taken for the one that was begun")
    func swapped() throws {
        let method = try Laboratory.resolved(try #require(Method.named("modern")))
        let storage = MemoryJournal()
        _ = run(ZooDevice(size: Self.size), storage, method, stop: Stopper(after: 14))
        let result = try Laboratory().resume(ZooDevice(size: Self.size), storage)
        #expect(result.state.resumptions.map(\.proof.outcome) == [.lost])
        #expect(!result.verdict.status.isCertifiable)
    }

    @Test(
        "a device that comes back is gone on with where it was",
        arguments: [VanishingDevice.End.gone, .errors, .writeProtected, .resized], ["modern", "modern-zero"])
    func comesBack(_ end: VanishingDevice.End, _ name: String) throws {
        let method = try Laboratory.resolved(try #require(Method.named(name)))
        let device = VanishingDevice(size: Self.size, after: 300_000, end: end)
        let storage = MemoryJournal()
        let paused = try Laboratory().run(device, method, storage: storage)
        #expect(paused.outcome == .paused(end == .writeProtected ? .writeProtected : .deviceLost))
        #expect(paused.verdict.status == .paused)
        device.isBack = true
        let result = try Laboratory().resume(device, storage)
        #expect(result.verdict.status == .cleared)
        #expect(result.state.restarts.isEmpty)
        #expect(result.state.resumptions.map(\.proof.outcome) == [.proven])
    }

    @Test("a run that has ended is not resumed")
    func ended() throws {
        let device = ZooDevice(size: Self.size)
        let storage = MemoryJournal()
        _ = try Laboratory().run(
            device, try Laboratory.resolved(try #require(Method.named("modern"))), storage: storage)
        #expect(throws: ErasureError(.runEnded, "", "")) { _ = try Laboratory().resume(device, storage) }
    }

    @Test("a pause that is asked for ends with a checkpoint, and is gone on from there")
    func pauseRequested() throws {
        let method = try Laboratory.resolved(try #require(Method.named("modern")))
        let control = RunControl()
        let device = ZooDevice(size: Self.size)
        let storage = MemoryJournal()
        device.beforeCall = { () throws(ErasureError) in if device.writes == 4 { control.requestPause() } }
        let paused = try Laboratory(control: control).run(device, method, storage: storage)
        #expect(paused.outcome == .paused(.requested))
        #expect(try #require(paused.state.passes.last).end >= 4 * 65_536)
        let writes = device.writes
        let result = try Laboratory().resume(device, storage)
        #expect(result.verdict.status == .cleared)
        #expect(device.writes < writes + 6)
    }

    @Test("a gate that closes at a checkpoint pauses the run")
    func gate() throws {
        let method = try Laboratory.resolved(try #require(Method.named("modern")))
        let device = ZooDevice(size: Self.size)
        let laboratory = Laboratory { device.writes >= 2 ? "mounted" : nil }
        let result = try laboratory.run(device, method)
        #expect(result.outcome == .paused(.gate("mounted")))
        #expect(device.writes < 6)
    }

    @Test("where only patterns are on a device it takes a strong identity to go on", arguments: [true, false])
    func patternsOnly(_ isStrong: Bool) throws {
        let method = try Laboratory.resolved(try #require(Method.named("dod-3")))
        let device = VanishingDevice(size: Self.size, after: Self.size + 200_000, end: .gone)
        let storage = MemoryJournal()
        _ = try Laboratory().run(device, method, storage: storage)
        device.isBack = true
        let result = try Laboratory().resume(device, storage, isIdentityStrong: isStrong)
        #expect(result.state.resumptions.map(\.proof.outcome) == [.patternsOnly])
        #expect(result.state.restarts == (isStrong ? [] : [.notProvable]))
        #expect(result.verdict.status == .cleared)
    }

    @Test("sectors that the power failure tore, behind what was confirmed, accuse nobody")
    func tornSectors() throws {
        let method = try Laboratory.resolved(try #require(Method.named("modern-zero")))
        let device = VanishingDevice(size: Self.size, after: Self.size + 70_000, end: .gone)
        let storage = MemoryJournal()
        _ = try Laboratory().run(device, method, storage: storage)
        device.isBack = true
        let end = try RunState(try Journal.records(of: storage.bytes, verify: nil)).passes[1].end
        device.medium.replaceSubrange(Int(end)..<Int(end) + 4_096, with: [UInt8](repeating: 0xEE, count: 4_096))
        let result = try Laboratory().resume(device, storage)
        #expect(result.state.resumptions.map(\.proof.outcome) == [.proven])
        #expect(result.verdict.status == .cleared)
    }
}
