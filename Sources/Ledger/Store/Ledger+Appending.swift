import Cryptography
import DER
import Synchronization
import SystemIO
import Transparency

/// Where an entry came to stand.
package struct Appended: Hashable, Sendable {
    /// Its place, from 0.
    package let position: UInt64
    /// The entry itself.
    package let entry: Entry
    /// The first checkpoint that covers it.
    package let checkpoint: SignedCheckpoint
}

extension Ledger {
    /// Appends entries in one step: all of them, or none. Entries that were spooled come before them.
    ///
    /// When it returns, they are on the medium, in the tree, and under a signed checkpoint.
    /// - Returns: one for each of `entries`, in their order.
    /// - Throws: as ``NewEntry/prepared()``; ``LedgerError/Code/rolledBack``, ``LedgerError/Code/otherHistory`` and
    ///   ``LedgerError/Code/inconsistent`` for a ledger that must not grow; ``LedgerError/Code/noSpace``,
    ///   ``LedgerError/Code/readOnly``, ``LedgerError/Code/busy``, ``LedgerError/Code/database``.
    @discardableResult
    package func append(_ entries: [NewEntry]) throws(LedgerError) -> [Appended] {
        var prepared: [PreparedEntry] = []
        for entry in entries { prepared.append(try entry.prepared()) }
        return try append(prepared)
    }

    /// As ``append(_:)-swift.method``, for entries whose text had to be known before.
    @discardableResult
    package func append(_ entries: [PreparedEntry]) throws(LedgerError) -> [Appended] {
        completeErasures(before: entries.first?.entry.time)
        return try appendNow(entries)
    }

    /// As ``append(_:)-swift.method``, whatever is still to be erased.
    @discardableResult
    func appendNow(_ entries: [PreparedEntry]) throws(LedgerError) -> [Appended] {
        try appendNow { _ throws(LedgerError) in entries }
    }

    /// Appends entries together with something else that they record: either both are on the medium, or nothing.
    /// - Parameter change: does it, in the same transaction, and says which entries record it.
    @discardableResult
    func append(
        at time: DERTime, with change: @Sendable (SQLConnection) throws(LedgerError) -> [NewEntry]
    ) throws(LedgerError) -> [Appended] {
        completeErasures(before: time)
        return try appendNow { connection throws(LedgerError) in
            var prepared: [PreparedEntry] = []
            for entry in try change(connection) { prepared.append(try entry.prepared()) }
            return prepared
        }
    }

    @discardableResult
    private func appendNow(
        _ change: @Sendable (SQLConnection) throws(LedgerError) -> [PreparedEntry]
    ) throws(LedgerError) -> [Appended] {
        let waiting = try spool.content().waiting
        let result = Mutex<Growth?>(nil)
        // Both logs are brought to the medium at the same time: a filesystem does that for the price of one.
        let turns = OrderedTurns()
        try runWorkers(2) { worker throws(LedgerError) in
            if worker == 0 {
                do throws(LedgerError) {
                    let growth = try grow(waiting, afterPersonal: turns.done, change)
                    result.withLock { $0 = growth }
                } catch {
                    turns.cancel()
                    throw error
                }
            } else if turns.take(1) {
                try personal.synchronize()
            }
        }
        guard let growth = result.withLock({ $0 }) else { throw LedgerError(.database, "nothing was appended") }
        guard let checkpoint = growth.checkpoint else { return [] }
        try anchors.keep(Anchor(key: key, checkpoint: checkpoint))
        try spool.remove(waiting)
        return growth.entries.enumerated().map { index, entry in
            Appended(position: growth.first + UInt64(index), entry: entry.entry, checkpoint: checkpoint)
        }
    }

    private struct Growth: Sendable {
        /// Where the first entry stands that did not come from the spool.
        let first: UInt64
        /// Those that did not.
        let entries: [PreparedEntry]
        /// Nil if there was nothing to append.
        let checkpoint: SignedCheckpoint?
    }

    private func grow(
        _ waiting: [Spool.Waiting], afterPersonal: () -> Void,
        _ change: (SQLConnection) throws(LedgerError) -> [PreparedEntry]
    ) throws(LedgerError) -> Growth {
        try database.write { connection throws(LedgerError) in
            let last = try requireSound(connection)
            let entries = try change(connection)
            let size = last.checkpoint.size
            var all: [PreparedEntry] = []
            for entry in waiting where try !Self.contains(entry.entry, connection) { all.append(entry.entry) }
            let first = size + UInt64(all.count)
            all += entries
            guard !all.isEmpty else {
                afterPersonal()
                return Growth(first: first, entries: [], checkpoint: nil)
            }
            try personal.insert(all, from: size)
            afterPersonal()
            return Growth(first: first, entries: entries, checkpoint: try write(all, from: size, connection))
        }
    }

    /// Whether a spooled entry was appended already by a process that was killed before it could clear the spool. Its
    /// commitments make it like no other.
    private static func contains(_ entry: PreparedEntry, _ connection: SQLConnection) throws(LedgerError) -> Bool {
        let found = try connection.first(
            "SELECT 1 FROM entry WHERE at = ? AND bytes = ?",
            [.optional(entry.entry.text("at")), .bytes(entry.entry.bytes)]
        ) { _ throws(LedgerError) in true }
        return found ?? false
    }

    private func write(
        _ entries: [PreparedEntry], from size: UInt64, _ connection: SQLConnection
    ) throws(LedgerError) -> SignedCheckpoint {
        var tree = try onTransparency { () throws(TransparencyError) in
            try MerkleTree(size: size, reader: StoredHashes(connection: connection))
        }
        var hasher = try onCryptography { () throws(CryptographyError) in try Cryptography.Hasher(.sha256) }
        let rows = try EntryRows(connection)
        var place = HashIndex.count(size: size)
        for (index, entry) in entries.enumerated() {
            var stored: [TreeHash] = []
            do throws(CryptographyError) {
                try tree.append(leafHash: TreeHash.leaf(entry.entry.bytes, with: &hasher), storingIn: &stored)
            } catch { try onCryptography { () throws(CryptographyError) in throw error } }
            try rows.insert(entry.entry, at: size + UInt64(index), stored: stored, from: place)
            place += UInt64(stored.count)
        }
        let root = try onCryptography { () throws(CryptographyError) in try tree.root() }
        let checkpoint = try signed(size: size + UInt64(entries.count), root: root)
        try CheckpointRows(connection).insert(checkpoint)
        return checkpoint
    }

    /// A checkpoint of this ledger. The same size and root always give the same bytes.
    func signed(size: UInt64, root: TreeHash) throws(LedgerError) -> SignedCheckpoint {
        try onTransparency { () throws(TransparencyError) in
            try SignedCheckpoint(origin: key.name, size: size, root: root, signedBy: privateKey)
        }
    }
}
