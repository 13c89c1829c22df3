import Testing

@testable import Erasure

@Suite("What a device refuses is narrowed to the sector, within a budget")
struct BadSectorTests {
    private static let size = 512 * 1_500

    private func run(
        _ device: ZooDevice, settings: RunSettings = Laboratory.settings, clock: any RunClock = SteppingClock()
    ) throws -> Laboratory.Result {
        let method = try Laboratory.resolved(try #require(Method.named("modern")))
        return try Laboratory(settings: settings, clock: clock).run(device, method)
    }

    @Test(
        "exactly the bad sectors stay unwritten",
        arguments: [[0], [1_499], [127, 128], [0, 3, 77, 500, 501, 502, 1_023, 1_499], Array(600..<640)], [512, 4_096])
    func exact(_ sectors: [Int], _ sectorSize: Int) throws {
        let device = BadSectorDevice(size: sectorSize * 1_500, unwritable: Set(sectors), sectorSize: sectorSize)
        let before = device.medium
        let result = try run(device)
        let bad = sectors.map { Extent(UInt64($0 * sectorSize), UInt64(sectorSize)) }.merged
        #expect(result.outcome == .finished(.completed))
        #expect(result.state.passes[0].bad == bad)
        #expect(result.state.passes[0].written == device.size - bad.totalLength)
        #expect(result.verdict.status == .sendToDestruction)
        #expect(result.verdict.reasons == [.unwritten(pass: 0, bytes: bad.totalLength)])
        let filling = result.state.header.method.passes[0].filling
        let expected = try Laboratory.contents(filling, size: Int(device.size))
        var wanted = expected
        for sector in sectors {
            let range = sector * sectorSize..<(sector + 1) * sectorSize
            wanted.replaceSubrange(range, with: before[range])
        }
        #expect(device.medium == wanted)
    }

    @Test("as many bad sectors as the budget allows, and one more")
    func sectorBudget() throws {
        let limit = Int(Laboratory.settings.badSectorLimit)
        for (count, end) in [(limit, RunEnd.completed), (limit + 1, .gaveUp(.tooManyBadSectors))] {
            let sectors = Set((0..<count).map { $0 * 30 })
            let result = try run(BadSectorDevice(size: Self.size, unwritable: sectors))
            #expect(result.outcome == .finished(end))
        }
    }

    @Test("the same bad sectors count once, in however many passes and resumptions they are met")
    func countedOnce() throws {
        let method = try Laboratory.resolved(try #require(Method.named("gutmann")))
        let device = BadSectorDevice(size: Self.size, unwritable: Set((0..<30).map { $0 * 40 }))
        let storage = MemoryJournal()
        let control = RunControl()
        device.beforeCall = { () throws(ErasureError) in if device.writes == 300 { control.requestPause() } }
        let paused = try Laboratory(control: control).run(device, method, storage: storage)
        #expect(paused.outcome == .paused(.requested))
        let result = try Laboratory().resume(device, storage, isIdentityStrong: true)
        #expect(result.outcome == .finished(.completed))
        #expect(result.state.passes.allSatisfy { $0.bad.totalLength == 30 * 512 })
    }

    @Test("a pass that is resumed goes on counting where it was")
    func countsOn() throws {
        let method = try Laboratory.resolved(try #require(Method.named("modern")))
        let device = BadSectorDevice(size: Self.size, unwritable: Set((0..<50).map { $0 * 29 }))
        let storage = MemoryJournal()
        let control = RunControl()
        device.beforeCall = { () throws(ErasureError) in if device.writes == 40 { control.requestPause() } }
        let paused = try Laboratory(control: control).run(device, method, storage: storage)
        #expect(paused.outcome == .paused(.requested))
        #expect(try #require(paused.state.passes.first).bad.count > 3)
        let result = try Laboratory().resume(device, storage)
        #expect(result.outcome == .finished(.gaveUp(.tooManyBadSectors)))
    }

    @Test("bad sectors that take too long are given up, even if they are few")
    func timeBudget() throws {
        let settings = RunSettings(
            blockSize: 65_536, workers: 1, checkpointSeconds: 1 << 30, regionBytes: 131_072, badSectorSeconds: 60)
        let slow = SteppingClock(step: 5_000_000_000)
        let device = BadSectorDevice(size: Self.size, unwritable: [100, 101, 102])
        #expect(try run(device, settings: settings, clock: slow).outcome == .finished(.gaveUp(.tooMuchTime)))
        let quick = SteppingClock(step: 1_000_000)
        #expect(try run(device, settings: settings, clock: quick).outcome == .finished(.completed))
    }

    @Test("reading has a budget as well")
    func readBudget() throws {
        let result = try run(BadSectorDevice(size: Self.size, unreadable: Set(200..<400)))
        #expect(result.outcome == .finished(.gaveUp(.tooManyBadSectors)))
        #expect(result.verdict.status == .sendToDestruction)
    }

    @Test("a write that fails once and then succeeds is remembered")
    func recovered() throws {
        let result = try run(RemappingDevice(size: Self.size, sectors: [700]))
        #expect(result.state.passes[0].bad.isEmpty)
        #expect(result.state.recovered.count == 1)
        #expect(result.state.recovered[0].offset <= 700 * 512)
        #expect(result.state.recovered[0].end > 700 * 512)
    }

    @Test("a flush that fails makes everything since the last checkpoint be written again", arguments: 1...2)
    func failedFlush(_ failures: Int) throws {
        let device = FailingFlushDevice(size: Self.size, failures: failures)
        let result = try run(device)
        #expect(result.verdict.status == .cleared)
        #expect(result.state.flushFailures == failures)
        let filling = result.state.header.method.passes[0].filling
        #expect(device.medium == (try Laboratory.contents(filling, size: Self.size)))
    }

    @Test("a device that fails to flush three times in a row is given up")
    func flushesFail() throws {
        let result = try run(FailingFlushDevice(size: Self.size, failures: 3))
        #expect(result.outcome == .finished(.gaveUp(.flushFails)))
        #expect(result.state.passes[0].end == 0)
    }

    @Test("no setting takes more than 32 MiB for a device")
    func memory() {
        for blockSize in [1, 65_536, 1 << 20, 8 << 20, 1 << 40] {
            for workers in [-1, 1, 4, 16, 1_000] {
                let settings = RunSettings(blockSize: blockSize, workers: workers)
                #expect(settings.workers * (settings.blockSize + RunSettings.step) <= 32 << 20)
                #expect(settings.workers >= 1)
                #expect(settings.blockSize.isMultiple(of: RunSettings.step))
            }
        }
    }
}
