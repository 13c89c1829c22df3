import Cryptography
import TestSupport
import Testing

@testable import PackageFormat

@Suite("The root over a piece's units is RFC 6962's")
struct MerkleTreeTests {
    /// The eight inputs and the root of certificate-transparency's reference tree.
    private static let inputs = [
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    ]

    private static func leaf(_ content: [UInt8]) throws -> [UInt8] {
        var hasher = try Hasher(.sha256)
        return try content.withUnsafeBytes { try MerkleTree.leaf($0, with: &hasher) }
    }

    private static func root(_ leaves: [[UInt8]]) throws -> [UInt8] {
        var tree = try MerkleTree()
        for leaf in leaves { try tree.append(leafHash: leaf) }
        return try tree.root()
    }

    @Test("the reference tree of eight leaves")
    func reference() throws {
        let leaves = try Self.inputs.map { try Self.leaf(#require([UInt8](hex: $0))) }
        #expect(leaves.count == 8)
        #expect(leaves[0].hex == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")
        #expect(try Self.root(leaves).hex == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")
    }

    @Test("no leaves give the hash of nothing")
    func empty() throws {
        #expect(try Self.root([]).hex == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }

    @Test("up to 130 leaves, as the recursive definition says")
    func recursion() throws {
        var random = Randomness(seed: 3)
        let leaves = (0..<130).map { _ in random.bytes(32) }
        for count in 1...leaves.count {
            let some = Array(leaves[..<count])
            #expect(try Self.root(some) == Self.naive(some[...]))
        }
    }

    @Test("leaves of a batch are those of the single ones")
    func batch() throws {
        var random = Randomness(seed: 4)
        let leaves = (0..<77).map { _ in random.bytes(32) }
        var tree = try MerkleTree()
        try tree.append(batch: Array(leaves[..<50].joined()))
        try tree.append(batch: Array(leaves[50...].joined()))
        let (root, count) = (try tree.root(), tree.count)
        #expect(try root == Self.root(leaves))
        #expect(count == 77)
    }

    /// MTH(D[n]) = SHA-256(0x01 || MTH(D[0:k]) || MTH(D[k:n])), k the largest power of two below n (RFC 6962, 2.1).
    private static func naive(_ leaves: ArraySlice<[UInt8]>) throws -> [UInt8] {
        if leaves.count == 1, let leaf = leaves.first { return leaf }
        var split = 1
        while split * 2 < leaves.count { split *= 2 }
        let (left, right) = (leaves.prefix(split), leaves.dropFirst(split))
        return try hash(.sha256, [0x01] + naive(left) + naive(right))
    }
}

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
