import Cryptography
import TestSupport
import Transparency

/// RFC 6962, 2.1, word for word: slow, and independent of the code under test.
enum Reference {
    static func leaf(_ content: [UInt8]) throws -> [UInt8] { try hash(.sha256, [0x00] + content) }

    /// MTH(D[n]), over leaf hashes.
    static func root(_ leaves: ArraySlice<[UInt8]>) throws -> [UInt8] {
        guard let first = leaves.first else { return try hash(.sha256, []) }
        guard leaves.count > 1 else { return first }
        let k = split(leaves.count)
        return try hash(.sha256, [0x01] + root(leaves.prefix(k)) + root(leaves.dropFirst(k)))
    }

    /// PATH(m, D[n]).
    static func path(_ m: Int, _ leaves: ArraySlice<[UInt8]>) throws -> [[UInt8]] {
        guard leaves.count > 1 else { return [] }
        let k = split(leaves.count)
        let (left, right) = (leaves.prefix(k), leaves.dropFirst(k))
        return m < k ? try path(m, left) + [root(right)] : try path(m - k, right) + [root(left)]
    }

    /// SUBPROOF(m, D[n], b).
    static func subproof(_ m: Int, _ leaves: ArraySlice<[UInt8]>, _ b: Bool) throws -> [[UInt8]] {
        guard m < leaves.count else { return b ? [] : [try root(leaves)] }
        let k = split(leaves.count)
        let (left, right) = (leaves.prefix(k), leaves.dropFirst(k))
        return m <= k ? try subproof(m, left, b) + [root(right)] : try subproof(m - k, right, false) + [root(left)]
    }

    /// The largest power of two below n.
    private static func split(_ n: Int) -> Int {
        var k = 1
        while 2 * k < n { k *= 2 }
        return k
    }
}

/// A tree whose hashes are stored in memory, made leaf by leaf.
struct MemoryTree: HashReader {
    private(set) var stored: [TreeHash] = []
    let leaves: [[UInt8]]

    init(_ contents: [[UInt8]]) throws {
        leaves = try contents.map(Reference.leaf)
        var tree = try MerkleTree()
        for leaf in leaves { try tree.append(leafHash: hashOf(leaf), storingIn: &stored) }
    }

    /// "entry 0", "entry 1" and so on.
    init(count: Int) throws { try self.init((0..<count).map { Array("entry \($0)".utf8) }) }

    func leafHash(_ index: Int) throws -> TreeHash { try hashOf(leaves[index]) }

    func root(_ size: Int) throws -> TreeHash { try hashOf(Reference.root(leaves.prefix(size))) }

    func hashes(at indexes: [UInt64]) throws(TransparencyError) -> [TreeHash] {
        guard indexes.allSatisfy({ $0 < UInt64(stored.count) }) else {
            throw TransparencyError(.missingHashes, "beyond the end")
        }
        return indexes.map { stored[Int($0)] }
    }
}

/// A hash of 32 bytes.
func hashOf(_ bytes: [UInt8]) throws -> TreeHash {
    guard let hash = TreeHash(bytes) else { throw TestSupportError("\(bytes.count) bytes are no hash") }
    return hash
}
