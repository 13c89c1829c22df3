import Cryptography
import Transparency

extension Ledger {
    /// How many entries there are.
    /// - Throws: ``LedgerError/Code/database``.
    package func size() throws(LedgerError) -> UInt64 {
        try database.read { connection throws(LedgerError) in
            let count = try connection.first("SELECT max(position) + 1 FROM entry") { row throws(LedgerError) in
                row.integer(0)
            }
            return UInt64(clamping: count ?? 0)
        }
    }

    /// One entry.
    /// - Throws: ``LedgerError/Code/notFound``; as ``Entry/init(_:)`` with the position, for one that is damaged;
    ///   ``LedgerError/Code/inconsistent`` with the position, for one whose hash the tree does not have.
    package func entry(at position: UInt64) throws(LedgerError) -> Entry {
        try database.read { connection throws(LedgerError) in
            let found = try connection.first(
                "SELECT position, bytes FROM entry WHERE position = ?", [.position(position)], Self.stored)
            guard let found else {
                var failure = LedgerError(.notFound, "there is no such entry")
                failure.position = position
                throw failure
            }
            try Self.requireLeaf(found, connection)
            return found.entry
        }
    }

    private static func requireLeaf(_ stored: StoredEntry, _ connection: SQLConnection) throws(LedgerError) {
        let sql = "SELECT value FROM hash WHERE position = ?"
        let place = SQLValue.position(HashIndex.count(size: stored.position))
        let kept = try connection.first(sql, [place]) { row throws(LedgerError) in TreeHash(row.raw(0)) }
        let leaf = try onCryptography { () throws(CryptographyError) in
            var hasher = try Cryptography.Hasher(.sha256)
            return try TreeHash.leaf(stored.entry.bytes, with: &hasher)
        }
        guard let kept, kept == leaf else { throw notOfTree(stored.position) }
    }

    /// The error for an entry that somebody has changed.
    static func notOfTree(_ position: UInt64) -> LedgerError {
        var failure = LedgerError(.inconsistent, "the entry is not the one whose hash the tree has")
        failure.position = position
        return failure
    }

    private static func stored(_ row: SQLStatement) throws(LedgerError) -> StoredEntry {
        let position = UInt64(clamping: row.integer(0))
        do throws(LedgerError) { return StoredEntry(position: position, entry: try Entry(row.bytes(1))) } catch {
            var failure = error
            failure.position = position
            throw failure
        }
    }

    /// A page of the entries that a filter chooses.
    /// - Parameters:
    ///   - start: where to begin: 0, or ``EntryPage/next`` of the page before.
    ///   - limit: how many entries at most, at least 1.
    /// - Throws: as ``entry(at:)``.
    package func entries(
        matching filter: EntryFilter = EntryFilter(), from start: UInt64 = 0, limit: Int = 1000
    ) throws(LedgerError) -> EntryPage {
        let condition = filter.condition
        let sql = "SELECT position, bytes FROM entry WHERE position >= ?\(condition.sql) ORDER BY position LIMIT ?"
        // One more than is given out tells whether there is a next page.
        let limit = max(1, limit)
        let values = [.position(start)] + condition.values + [.integer(Int64(limit) + 1)]
        return try page(sql, values, limit)
    }

    /// A page of the entries that a filter chooses, the latest first.
    /// - Parameters:
    ///   - start: where to begin: nil for the last entry, or ``EntryPage/next`` of the page before.
    ///   - limit: how many entries at most, at least 1.
    /// - Throws: as ``entry(at:)``.
    package func latestEntries(
        matching filter: EntryFilter = EntryFilter(), from start: UInt64? = nil, limit: Int = 1000
    ) throws(LedgerError) -> EntryPage {
        let condition = filter.condition
        let sql = "SELECT position, bytes FROM entry WHERE position <= ?\(condition.sql) ORDER BY position DESC LIMIT ?"
        let limit = max(1, limit)
        let first = start.map { SQLValue.position($0) } ?? .integer(.max)
        return try page(sql, [first] + condition.values + [.integer(Int64(limit) + 1)], limit)
    }

    private func page(_ sql: String, _ values: [SQLValue], _ limit: Int) throws(LedgerError) -> EntryPage {
        try database.read { connection throws(LedgerError) in
            var entries: [StoredEntry] = []
            var next: UInt64?
            try connection.rows(sql, values) { row throws(LedgerError) in
                if entries.count == limit {
                    next = UInt64(clamping: row.integer(0))
                    return false
                }
                entries.append(try Self.stored(row))
                return true
            }
            return EntryPage(entries: entries, next: next)
        }
    }

    /// The first entry of a kind that names a package; by default its intent to seal. Nil if there is none.
    /// - Parameter package: the package's identifier, 32 bytes.
    /// - Throws: as ``entry(at:)``.
    package func position(
        ofPackage package: [UInt8], kind: EntryKind = .sealIntent
    ) throws(LedgerError) -> UInt64? {
        var filter = EntryFilter()
        filter.package = package
        filter.kinds = [kind]
        return try entries(matching: filter, limit: 1).entries.first?.position
    }
}
