import Transparency

/// What a proof of growth meant for what is known of that ledger here.
package enum LearnedGrowth: Hashable, Sendable {
    /// Nothing was known of it.
    case unknown
    /// It begins with what was known, of so many entries, and the newer checkpoint is known now.
    case kept(UInt64)
    /// It neither begins nor ends with what is known, of so many entries.
    case unrelated(UInt64)
    /// Its newer checkpoint is what is known already, of so many entries.
    case same(UInt64)
    /// It has another history than what is known, of so many entries.
    case twoHistories(UInt64)
}

extension Ledger {
    /// Compares a proof of growth of another ledger, which holds and whose owner is trusted, with the last checkpoint of that
    /// ledger that was seen here, and keeps the newer one in its place if it begins there.
    /// - Throws: ``LedgerError/Code/damaged``, ``LedgerError/Code/database``.
    package func learn(_ growth: GrowthProof) throws(LedgerError) -> LearnedGrowth {
        guard let known = try known(growth.key)?.checkpoint.checkpoint else { return .unknown }
        let (old, new) = (growth.old.checkpoint, growth.new.checkpoint)
        for one in [old, new] where one.size == known.size && one.root != known.root {
            return .twoHistories(known.size)
        }
        for one in [old, new] {
            if let seen = try seen(growth.key, size: one.size)?.checkpoint.checkpoint, seen.root != one.root {
                return .twoHistories(one.size)
            }
        }
        if new.size == known.size { return .same(known.size) }
        guard old.size == known.size else { return .unrelated(known.size) }
        let kept = KnownCheckpoint(key: growth.key, checkpoint: growth.new, isConsistent: true)
        try keep(kept)
        try remember(kept)
        return .kept(known.size)
    }
}
