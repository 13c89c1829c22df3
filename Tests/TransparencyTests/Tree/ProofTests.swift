import Cryptography
import TestSupport
import Testing

@testable import Transparency

@Suite("Proofs of inclusion and consistency")
struct ProofTests {
    private static let sizes = 1...64

    @Test("every leaf of every tree up to 64 leaves, as the recursive definition says")
    func inclusion() throws {
        let tree = try MemoryTree(count: 64)
        for size in Self.sizes {
            let root = try tree.root(size)
            for index in 0..<size {
                let proof = try InclusionProof.make(index: UInt64(index), size: UInt64(size), reader: tree)
                #expect(try proof.hashes.map(\.bytes) == Reference.path(index, tree.leaves.prefix(size)))
                for other in 0..<size {
                    let verdict = try proof.verify(
                        leafHash: tree.leafHash(other), index: UInt64(index), size: UInt64(size), root: root)
                    #expect(verdict == (other == index))
                }
            }
        }
    }

    @Test("every pair of trees up to 64 leaves, as the recursive definition says")
    func consistency() throws {
        let tree = try MemoryTree(count: 64)
        for new in 0...64 {
            for old in 0...new {
                let proof = try ConsistencyProof.make(old: UInt64(old), new: UInt64(new), reader: tree)
                let expected = old == 0 ? [] : try Reference.subproof(old, tree.leaves.prefix(new), true)
                #expect(proof.hashes.map(\.bytes) == expected)
                #expect(
                    try proof.verify(
                        old: UInt64(old), oldRoot: tree.root(old), new: UInt64(new), newRoot: tree.root(new)))
            }
        }
    }

    @Test("the same hashes as another implementation, in one digest")
    func fingerprint() throws {
        let vectors = try VectorFile.load().tree
        let tree = try MemoryTree(count: 64)
        var lines: [String] = []
        for size in Self.sizes {
            for index in 0..<size {
                let proof = try InclusionProof.make(index: UInt64(index), size: UInt64(size), reader: tree)
                lines.append("\(index) \(size) " + proof.hashes.map(\.base64).joined(separator: " "))
            }
            for old in 1...size {
                let proof = try ConsistencyProof.make(old: UInt64(old), new: UInt64(size), reader: tree)
                lines.append("\(old)-\(size) " + proof.hashes.map(\.base64).joined(separator: " "))
            }
        }
        #expect(lines.count == vectors.proofs)
        #expect(try hash(.sha256, Array(lines.joined(separator: "\n").utf8)) == vectors.proofsSHA256.bytes)
    }

    /// All proofs that differ from one in one step: a hash dropped, doubled, swapped with its neighbour, changed, put in
    /// front, put behind.
    private static func mutants(_ hashes: [TreeHash], _ foreign: [TreeHash]) throws -> [[TreeHash]] {
        var mutants: [[TreeHash]] = [foreign.prefix(1) + hashes]
        for place in hashes.indices {
            mutants.append(Array(hashes[..<place] + hashes[(place + 1)...]))
            mutants.append(Array(hashes[...place] + hashes[place...]))
            if place > 0 {
                var swapped = hashes
                swapped.swapAt(place, place - 1)
                mutants.append(swapped)
            }
            for bit in [0, 100, 255] {
                var bytes = hashes[place].bytes
                bytes[bit / 8] ^= 1 << UInt8(bit % 8)
                var changed = hashes
                changed[place] = try hashOf(bytes)
                mutants.append(changed)
            }
        }
        return mutants + foreign.map { hashes + [$0] }
    }

    @Test("a changed proof of inclusion, another index, size or root is refused")
    func inclusionMutants() throws {
        let tree = try MemoryTree(count: 40)
        var tried = 0
        for size in 1...40 {
            let root = try tree.root(size)
            for index in stride(from: 0, to: size, by: 3) {
                let proof = try InclusionProof.make(index: UInt64(index), size: UInt64(size), reader: tree)
                let leaf = try tree.leafHash(index)
                for mutant in try Self.mutants(proof.hashes, [root, leaf]) {
                    tried += 1
                    #expect(
                        try !InclusionProof(hashes: mutant)
                            .verify(leafHash: leaf, index: UInt64(index), size: UInt64(size), root: root))
                }
                for other in 0...41 where other != index {
                    #expect(
                        try !proof.verify(leafHash: leaf, index: UInt64(other), size: UInt64(size), root: root))
                }
                #expect(
                    try !proof.verify(leafHash: root, index: UInt64(index), size: UInt64(size), root: leaf) || size == 1
                )
                #expect(try !proof.verify(leafHash: leaf, index: UInt64(index), size: UInt64(size), root: .emptyRoot))
                #expect(try !proof.verify(leafHash: leaf, index: UInt64(index), size: 0, root: root))
            }
        }
        #expect(tried > 5_000)
    }

    @Test("a changed proof of consistency, other sizes or roots are refused")
    func consistencyMutants() throws {
        let tree = try MemoryTree(count: 40)
        var tried = 0
        for new in stride(from: 2, through: 40, by: 3) {
            for old in 1..<new {
                let proof = try ConsistencyProof.make(old: UInt64(old), new: UInt64(new), reader: tree)
                let (oldRoot, newRoot) = (try tree.root(old), try tree.root(new))
                for mutant in try Self.mutants(proof.hashes, [oldRoot, newRoot]) {
                    tried += 1
                    #expect(
                        try !ConsistencyProof(hashes: mutant)
                            .verify(old: UInt64(old), oldRoot: oldRoot, new: UInt64(new), newRoot: newRoot))
                }
                for other in 0...41 where other != old {
                    #expect(
                        try !proof.verify(old: UInt64(other), oldRoot: oldRoot, new: UInt64(new), newRoot: newRoot))
                }
                #expect(try !proof.verify(old: UInt64(old), oldRoot: newRoot, new: UInt64(new), newRoot: oldRoot))
                #expect(try !proof.verify(old: UInt64(old), oldRoot: newRoot, new: UInt64(new), newRoot: newRoot))
                #expect(try !proof.verify(old: UInt64(old), oldRoot: oldRoot, new: UInt64(new), newRoot: oldRoot))
            }
        }
        #expect(tried > 5_000)
    }

    @Test("a tree is consistent with itself and with nothing only without a proof, and only with the right roots")
    func edges() throws {
        let tree = try MemoryTree(count: 4)
        let (three, four) = (try tree.root(3), try tree.root(4))
        let (none, some) = (ConsistencyProof(hashes: []), ConsistencyProof(hashes: [four]))
        #expect(try none.verify(old: 4, oldRoot: four, new: 4, newRoot: four))
        #expect(try !none.verify(old: 4, oldRoot: three, new: 4, newRoot: four))
        #expect(try !some.verify(old: 4, oldRoot: four, new: 4, newRoot: four))
        #expect(try none.verify(old: 0, oldRoot: .emptyRoot, new: 4, newRoot: four))
        #expect(try !none.verify(old: 0, oldRoot: three, new: 4, newRoot: four))
        #expect(try !some.verify(old: 0, oldRoot: .emptyRoot, new: 4, newRoot: four))
        #expect(try none.verify(old: 0, oldRoot: .emptyRoot, new: 0, newRoot: .emptyRoot))
        #expect(try !none.verify(old: 0, oldRoot: four, new: 0, newRoot: four))
        #expect(try !none.verify(old: 3, oldRoot: three, new: 4, newRoot: four))
        #expect(try !none.verify(old: 4, oldRoot: four, new: 3, newRoot: three))
        #expect(try !some.verify(old: .max, oldRoot: four, new: .max - 1, newRoot: four))
    }
}
