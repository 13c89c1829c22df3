import Cryptography

/// That a tree grew from an older one by leaves added at its end only (RFC 6962, 2.1.2; RFC 9162, 2.1.4).
package struct ConsistencyProof: Hashable, Sendable {
    /// No tree of 64-bit size needs more hashes; a witness accepts no more (C2SP tlog-witness).
    package static let maximumCount = 63

    /// The hashes, from the bottom upwards; none if the sizes are equal or the older tree is empty.
    package let hashes: [TreeHash]

    /// A proof that was received.
    package init(hashes: [TreeHash]) { self.hashes = hashes }

    /// The proof from the tree of the first `old` leaves to that of the first `new`.
    /// - Throws: `outOfRange` unless `old` is at most `new` and that within `HashIndex.maximumSize`; `missingHashes`,
    ///   `cryptography`, and what `reader` throws.
    package static func make(
        old: UInt64, new: UInt64, reader: some HashReader
    ) throws(TransparencyError) -> ConsistencyProof {
        guard old <= new else { throw TransparencyError(.outOfRange, "from \(old) leaves back to \(new)") }
        let whole = try LeafRange(validSize: new)
        guard old > 0 else { return ConsistencyProof(hashes: []) }
        return ConsistencyProof(hashes: try reader.hashes(of: ranges(old, in: whole)))
    }

    /// The nodes of SUBPROOF (RFC 6962, 2.1.2).
    private static func ranges(_ old: UInt64, in whole: LeafRange) -> [LeafRange] {
        var range = whole
        var nodes: [LeafRange] = []
        while old != range.end {
            let (left, right) = (LeafRange(range.start, range.split), LeafRange(range.split, range.end))
            nodes.append(old <= range.split ? right : left)
            range = old <= range.split ? left : right
        }
        // The older root itself is known to the verifier.
        if range.start > 0 { nodes.append(range) }
        return nodes.reversed()
    }

    /// Whether the tree of `new` leaves with `newRoot` begins with that of `old` leaves and `oldRoot`
    /// (RFC 9162, 2.1.4.2). Every tree begins with the empty one, with no proof.
    /// - Throws: `cryptography`.
    package func verify(
        old: UInt64, oldRoot: TreeHash, new: UInt64, newRoot: TreeHash
    ) throws(TransparencyError) -> Bool {
        if old == new { return hashes.isEmpty && oldRoot == newRoot && (old > 0 || oldRoot == .emptyRoot) }
        if old == 0 { return hashes.isEmpty && oldRoot == .emptyRoot }
        // A complete older tree is a node of the newer one, and the proof leaves its hash out.
        let path = old.nonzeroBitCount == 1 ? [oldRoot] + hashes : hashes
        guard old < new, !hashes.isEmpty, let first = path.first else { return false }
        return try cryptography { () throws(CryptographyError) in
            try Self.leads(from: first, by: path.dropFirst(), old, oldRoot, new, newRoot)
        }
    }

    private static func leads(
        from first: TreeHash, by path: ArraySlice<TreeHash>,
        _ old: UInt64, _ oldRoot: TreeHash, _ new: UInt64, _ newRoot: TreeHash
    ) throws(CryptographyError) -> Bool {
        var hasher = try Cryptography.Hasher(.sha256)
        var place = TreePath(old - 1, last: new - 1)
        while place.number & 1 == 1 { place.climb() }
        var oldNode = first
        var newNode = first
        for hash in path {
            guard place.last > 0 else { return false }
            if place.hasLeftSibling {
                oldNode = try TreeHash.node(hash, oldNode, with: &hasher)
                newNode = try TreeHash.node(hash, newNode, with: &hasher)
                place.climbToRightEdge()
            } else {
                newNode = try TreeHash.node(newNode, hash, with: &hasher)
            }
            place.climb()
        }
        return place.last == 0 && oldNode == oldRoot && newNode == newRoot
    }
}
