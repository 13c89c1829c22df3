import Cryptography

/// A store of the hashes of a tree, numbered by `HashIndex`.
package protocol HashReader {
    /// The hashes at these places, in the order asked for.
    /// - Throws: `missingHashes` if there is none at one of them, and what reading brings.
    func hashes(at indexes: [UInt64]) throws(TransparencyError) -> [TreeHash]
}

extension HashReader {
    /// The root of the tree of the first `size` leaves.
    /// - Throws: `outOfRange` beyond `HashIndex.maximumSize`, `missingHashes`, `cryptography`.
    package func treeHash(size: UInt64) throws(TransparencyError) -> TreeHash {
        guard size > 0 else { return .emptyRoot }
        guard let root = try hashes(of: [LeafRange(validSize: size)]).first else {
            throw TransparencyError(.missingHashes, "no root")
        }
        return root
    }

    /// The hash of the node above each of `ranges`, of which none is empty; all is read at once.
    func hashes(of ranges: [LeafRange]) throws(TransparencyError) -> [TreeHash] {
        let parts = try subtrees(of: ranges)
        return try cryptography { () throws(CryptographyError) in
            var hasher = try Cryptography.Hasher(.sha256)
            var nodes: [TreeHash] = []
            for part in parts {
                guard var hash = part.last else { continue }
                for left in part.dropLast().reversed() { hash = try TreeHash.node(left, hash, with: &hasher) }
                nodes.append(hash)
            }
            return nodes
        }
    }

    /// The hashes of the complete subtrees of each of `ranges`, from left to right.
    func subtrees(of ranges: [LeafRange]) throws(TransparencyError) -> [[TreeHash]] {
        let indexes = ranges.map(\.subtrees)
        let wanted = indexes.flatMap(\.self)
        let read = wanted.isEmpty ? [] : try hashes(at: wanted)
        guard read.count == wanted.count else {
            throw TransparencyError(.missingHashes, "\(read.count) hashes instead of \(wanted.count)")
        }
        var rest = read[...]
        return indexes.map { part in
            defer { rest = rest.dropFirst(part.count) }
            return Array(rest.prefix(part.count))
        }
    }
}
