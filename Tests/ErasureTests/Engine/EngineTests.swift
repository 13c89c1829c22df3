import Testing

@testable import Erasure

@Suite("A run writes what its method says, byte for byte")
struct EngineTests {
    struct Shape: Sendable, CustomTestStringConvertible {
        let size: Int
        let sectorSize: Int
        var testDescription: String { "\(size) bytes in sectors of \(sectorSize)" }
    }

    static let shapes = [
        Shape(size: 512 * 1_031, sectorSize: 512), Shape(size: 4_096 * 131, sectorSize: 4_096),
        Shape(size: 512, sectorSize: 512), Shape(size: 65_536, sectorSize: 65_536),
    ]

    @Test("each pass of each method, in its order", arguments: Method.builtIn.map(\.name), shapes)
    func passes(_ name: String, _ shape: Shape) throws {
        let method = try Laboratory.resolved(try #require(Method.named(name)))
        let device = RecordingDevice(size: shape.size, sectorSize: shape.sectorSize)
        let result = try Laboratory().run(device, method)
        #expect(result.outcome == .finished(.completed))

        var image = [UInt8](repeating: 0, count: shape.size)
        var written = 0
        var recorded = device.recorded[...]
        for pass in method.passes {
            var inPass = 0
            while inPass < shape.size, let write = recorded.popFirst() {
                image.replaceSubrange(write.offset..<write.offset + write.bytes.count, with: write.bytes)
                inPass += write.bytes.count
            }
            written += inPass
            let expected = try Laboratory.contents(pass.filling, size: shape.size)
            #expect(inPass == shape.size)
            #expect(image == expected)
        }
        #expect(recorded.isEmpty)
        #expect(written == shape.size * method.passes.count)
        #expect(device.medium == image)
    }

    @Test("the journal tells of the method before the first write")
    func journalFirst() throws {
        let device = ZooDevice(size: Laboratory.size)
        let storage = MemoryJournal()
        let method = try Laboratory.resolved(try #require(Method.named("dod-7")))
        var isRecorded = true
        device.beforeCall = { () throws(ErasureError) in
            guard let records = try? Journal.records(of: storage.bytes, verify: nil),
                case .begun(let header)? = records.first?.event, header.method == method
            else { return isRecorded = false }
        }
        _ = try Laboratory().run(device, method, storage: storage)
        #expect(isRecorded)
    }

    @Test("every checkpoint follows a flush")
    func flushes() throws {
        let device = ZooDevice(size: Laboratory.size)
        let result = try Laboratory().run(device, try Laboratory.resolved(try #require(Method.named("zero"))))
        let checkpoints = result.journal.records.count {
            if case .checkpoint = $0.event { true } else { false }
        }
        #expect(checkpoints == 10)
        // One before each pass is read back.
        #expect(device.flushes == checkpoints + 2)
    }

    @Test("a good device is cleared, with every method", arguments: Method.builtIn.map(\.name))
    func cleared(_ name: String) throws {
        let device = ZooDevice(size: Laboratory.size)
        let result = try Laboratory().run(device, try Laboratory.resolved(try #require(Method.named(name))))
        #expect(result.verdict == StatusVerdict(status: .cleared, reasons: [], exceptions: []))
    }

    @Test("a slow device is cleared as well, and has a checkpoint after every block at least")
    func slow() throws {
        let device = SlowDevice(size: Laboratory.size)
        let laboratory = Laboratory(
            settings: RunSettings(blockSize: 65_536, workers: 2, checkpointSeconds: 1, regionBytes: 131_072),
            clock: SteppingClock(step: 700_000_000))
        let result = try laboratory.run(device, try Laboratory.resolved(try #require(Method.named("modern"))))
        #expect(result.verdict.status == .cleared)
    }

    @Test("a device that is as small as its cache may be is cleared with that exception")
    func small() throws {
        let device = ZooDevice(size: 4_096)
        let result = try Laboratory().run(device, try Laboratory.resolved(try #require(Method.named("modern"))))
        #expect(
            result.verdict
                == StatusVerdict(status: .clearedWithExceptions, reasons: [], exceptions: [.cacheNotExcluded]))
    }

    @Test("a header of another size or other sectors is refused before anything is written")
    func otherDevice() throws {
        let method = try Laboratory.resolved(try #require(Method.named("modern")))
        let device = ZooDevice(size: Laboratory.size)
        for other in [ZooDevice(size: 4_096), ZooDevice(size: Laboratory.size, sectorSize: 4_096)] {
            let journal = try Journal.create(in: MemoryJournal(), seal: nil)
            #expect(throws: ErasureError(.otherDevice, "", "")) {
                _ = try ErasureRun(device, journal, Laboratory().surroundings).start(
                    Laboratory.header(other, method))
            }
        }
        #expect(device.writes == 0)
    }
}
