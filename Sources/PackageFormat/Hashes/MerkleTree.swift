import Cryptography

/// Root of a tree over leaf hashes that arrive one by one (RFC 6962, 2.1). Memory grows with the logarithm of their number.
package struct MerkleTree: ~Copyable {
    private var hasher: Hasher
    /// Roots of complete subtrees, largest first; the sizes are the one bits of `count`.
    private var subtrees: [[UInt8]] = []
    /// Leaves so far.
    package private(set) var count: UInt64 = 0

    /// A tree without leaves.
    package init() throws(CryptographyError) { hasher = try Hasher(.sha256) }

    /// Hash of a leaf: SHA-256(0x00 ‖ content).
    package static func leaf(_ content: UnsafeRawBufferPointer, with hasher: inout Hasher) throws(CryptographyError)
        -> [UInt8]
    {
        try hasher.update([0x00])
        try hasher.update(content)
        return try hasher.finish()
    }

    /// Adds a leaf at the end, by its hash.
    package mutating func append(leafHash: [UInt8]) throws(CryptographyError) {
        var hash = leafHash
        var bits = count
        while bits & 1 == 1, let left = subtrees.popLast() {
            hash = try node(left, hash)
            bits >>= 1
        }
        subtrees.append(hash)
        count += 1
    }

    /// The root over all leaves so far. At least one leaf must have been appended, else the hash of nothing is given.
    package mutating func root() throws(CryptographyError) -> [UInt8] {
        guard var hash = subtrees.last else { return try hasher.finish() }
        for left in subtrees.dropLast().reversed() { hash = try node(left, hash) }
        return hash
    }

    private mutating func node(_ left: [UInt8], _ right: [UInt8]) throws(CryptographyError) -> [UInt8] {
        try hasher.update([0x01])
        try hasher.update(left)
        try hasher.update(right)
        return try hasher.finish()
    }
}
