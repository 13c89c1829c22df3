import Cryptography
import Transparency

/// The list of leaves of an export, 32 bytes for each entry: the tree is computed from it, the entries are compared with it.
struct LeafList: Sendable {
    let archive: ExportArchive
    let extent: Range<UInt64>

    init(_ archive: ExportArchive) {
        self.archive = archive
        extent = archive.extent(.leaves)
    }

    /// How many leaves there are; what is left over does not count.
    var count: UInt64 { UInt64(extent.count) / UInt64(TreeHash.size) }
    /// Whether nothing is left over.
    var isWhole: Bool { UInt64(extent.count).isMultiple(of: UInt64(TreeHash.size)) }

    /// The hashes of a range, in one array.
    func bytes(_ range: Range<UInt64>) throws(LedgerError) -> [UInt8] {
        let size = UInt64(TreeHash.size)
        return try archive.bytes(
            extent.lowerBound + range.lowerBound * size..<extent.lowerBound + range.upperBound * size)
    }

    /// The first leaf with this hash, wherever it is.
    func position(of hash: TreeHash) throws(LedgerError) -> UInt64? {
        let piece: UInt64 = 32_768
        for start in stride(from: 0, to: count, by: Int(piece)) {
            let hashes = try bytes(start..<min(count, start + piece))
            let found = hash.withBytes { wanted in
                hashes.withUnsafeBytes { all in
                    stride(from: 0, to: all.count, by: TreeHash.size).first { offset in
                        UnsafeRawBufferPointer(rebasing: all[offset..<offset + TreeHash.size]).elementsEqual(wanted)
                    }
                }
            }
            if let found { return start + UInt64(found / TreeHash.size) }
        }
        return nil
    }
}

/// Roots over the leaves, computed by ranges that are complete subtrees.
struct LeafRoots: Sendable {
    /// Leaves of a range.
    static let count = UInt64(RangeVerifier.count)

    let leaves: LeafList
    /// Roots over the whole ranges, in their order.
    var roots: [TreeHash] = []

    /// How many ranges there are, the last of which may be a part.
    var total: UInt64 { (leaves.count + Self.count - 1) / Self.count }

    /// The root over a part of a range, from its beginning.
    func root(ofRange number: UInt64, size: UInt64) throws(LedgerError) -> TreeHash {
        let start = number * Self.count
        let hashes = try leaves.bytes(start..<min(size, start + Self.count))
        return try onCryptography { () throws(CryptographyError) in
            var tree = try MerkleTree()
            try tree.append(batch: hashes)
            return try tree.root()
        }
    }

    /// The root over the first so many leaves; nil if there are fewer.
    func root(size: UInt64) throws(LedgerError) -> TreeHash? {
        guard size <= leaves.count else { return nil }
        let whole = size / Self.count
        let part = size % Self.count == 0 ? nil : try root(ofRange: whole, size: size)
        return try onCryptography { () throws(CryptographyError) in
            // Complete subtrees of one size are to the tree above them what leaves are.
            var tree = try MerkleTree()
            for root in roots.prefix(Int(whole)) { try tree.append(leafHash: root) }
            if let part { try tree.append(leafHash: part) }
            return try tree.root()
        }
    }
}
