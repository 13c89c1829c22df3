import Transparency

/// The rows of entries and hashes.
struct EntryRows {
    private let entry: SQLStatement
    private let hash: SQLStatement

    init(_ connection: SQLConnection) throws(LedgerError) {
        entry = try connection.statement("INSERT INTO entry(position, bytes, kind, at, package) VALUES(?, ?, ?, ?, ?)")
        hash = try connection.statement("INSERT INTO hash(position, value) VALUES(?, ?)")
    }

    /// Adds an entry, and the hashes that it completes.
    /// - Parameters:
    ///   - stored: in the order of ``HashIndex``.
    ///   - first: the place of the first of them.
    func insert(
        _ new: Entry, at position: UInt64, stored: [TreeHash], from first: UInt64
    ) throws(LedgerError) {
        try entry.run([
            .position(position), .bytes(new.bytes), .text(new.kind.rawValue), .optional(new.text("at")),
            .optional(new.package),
        ])
        for (index, value) in stored.enumerated() {
            try hash.run([.position(first + UInt64(index)), .bytes(value.bytes)])
        }
    }
}

/// The rows of checkpoints. Kept are the last one and those that a witness has cosigned; any other can be signed again and
/// would be the same, and none is left behind to which the ledger could be cut back.
struct CheckpointRows {
    private let connection: SQLConnection

    init(_ connection: SQLConnection) { self.connection = connection }

    func insert(_ checkpoint: SignedCheckpoint) throws(LedgerError) {
        let size = SQLValue.position(checkpoint.checkpoint.size)
        try connection.run(
            "DELETE FROM checkpoint WHERE size < ? AND size NOT IN (SELECT size FROM cosignature)", [size])
        try connection.run("INSERT INTO checkpoint(size, note) VALUES(?, ?)", [size, .bytes(checkpoint.encoded)])
    }

    /// The checkpoint over the largest tree.
    /// - Throws: ``LedgerError/Code/inconsistent`` if there is none, or it cannot be read.
    func last() throws(LedgerError) -> SignedCheckpoint {
        let sql = "SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1"
        let note = try connection.first(sql) { row throws(LedgerError) in row.bytes(0) }
        guard let note, let checkpoint = Self.read(note) else {
            throw LedgerError(.inconsistent, "there is no checkpoint that can be read")
        }
        return checkpoint
    }

    static func read(_ note: [UInt8]) -> SignedCheckpoint? {
        do throws(TransparencyError) { return try SignedCheckpoint(parsing: note) } catch { return nil }
    }
}
