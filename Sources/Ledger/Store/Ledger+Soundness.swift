import Synchronization
import Transparency

/// What must hold before a ledger grows, or says something of itself. It costs little and does not take the place of a
/// verification: it keeps the ledger from signing anything that contradicts what it signed before.
extension Ledger {
    /// The last checkpoint, which fits the entries, the tree, the key, and what was seen of the ledger before.
    /// - Throws: ``LedgerError/Code/inconsistent``, ``LedgerError/Code/rolledBack``, ``LedgerError/Code/otherHistory``,
    ///   ``LedgerError/Code/otherLedger``, ``LedgerError/Code/anchorDamaged``.
    func requireSound(_ connection: SQLConnection) throws(LedgerError) -> SignedCheckpoint {
        let last = try CheckpointRows(connection).last()
        let size = last.checkpoint.size
        let count = try connection.first("SELECT max(position) + 1 FROM entry") { row throws(LedgerError) in
            row.integer(0)
        }
        guard let count, UInt64(exactly: count) == size else {
            throw LedgerError(.inconsistent, "the last checkpoint is not over the last entry")
        }
        try requireSigned(last, connection)
        try requireAnchored(size, connection)
        return last
    }

    private func requireSigned(_ last: SignedCheckpoint, _ connection: SQLConnection) throws(LedgerError) {
        let hashes = StoredHashes(connection: connection)
        let root = try Self.root(hashes, last.checkpoint.size)
        guard root == last.checkpoint.root else {
            throw LedgerError(.inconsistent, "the last checkpoint is not over the stored hashes")
        }
        if checked.withLock({ $0 == last.encoded }) { return }
        guard privateKey.publicKey == key.publicKey else {
            throw LedgerError(.inconsistent, "the private key is not that of the ledger")
        }
        let verdict = try onTransparency { () throws(TransparencyError) in try last.verdict(log: key) }
        guard case .signed = verdict else {
            throw LedgerError(.inconsistent, "the last checkpoint is not signed by the ledger's key")
        }
        guard try firstKey(connection) == key.text else {
            throw LedgerError(.inconsistent, "the first entry names another key")
        }
        checked.withLock { $0 = last.encoded }
    }

    private func firstKey(_ connection: SQLConnection) throws(LedgerError) -> String? {
        try connection.first("SELECT bytes FROM entry WHERE position = 0") { row throws(LedgerError) in
            try Entry(row.bytes(0)).text("key")
        } ?? nil
    }

    private func requireAnchored(_ size: UInt64, _ connection: SQLConnection) throws(LedgerError) {
        let known = try anchors.known(key)
        // Whoever damaged it may have put back an older copy.
        if known.isDamaged { throw anchors.damaged }
        if let here = known.here, here.key != key {
            throw LedgerError(.otherLedger, "a ledger with another key was here")
        }
        guard let anchor = known.latest else { return }
        guard anchor.size <= size else {
            throw LedgerError(.rolledBack, "it had \(anchor.size) entries before, and has \(size)")
        }
        let hashes = StoredHashes(connection: connection)
        let contradicts = try Self.contradicts(anchor.size, anchor.root, hashes, key) {
            () throws(LedgerError) in try CheckpointRows(connection).last()
        }
        guard let contradicts else {
            throw LedgerError(.inconsistent, "the stored hashes do not lead to the last checkpoint")
        }
        if contradicts {
            throw LedgerError(.otherHistory, "its first \(anchor.size) entries are not those that were there before")
        }
    }

    /// Whether the last checkpoint that the ledger has signed is over another beginning than one with this root. Stored hashes
    /// prove nothing by themselves, since they may be damaged: only a proof does that leads from them to what was signed.
    /// - Parameters:
    ///   - size: of the beginning.
    ///   - last: the last checkpoint.
    /// - Returns: nil if that cannot be said.
    static func contradicts(
        _ size: UInt64, _ root: TreeHash, _ hashes: StoredHashes, _ key: VerifierKey,
        _ last: () throws(LedgerError) -> SignedCheckpoint
    ) throws(LedgerError) -> Bool? {
        do throws(LedgerError) {
            let own = try Self.root(hashes, size)
            if own == root { return false }
            let signed = try last()
            let new = signed.checkpoint
            let (verdict, isOwn) = try onTransparency { () throws(TransparencyError) in
                let proof = try ConsistencyProof.make(old: size, new: new.size, reader: hashes)
                return (
                    try signed.verdict(log: key),
                    try proof.verify(old: size, oldRoot: own, new: new.size, newRoot: new.root)
                )
            }
            guard case .signed = verdict, isOwn else { return nil }
            return true
        } catch {
            guard error.code == .inconsistent || error.code == .transparency else { throw error }
            return nil
        }
    }

    /// The root that stored hashes give.
    /// - Throws: ``LedgerError/Code/inconsistent`` if one is missing.
    static func root(_ hashes: StoredHashes, _ size: UInt64) throws(LedgerError) -> TreeHash {
        do throws(TransparencyError) { return try hashes.treeHash(size: size) } catch {
            throw LedgerError(.inconsistent, error.reason)
        }
    }
}
