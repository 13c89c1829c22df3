import Testing

@testable import Erasure

@Suite("A sample covers every section of a device, and says how much that is worth")
struct SampleTests {
    struct Shape: Sendable, CustomTestStringConvertible {
        let size: UInt64
        let sectorSize: Int
        let perMille: Int
        var testDescription: String { "\(perMille) per mille of \(size)" }
    }

    static let shapes = [
        Shape(size: 512, sectorSize: 512, perMille: 1), Shape(size: 4_096 * 7, sectorSize: 4_096, perMille: 100),
        Shape(size: 512 * 1_031, sectorSize: 512, perMille: 100), Shape(size: 1 << 30, sectorSize: 512, perMille: 999),
        Shape(size: 20_000_588_955_648, sectorSize: 4_096, perMille: 100),
        Shape(size: 1 << 62, sectorSize: 512, perMille: 10),
    ]

    @Test("the first and last sectors, and two places of every section, as much as was asked for", arguments: shapes)
    func covers(_ shape: Shape) {
        let plan = SamplePlan(
            size: shape.size, sectorSize: shape.sectorSize, perMille: shape.perMille, regionBytes: 256 << 20, seed: 3)
        #expect(plan.extents.first?.offset == 0)
        #expect(plan.extents.last?.end == shape.size)
        #expect(plan.extents == plan.extents.merged)
        #expect(plan.coverage >= Double(shape.perMille) / 1_000)
        #expect(plan.coverage <= 1)
        #expect(plan.extents.allSatisfy { $0.offset.isMultiple(of: UInt64(shape.sectorSize)) })
        #expect(plan.extents.allSatisfy { $0.length.isMultiple(of: UInt64(shape.sectorSize)) })
        let section = Double(shape.size) / Double(plan.sections)
        let gaps = zip(plan.extents, plan.extents.dropFirst()).map { Double($1.offset - $0.end) }
        #expect(gaps.allSatisfy { $0 <= section + Double(shape.sectorSize) })
        if shape.size >= 4_000 * UInt64(shape.sectorSize) { #expect(plan.sections >= 1_000) }
    }

    @Test("places are drawn anew with each seed, and the same with the same one")
    func seeds() {
        let plans = [1, 1, 2].map {
            SamplePlan(size: 1 << 30, sectorSize: 512, perMille: 50, regionBytes: 256 << 20, seed: $0)
        }
        #expect(plans[0] == plans[1])
        #expect(plans[0] != plans[2])
    }

    @Test("confidence grows with the number of wrong sectors")
    func confidence() {
        let plan = SamplePlan(size: 1 << 30, sectorSize: 512, perMille: 100, regionBytes: 256 << 20, seed: 1)
        #expect(plan.confidence(wrongSectors: 0) == 0)
        #expect(abs(plan.confidence(wrongSectors: 1) - plan.coverage) < 1e-9)
        #expect(plan.confidence(wrongSectors: plan.sectorsFoundSurely) >= 0.99)
        #expect(plan.confidence(wrongSectors: plan.sectorsFoundSurely - 1) < 0.99)
        #expect((40...44).contains(plan.sectorsFoundSurely))
    }

    @Test("what is read is the sample, and no more")
    func reads() throws {
        let device = ZooDevice(size: 512 * 2_000)
        let method = try #require(
            Method(
                "site", "Site", source: .own("site"),
                passes: [.init(.random, verify: .full), .init(.bytes([0]), verify: .sample(perMille: 100))]))
        let result = try Laboratory().run(device, try Laboratory.resolved(method))
        let sampled = try #require(result.state.verifications.last)
        #expect(!sampled.isFull)
        #expect(sampled.bytesRead >= device.size / 10)
        #expect(sampled.bytesRead < device.size)
        #expect(result.verdict.status == .clearedWithExceptions)
        #expect(result.verdict.exceptions == [.sampled(perMille: 100)])
    }
}
