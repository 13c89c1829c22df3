import Glibc

/// An index of the table of entries. What is found through it is shown, so that an entry that it lacks would be hidden.
///
/// SQLite's own check looks every row up in every index. Here an index is read once, in its order, and compared with the
/// table as a whole: the same rows in ascending order are found by every search.
struct SearchIndex: Sendable {
    /// The column, after which the index is called.
    let column: String

    static let all = ["kind", "at", "package"].map { SearchIndex(column: $0) }

    /// What an index turned out to be.
    enum Outcome: Sendable {
        /// In order, with this content.
        case ordered(IndexDigest)
        /// The entry at this position is not where it has to be.
        case disordered(UInt64)
        /// It is missing, or its pages are damaged.
        case unreadable
    }

    private var rows: String { "entry INDEXED BY entry_\(column) WHERE \(column) IS NOT NULL" }

    /// Reads the index of the first entries.
    func outcome(size: UInt64, _ database: SQLDatabase) throws(LedgerError) -> Outcome {
        do throws(LedgerError) {
            return try database.read { connection throws(LedgerError) in try read(size, connection) }
        } catch {
            guard error.code == .damaged || error.code == .database else { throw error }
            return .unreadable
        }
    }

    private func read(_ size: UInt64, _ connection: SQLConnection) throws(LedgerError) -> Outcome {
        var digest = IndexDigest()
        var last = IndexedValue()
        var lastPosition: UInt64?
        var disorder: UInt64?
        try connection.rows("SELECT position, \(column) FROM \(rows)") { row throws(LedgerError) in
            // As conditions for SQLite to decide, these would cost a quarter of the time.
            guard let position = UInt64(exactly: row.integer(0)), position < size else { return true }
            let value = row.raw(1)
            let order = last.order(of: value)
            let isAscending = order == 0 ? lastPosition.map { $0 < position } ?? true : order > 0
            guard isAscending, row.isText(1) else {
                disorder = position
                return false
            }
            if order > 0 { last.set(value) }
            lastPosition = position
            digest.add(last, at: position)
            return true
        }
        return disorder.map { .disordered($0) } ?? .ordered(digest)
    }

    /// - Parameter content: what the table's column holds; nil where not all of it could be read.
    func finding(
        _ outcome: Outcome, _ content: IndexDigest?, size: UInt64, _ database: SQLDatabase
    ) throws(LedgerError) -> LedgerFinding? {
        switch outcome {
        case .ordered(let digest):
            guard let content, digest != content else { return nil }
            let place = try firstDifference(size, database)
            return finding(at: place, "the index does not lead to the entries that there are")
        case .disordered(let position): return finding(at: position, "the index is not in order")
        case .unreadable: return finding(at: nil, "the index is missing or cannot be read")
        }
    }

    private func finding(at position: UInt64?, _ reason: String) -> LedgerFinding {
        LedgerFinding(.indexDamaged, at: position, field: column, reason)
    }

    /// The first entry that the index lacks, or has and should not. Slow, and only needed to name it.
    private func firstDifference(_ size: UInt64, _ database: SQLDatabase) throws(LedgerError) -> UInt64? {
        let table = "SELECT position, \(column) FROM entry NOT INDEXED WHERE \(column) IS NOT NULL AND position < ?"
        let index = "SELECT position, \(column) FROM \(rows) AND +position >= 0 AND +position < ?"
        for difference in ["\(table) EXCEPT \(index)", "\(index) EXCEPT \(table)"] {
            do throws(LedgerError) {
                let found = try database.read { connection throws(LedgerError) in
                    let values = [SQLValue.position(size), .position(size)]
                    return try connection.first(
                        "SELECT position FROM (\(difference)) ORDER BY position LIMIT 1", values
                    ) {
                        row throws(LedgerError) in UInt64(clamping: row.integer(0))
                    }
                }
                if let found { return found }
            } catch {
                guard error.code == .damaged || error.code == .database else { throw error }
            }
        }
        return nil
    }
}

/// What an index holds, whatever the order: the sum of a keyed hash of each row. Swift keys its hashes anew for each run
/// (SipHash), so that nobody can choose rows that add up to the same.
struct IndexDigest: Hashable, Sendable {
    private var sum: UInt64 = 0

    mutating func add(_ value: IndexedValue, at position: UInt64) { sum &+= value.hash(at: position) }

    mutating func add(_ other: IndexDigest) { sum &+= other.sum }
}

/// The value of a column that was read last, with the beginning of its keyed hash: many that are the same follow one another.
struct IndexedValue {
    private var bytes: [UInt8] = []
    private var hasher = Hasher()

    /// Below 0 for one that an index has before this, above 0 for one behind it.
    func order(of other: UnsafeRawBufferPointer) -> Int {
        bytes.withUnsafeBytes { bytes in
            guard let left = other.baseAddress, let right = bytes.baseAddress else { return other.count - bytes.count }
            let order = memcmp(left, right, min(other.count, bytes.count))
            return order == 0 ? other.count - bytes.count : Int(order)
        }
    }

    mutating func set(_ value: UnsafeRawBufferPointer) {
        if bytes.count == value.count {
            bytes.withUnsafeMutableBytes { $0.copyMemory(from: value) }
        } else {
            bytes = Array(value)
        }
        hasher = Hasher()
        hasher.combine(bytes: value)
    }

    /// What stands behind the value has one length, so that it is clear where the value ends.
    func hash(at position: UInt64) -> UInt64 {
        var hasher = hasher
        hasher.combine(position)
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }
}

/// What the columns of some entries hold, for each index.
struct IndexedContent: Sendable {
    private(set) var digests = [IndexDigest](repeating: IndexDigest(), count: SearchIndex.all.count)

    /// - Parameter index: its number among all.
    mutating func add(_ value: IndexedValue, to index: Int, at position: UInt64) {
        digests[index].add(value, at: position)
    }

    mutating func add(_ other: IndexedContent) {
        for index in digests.indices { digests[index].add(other.digests[index]) }
    }
}
