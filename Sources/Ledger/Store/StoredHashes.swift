import Transparency

/// The hashes of the tree, as a transaction sees them.
struct StoredHashes: HashReader {
    let connection: SQLConnection

    /// The hashes at these places of ``HashIndex``.
    /// - Throws: `missingHashes` if there is none at one of them, or the database cannot be read.
    func hashes(at indexes: [UInt64]) throws(TransparencyError) -> [TreeHash] {
        var hashes: [TreeHash] = []
        for index in indexes {
            guard let hash = hash(at: index) else {
                throw TransparencyError(.missingHashes, "the ledger has no hash \(index)")
            }
            hashes.append(hash)
        }
        return hashes
    }

    private func hash(at index: UInt64) -> TreeHash? {
        do throws(LedgerError) {
            let sql = "SELECT value FROM hash WHERE position = ?"
            return try connection.first(sql, [.position(index)]) { row throws(LedgerError) in TreeHash(row.raw(0)) }
                ?? nil
        } catch { return nil }
    }
}
