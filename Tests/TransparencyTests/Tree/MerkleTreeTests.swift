import Cryptography
import TestSupport
import Testing

@testable import Transparency

@Suite("The root of a tree is RFC 6962's")
struct MerkleTreeTests {
    /// The eight inputs and the root of certificate-transparency's reference tree.
    private static let inputs = [
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    ]

    private static func root(_ leaves: [TreeHash]) throws -> TreeHash {
        var tree = try MerkleTree()
        for leaf in leaves { try tree.append(leafHash: leaf) }
        return try tree.root()
    }

    @Test("the reference tree of eight leaves")
    func reference() throws {
        var hasher = try Hasher(.sha256)
        var leaves: [TreeHash] = []
        for input in Self.inputs { leaves.append(try .leaf(#require([UInt8](hex: input)), with: &hasher)) }
        #expect(leaves.count == 8)
        #expect(leaves[0].bytes.hex == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")
        let root = try Self.root(leaves)
        #expect(root.bytes.hex == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")
    }

    @Test("no leaves give the hash of nothing")
    func empty() throws {
        #expect(try Self.root([]) == .emptyRoot)
        #expect(TreeHash.emptyRoot.bytes == (try hash(.sha256, [])))
    }

    @Test("up to 130 leaves, as the recursive definition and another implementation say")
    func recursion() throws {
        let vectors = try VectorFile.load().tree.roots
        #expect(vectors.count == 131)
        let tree = try MemoryTree(count: 130)
        for size in 0...130 {
            let root = try tree.treeHash(size: UInt64(size))
            #expect(try root == tree.root(size))
            #expect(root.base64 == vectors[size])
            #expect(try Self.root(tree.leaves.prefix(size).map(hashOf)) == root)
        }
    }

    @Test("leaves of a batch are those of the single ones, with steps too", arguments: [1, 2, 3, 7])
    func batch(step: Int) throws {
        let leaves = try MemoryTree(count: 77).leaves
        for first in 0..<step {
            var tree = try MerkleTree()
            try tree.append(batch: Array(leaves.joined()), from: first, by: step)
            let some = stride(from: first, to: leaves.count, by: step).map { leaves[$0] }
            let (root, count) = (try tree.root(), tree.count)
            #expect(try root.bytes == Reference.root(some[...]))
            #expect(count == UInt64(some.count))
        }
    }

    @Test("a tree that was read from its stored hashes goes on as if it had never stopped")
    func resumed() throws {
        let whole = try MemoryTree(count: 70)
        for size in 0...70 {
            var tree = try MerkleTree(size: UInt64(size), reader: whole)
            var stored = Array(whole.stored.prefix(Int(HashIndex.count(size: UInt64(size)))))
            for leaf in size..<70 { try tree.append(leafHash: whole.leafHash(leaf), storingIn: &stored) }
            let root = try tree.root()
            #expect(try root == whole.root(70))
            #expect(stored == whole.stored)
        }
    }

    @Test("a hash has 32 bytes, in binary and in the one base 64")
    func treeHash() throws {
        let bytes = Array(UInt8(0)..<32)
        let hash = try hashOf(bytes)
        #expect(hash.bytes == bytes)
        #expect(hash.base64 == "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
        #expect(TreeHash(base64: hash.base64.utf8) == hash)
        #expect(TreeHash(bytes.dropLast()) == nil && TreeHash(bytes + [0]) == nil)
        for bad in ["", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9=", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"] {
            #expect(TreeHash(base64: bad.utf8) == nil)
        }
    }
}

@Suite("The places of stored hashes")
struct HashIndexTests {
    /// The drawing in the documentation.
    private static let drawn: [(Int, UInt64, UInt64)] = [
        (0, 0, 0), (0, 1, 1), (1, 0, 2), (0, 2, 3), (0, 3, 4), (1, 1, 5), (2, 0, 6), (0, 4, 7), (0, 5, 8), (1, 2, 9),
        (0, 6, 10),
    ]

    @Test("are dense, and those that were drawn")
    func drawing() {
        #expect(Self.drawn.count == 11)
        for (level, number, index) in Self.drawn { #expect(HashIndex.index(level: level, number: number) == index) }
    }

    @Test("count what every leaf completes")
    func counts() {
        var stored: UInt64 = 0
        for leaf in UInt64(0)..<1_000 {
            #expect(HashIndex.count(size: leaf) == stored)
            #expect(HashIndex.index(level: 0, number: leaf) == stored)
            for level in 0..<HashIndex.count(completedByLeaf: leaf) {
                #expect(HashIndex.index(level: level, number: leaf >> UInt64(level)) == stored + UInt64(level))
            }
            stored += UInt64(HashIndex.count(completedByLeaf: leaf))
        }
    }

    @Test("fit into 64 bits up to the largest tree, and nothing beyond it is answered")
    func largest() throws {
        let size = HashIndex.maximumSize
        #expect(HashIndex.count(size: size) == 2 * size - 63)
        #expect(HashIndex.subtrees(size: size).count == 63)
        #expect(HashIndex.subtrees(size: size).allSatisfy { $0 < HashIndex.count(size: size) })
        #expect(HashIndex.subtrees(size: size + 1).isEmpty)
        #expect(HashIndex.subtrees(size: 0).isEmpty)
        let tree = try MemoryTree(count: 4)
        let beyond = TransparencyError(.outOfRange, "")
        let missing = TransparencyError(.missingHashes, "")
        #expect(throws: beyond) { try tree.treeHash(size: size + 1) }
        #expect(throws: missing) { try tree.treeHash(size: 5) }
        #expect(throws: missing) { _ = try MerkleTree(size: 6, reader: tree) }
        #expect(throws: beyond) { try InclusionProof.make(index: 4, size: 4, reader: tree) }
        #expect(throws: missing) { try InclusionProof.make(index: 4, size: 6, reader: tree) }
        #expect(throws: beyond) { try InclusionProof.make(index: 4, size: .max, reader: tree) }
        #expect(throws: beyond) { try ConsistencyProof.make(old: 4, new: 3, reader: tree) }
        #expect(throws: missing) { try ConsistencyProof.make(old: 3, new: 5, reader: tree) }
        #expect(throws: beyond) { try ConsistencyProof.make(old: 4, new: .max, reader: tree) }
    }

    /// A store that answers with fewer hashes than it was asked for.
    private struct Short: HashReader {
        func hashes(at indexes: [UInt64]) throws(TransparencyError) -> [TreeHash] { [] }
    }

    @Test("a store that gives too few hashes is noticed")
    func short() {
        #expect(throws: TransparencyError(.missingHashes, "")) { try Short().treeHash(size: 3) }
    }
}
