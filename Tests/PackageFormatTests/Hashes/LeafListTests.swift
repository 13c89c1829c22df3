import TestSupport
import Testing

@testable import PackageFormat

@Suite("Leaf hashes in memory and beyond")
struct LeafListTests {
    /// Two batches in memory.
    private static let limit = 2 * LeafList.batch * LeafList.hashSize

    @Test("written in any order, read anywhere", arguments: [1, 100, 4_096, 4_097, 9_000])
    func anyOrder(count: Int) throws {
        var random = Randomness(seed: UInt64(count))
        let hashes = (0..<count).map { _ in random.bytes(32) }
        let list = LeafList(residentLimit: Self.limit)
        for position in hashes.indices.shuffled(using: &random) {
            try list.store(hashes[position], at: UInt64(position))
        }
        #expect(list.count == UInt64(count))
        for position in hashes.indices where position % 97 == 0 || abs(position - 4_096) < 3 {
            #expect(try list.load(UInt64(position), count: 1) == hashes[position])
        }
        var batches: [[UInt8]] = []
        try list.forEachBatch { batches.append($0) }
        #expect(batches.dropLast().allSatisfy { $0.count == LeafList.batch * LeafList.hashSize })
        #expect(Array(batches.joined()) == Array(hashes.joined()))
    }

    @Test("written in batches, as a hash section is read")
    func batches() throws {
        var random = Randomness(seed: 5)
        let hashes = (0..<7_000).map { _ in random.bytes(32) }
        let list = LeafList(residentLimit: Self.limit)
        for start in stride(from: 0, to: hashes.count, by: LeafList.batch) {
            let end = min(hashes.count, start + LeafList.batch)
            try list.store(Array(hashes[start..<end].joined()), at: UInt64(start))
        }
        for position in hashes.indices where position % 101 == 0 {
            #expect(try list.load(UInt64(position), count: 1) == hashes[position])
        }
        #expect(list.count == 7_000)
    }

    @Test("a limit of whole batches: none lies half in memory")
    func limit() {
        #expect((4 << 20) % (LeafList.batch * LeafList.hashSize) == 0)
    }
}
