import Cryptography

/// Root of a tree over leaf hashes that arrive one by one (RFC 6962, 2.1). Memory grows with the logarithm of their number.
package struct MerkleTree: ~Copyable {
    private var hasher: Cryptography.Hasher
    /// Roots of complete subtrees, largest first; the sizes are the one bits of `count`.
    private var subtrees: [TreeHash] = []
    /// Leaves so far.
    package private(set) var count: UInt64 = 0

    /// A tree without leaves.
    /// - Throws: `unsupportedAlgorithm`, `opensslFailure`.
    package init() throws(CryptographyError) { hasher = try Cryptography.Hasher(.sha256) }

    /// The tree of `size` leaves whose hashes `reader` holds, so that more can be added.
    /// - Throws: `outOfRange` beyond `HashIndex.maximumSize`, `missingHashes`, `cryptography`, and what `reader` throws.
    package init(size: UInt64, reader: some HashReader) throws(TransparencyError) {
        let subtrees = try reader.subtrees(of: [LeafRange(validSize: size)]).flatMap(\.self)
        hasher = try cryptography { () throws(CryptographyError) in try Cryptography.Hasher(.sha256) }
        self.subtrees = subtrees
        count = size
    }

    /// Adds a leaf at the end, by its hash.
    /// - Throws: `opensslFailure`.
    package mutating func append(leafHash: TreeHash) throws(CryptographyError) {
        try append(leafHash: leafHash) { _ in }
    }

    /// Adds a leaf at the end, and appends to `stored` what a store of hashes must keep for it: its own hash and those of
    /// all subtrees that it completes, in the order of `HashIndex`.
    /// - Throws: `opensslFailure`.
    package mutating func append(leafHash: TreeHash, storingIn stored: inout [TreeHash]) throws(CryptographyError) {
        try append(leafHash: leafHash) { stored.append($0) }
    }

    private mutating func append(leafHash: TreeHash, completed: (TreeHash) -> Void) throws(CryptographyError) {
        var hash = leafHash
        var bits = count
        completed(hash)
        while bits & 1 == 1, let left = subtrees.popLast() {
            hash = try TreeHash.node(left, hash, with: &hasher)
            completed(hash)
            bits >>= 1
        }
        subtrees.append(hash)
        count += 1
    }

    /// Adds leaf hashes that stand in one array, 32 bytes each.
    /// - Parameters:
    ///   - first: the number of the first hash in `batch` that is taken, from 0.
    ///   - step: every how manieth is taken from there on, at least 1.
    /// - Throws: `opensslFailure`.
    package mutating func append(batch: [UInt8], from first: Int = 0, by step: Int = 1) throws(CryptographyError) {
        try batch.withRawBytes { (batch) throws(CryptographyError) in
            for number in stride(from: first, to: batch.count / TreeHash.size, by: max(1, step)) {
                let start = number * TreeHash.size
                guard let hash = TreeHash(UnsafeRawBufferPointer(rebasing: batch[start..<start + TreeHash.size])) else {
                    continue
                }
                try append(leafHash: hash)
            }
        }
    }

    /// The root over all leaves so far.
    /// - Throws: `opensslFailure`.
    package mutating func root() throws(CryptographyError) -> TreeHash {
        guard var hash = subtrees.last else { return .emptyRoot }
        for left in subtrees.dropLast().reversed() { hash = try TreeHash.node(left, hash, with: &hasher) }
        return hash
    }
}
