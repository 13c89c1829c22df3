import Transparency

/// The hashes that are stored for a range, by ``HashIndex``, from that of its first leaf on.
struct HashRun {
    /// As optional values each would take twice the room.
    private var hashes: [TreeHash]
    private var isThere: [Bool]

    /// None is there yet.
    init(count: Int) {
        hashes = [TreeHash](repeating: .emptyRoot, count: count)
        isThere = [Bool](repeating: false, count: count)
    }

    var count: Int { hashes.count }

    /// Nil where nothing is.
    subscript(index: Int) -> TreeHash? { isThere[index] ? hashes[index] : nil }

    mutating func set(_ hash: TreeHash?, at index: Int) {
        isThere[index] = hash != nil
        if let hash { hashes[index] = hash }
    }
}
