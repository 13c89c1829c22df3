/// The places of a tree's hashes in a store that only ever grows at its end.
///
/// Stored are the hashes of all complete subtrees, each right behind the leaf that completes it:
///
///     level 2                    6
///     level 1          2         5           9
///     level 0     0    1    3    4      7    8      10
///
/// It is the dense numbering of Crosby and Wallach, "Efficient Data Structures for Tamper-Evident Logging", 3.3, which
/// Go's checksum database uses (golang.org/x/mod/sumdb/tlog).
package enum HashIndex {
    /// The largest number of leaves: every index then fits into 64 bits.
    package static let maximumSize = UInt64(Int64.max)

    /// The place of the subtree over the leaves from `number` · 2^`level` on, 2^`level` of them.
    /// - Parameter level: 0 for leaves. The subtree must lie within `maximumSize` leaves.
    package static func index(level: Int, number: UInt64) -> UInt64 {
        count(size: (number &+ 1) << UInt64(clamping: level) &- 1) &+ UInt64(clamping: level)
    }

    /// How many hashes the tree of `size` leaves has stored; leaf `size` comes to stand at this place.
    package static func count(size: UInt64) -> UInt64 {
        // One for each leaf, and one for each joining of two subtrees: 2n less the number of subtrees that remain.
        2 &* size &- UInt64(size.nonzeroBitCount)
    }

    /// How many hashes are stored with leaf `number`: its own, and one for each subtree that it completes.
    package static func count(completedByLeaf number: UInt64) -> Int { 1 + (~number).trailingZeroBitCount }

    /// The places of the complete subtrees that make the root of `size` leaves, largest first; none beyond `maximumSize`.
    package static func subtrees(size: UInt64) -> [UInt64] {
        size <= maximumSize ? LeafRange(0, size).subtrees : []
    }
}

/// The leaves from `start` to before `end`, under one node of a tree: `start` is a multiple of every power of two below
/// their number.
struct LeafRange: Equatable {
    let start: UInt64
    let end: UInt64

    init(_ start: UInt64, _ end: UInt64) {
        self.start = start
        self.end = end
    }

    /// All leaves of a tree.
    /// - Throws: `outOfRange` beyond `HashIndex.maximumSize`.
    init(validSize size: UInt64) throws(TransparencyError) {
        guard size <= HashIndex.maximumSize else {
            throw TransparencyError(.outOfRange, "a tree of 2^63 or more leaves")
        }
        self.init(0, size)
    }

    var count: UInt64 { end - start }

    /// The largest power of two below the number of leaves, of which there are at least two.
    var split: UInt64 { start + 1 << UInt64(63 - (count - 1).leadingZeroBitCount) }

    /// Places of the complete subtrees that the range consists of, from left to right.
    var subtrees: [UInt64] {
        var indexes: [UInt64] = []
        var position = start
        while position < end {
            let level = 63 - (end - position).leadingZeroBitCount
            indexes.append(HashIndex.index(level: level, number: position >> UInt64(level)))
            position += 1 << UInt64(level)
        }
        return indexes
    }
}
