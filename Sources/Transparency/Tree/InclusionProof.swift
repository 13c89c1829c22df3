import Cryptography

/// That a leaf stands at an index of a tree (RFC 6962, 2.1.1; RFC 9162, 2.1.3): the hashes beside its way to the root, from
/// the leaf's sibling upwards.
package struct InclusionProof: Hashable, Sendable {
    /// No tree of 64-bit size needs more hashes.
    package static let maximumCount = 63

    /// The hashes.
    package let hashes: [TreeHash]

    /// A proof that was received.
    package init(hashes: [TreeHash]) { self.hashes = hashes }

    /// The proof for the leaf `index` in the tree of the first `size` leaves.
    /// - Throws: `outOfRange` unless `index` is below `size` and that within `HashIndex.maximumSize`; `missingHashes`,
    ///   `cryptography`, and what `reader` throws.
    package static func make(
        index: UInt64, size: UInt64, reader: some HashReader
    ) throws(TransparencyError) -> InclusionProof {
        guard index < size else { throw TransparencyError(.outOfRange, "leaf \(index) of \(size)") }
        var range = try LeafRange(validSize: size)
        var siblings: [LeafRange] = []
        while range.count > 1 {
            let (left, right) = (LeafRange(range.start, range.split), LeafRange(range.split, range.end))
            siblings.append(index < range.split ? right : left)
            range = index < range.split ? left : right
        }
        return InclusionProof(hashes: try reader.hashes(of: siblings.reversed()))
    }

    /// Whether the leaf with `leafHash` stands at `index` in the tree of `size` leaves with this `root`
    /// (RFC 9162, 2.1.3.2).
    /// - Throws: `cryptography`.
    package func verify(
        leafHash: TreeHash, index: UInt64, size: UInt64, root: TreeHash
    ) throws(TransparencyError) -> Bool {
        guard index < size else { return false }
        let hashes = hashes
        return try cryptography { () throws(CryptographyError) in
            var hasher = try Cryptography.Hasher(.sha256)
            var path = TreePath(index, last: size - 1)
            var node = leafHash
            for sibling in hashes {
                guard path.last > 0 else { return false }
                if path.hasLeftSibling {
                    node = try TreeHash.node(sibling, node, with: &hasher)
                    path.climbToRightEdge()
                } else {
                    node = try TreeHash.node(node, sibling, with: &hasher)
                }
                path.climb()
            }
            return path.last == 0 && node == root
        }
    }
}

/// Where a verifier stands: RFC 9162's fn and sn.
struct TreePath {
    /// The number of the node on its level.
    private(set) var number: UInt64
    /// The number of the last node on that level.
    private(set) var last: UInt64

    init(_ number: UInt64, last: UInt64) {
        self.number = number
        self.last = last
    }

    /// Whether the next hash of a proof belongs to the left: the node is a right child, or the last without a sibling.
    var hasLeftSibling: Bool { number & 1 == 1 || number == last }

    /// To the parent.
    mutating func climb() {
        number >>= 1
        last >>= 1
    }

    /// From a last node without sibling up to where it is a right child, or the root: it is its own ancestor there.
    mutating func climbToRightEdge() {
        while number & 1 == 0 && number != 0 { climb() }
    }
}
