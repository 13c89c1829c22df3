import Cryptography
import Transparency

/// The last checkpoint of another ledger that was seen here.
package struct KnownCheckpoint: Hashable, Sendable {
    /// The other ledger's key.
    package let key: VerifierKey
    /// Signed by that key.
    package let checkpoint: SignedCheckpoint
    /// Whether it was proved to have grown from the one before; false means that nobody has checked it yet.
    package let isConsistent: Bool

    /// A checkpoint whose signature was verified.
    package init(key: VerifierKey, checkpoint: SignedCheckpoint, isConsistent: Bool) {
        self.key = key
        self.checkpoint = checkpoint
        self.isConsistent = isConsistent
    }
}

/// What is remembered of others: their checkpoints, and up to where they have seen this ledger. It is no part of the tree.
extension Ledger {
    /// The last checkpoint that was kept of another ledger; nil if none was.
    /// - Throws: ``LedgerError/Code/damaged``, ``LedgerError/Code/database``.
    package func known(_ key: VerifierKey) throws(LedgerError) -> KnownCheckpoint? {
        try known(key, under: key.text)
    }

    private func known(_ key: VerifierKey, under place: String) throws(LedgerError) -> KnownCheckpoint? {
        try database.read { connection throws(LedgerError) in
            let sql = "SELECT note, consistent FROM known WHERE vkey = ?"
            return try connection.first(sql, [.text(place)]) { row throws(LedgerError) in
                guard let checkpoint = CheckpointRows.read(row.bytes(0)) else {
                    throw LedgerError(.damaged, "a checkpoint of another ledger cannot be read")
                }
                return KnownCheckpoint(key: key, checkpoint: checkpoint, isConsistent: row.integer(1) == 1)
            }
        }
    }

    /// Keeps a checkpoint of another ledger in the place of the one before.
    /// - Throws: ``LedgerError/Code/database``, ``LedgerError/Code/noSpace``, ``LedgerError/Code/readOnly``.
    package func keep(_ known: KnownCheckpoint) throws(LedgerError) {
        try write(known, under: known.key.text, orElse: "REPLACE")
    }

    private func write(
        _ known: KnownCheckpoint, under place: String, orElse action: String
    ) throws(LedgerError) {
        try database.write { connection throws(LedgerError) in
            try connection.run(
                "INSERT OR \(action) INTO known(vkey, note, consistent) VALUES(?, ?, ?)",
                [
                    .text(place), .bytes(known.checkpoint.encoded),
                    .integer(known.isConsistent ? 1 : 0),
                ])
        }
    }

    /// The checkpoint of another ledger of a size that was seen here, whether or not it is the last; nil if none was.
    /// - Throws: ``LedgerError/Code/damaged``, ``LedgerError/Code/database``.
    package func seen(_ key: VerifierKey, size: UInt64) throws(LedgerError) -> KnownCheckpoint? {
        try known(key, under: Self.place(key, size))
    }

    /// Remembers that a checkpoint of another ledger was seen. Of one size the first stays, unless now it is proved to be
    /// consistent.
    /// - Throws: as ``keep(_:)``.
    package func remember(_ seen: KnownCheckpoint) throws(LedgerError) {
        let action = seen.isConsistent ? "REPLACE" : "IGNORE"
        try write(seen, under: Self.place(seen.key, seen.checkpoint.checkpoint.size), orElse: action)
    }

    /// No key holds a space, so that those of all sizes stand beside the last ones.
    private static func place(_ key: VerifierKey, _ size: UInt64) -> String { "\(key.text) \(size)" }

    /// The sizes of this ledger that recipients were last sent, each once, in ascending order.
    /// - Parameter recipients: fingerprints.
    package func sizesSent(to recipients: [[UInt8]]) throws(LedgerError) -> [UInt64] {
        try database.read { connection throws(LedgerError) in
            var sizes: Set<UInt64> = []
            for recipient in recipients {
                let size = try connection.first(
                    "SELECT size FROM sent WHERE recipient = ?", [.text(hexadecimal(recipient))]
                ) { row throws(LedgerError) in UInt64(clamping: row.integer(0)) }
                if let size { sizes.insert(size) }
            }
            return sizes.sorted()
        }
    }

    /// Remembers that recipients were sent a checkpoint of this size.
    package func rememberSent(_ size: UInt64, to recipients: [[UInt8]]) throws(LedgerError) {
        try database.write { connection throws(LedgerError) in
            for recipient in recipients {
                try connection.run(
                    "INSERT OR REPLACE INTO sent(recipient, size) VALUES(?, ?)",
                    [.text(hexadecimal(recipient)), .position(size)])
            }
        }
    }
}
