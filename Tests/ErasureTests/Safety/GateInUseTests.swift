import Erasure
import Glibc
import SystemIO
import TestSupport
import Testing

/// Every use of a device that this kernel can make for real. The gate refuses each, says who holds the device, and neither the
/// device nor what is on it changes.
@Suite(.enabled(if: RealDevices.areRequired, RealDevices.reason), .serialized)
struct GateInUseTests {
    /// A device that is in use, and what the gate has to say.
    private func expectRefusal(
        _ loop: LoopDevice, _ kind: Holding.Kind, of part: String? = nil, by holder: String? = nil,
        release: String? = nil, protecting: [String] = [], _ location: SourceLocation = #_sourceLocation
    ) throws {
        sync()
        let before = try loop.bytes()
        let written = try loop.sectorsWritten()
        let gate = SafetyGate(protecting: protecting.map { Path($0) })
        guard case .refused(let verdict) = try gate.take(Path(loop.path)) else {
            Issue.record("a device in use was given out", sourceLocation: location)
            return
        }
        #expect(!verdict.permitsWriting && !verdict.permitsPlanning, sourceLocation: location)
        let found = verdict.holdings.first {
            $0.kind == kind && $0.device == part ?? loop.name && $0.holder == holder ?? $0.holder
        }
        #expect(found != nil, "\(verdict)", sourceLocation: location)
        if let release { #expect(found?.release?.line == release, sourceLocation: location) }
        sync()
        #expect(try loop.sectorsWritten() == written, sourceLocation: location)
        #expect(try loop.bytes() == before, sourceLocation: location)
    }

    private func expectTaken(_ loop: LoopDevice, _ location: SourceLocation = #_sourceLocation) throws {
        let taking = try SafetyGate(protecting: []).take(Path(loop.path))
        guard case .taken(let device, let verdict) = taking else {
            Issue.record("a device that nobody uses was refused: \(taking)", sourceLocation: location)
            return
        }
        #expect(verdict.permitsWriting && device.size == 8 << 20, sourceLocation: location)
    }

    @Test("a device that nobody uses is taken, with and without partitions")
    func free() throws {
        let loop = try LoopDevice()
        try expectTaken(loop)
        try loop.addPartitions(2)
        try expectTaken(loop)
        #expect(access(loop.partition(1), F_OK) != 0)
    }
}
