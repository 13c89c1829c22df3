import DER
import Normalization

/// How long clear text is kept. What is not named is kept for ever; the entries, and what commits to the values, always.
package struct RetentionPolicy: Hashable, Sendable {
    /// Days for each kind of entry.
    package var days: [EntryKind: Int] = [:]
    /// Days for kinds that are not named; nil for ever.
    package var otherDays: Int?

    /// Everything is kept.
    package init() {}
}

extension Ledger {
    /// The personal values of an entry that have not been erased, each checked against its commitment.
    /// - Throws: ``LedgerError/Code/damaged`` with field and position if one does not match; as ``entry(at:)``.
    package func disclose(_ position: UInt64) throws(LedgerError) -> [String: CanonicalJSON] {
        let entry = try entry(at: position)
        var disclosed: [String: CanonicalJSON] = [:]
        for value in try personal.values(of: position) {
            guard try value.commitment() == entry.commitment(value.field) else {
                var failure = LedgerError(.damaged, "the value does not match its commitment", field: value.field)
                failure.position = position
                throw failure
            }
            disclosed[value.field] = try CanonicalJSON(value.value)
        }
        return disclosed
    }

    /// Whether an entry says that a personal value of an earlier one is to be erased. What is missing without that was
    /// removed behind the ledger's back.
    package func saysErased(_ field: String, of entry: Entry, at position: UInt64) throws(LedgerError) -> Bool {
        let latest = try database.read { connection throws(LedgerError) in
            try connection.first("SELECT max(position) FROM entry WHERE kind = 'forget'") { row throws(LedgerError) in
                row.isNull(0) ? nil : row.integer(0)
            } ?? nil
        }
        guard let latest else { return false }
        if erasureCache.withLock({ $0?.latest != latest }) {
            let erasures = try erasures()
            erasureCache.withLock { $0 = KnownErasures(latest: latest, erasures: erasures) }
        }
        return erasureCache.withLock {
            $0?.erasures.names(field, at: position, kind: entry.kind.rawValue, time: entry.text("at") ?? "") ?? false
        }
    }
}

/// What entries say is to be erased, up to the latest that does.
struct KnownErasures: Sendable {
    let latest: Int64
    let erasures: Erasures
}
