import Transparency

extension Ledger {
    /// The last checkpoint, with the cosignatures that were collected for it.
    /// - Throws: as ``append(_:)``, for a ledger that must not speak for itself.
    package func checkpoint() throws(LedgerError) -> SignedCheckpoint {
        try database.read { connection throws(LedgerError) in
            try cosigned(try requireSound(connection), connection)
        }
    }

    /// The checkpoint over the first `size` entries, with the cosignatures that were collected for it.
    /// - Throws: ``LedgerError/Code/notFound`` for a size that the ledger never had; as ``checkpoint()``.
    package func checkpoint(size: UInt64) throws(LedgerError) -> SignedCheckpoint {
        try database.read { connection throws(LedgerError) in try checkpoint(size: size, connection) }
    }

    func checkpoint(size: UInt64, _ connection: SQLConnection) throws(LedgerError) -> SignedCheckpoint {
        let last = try requireSound(connection)
        guard (1...last.checkpoint.size).contains(size) else {
            throw LedgerError(.notFound, "the ledger has \(last.checkpoint.size) entries")
        }
        if size == last.checkpoint.size { return try cosigned(last, connection) }
        let root = try Self.root(StoredHashes(connection: connection), size)
        return try cosigned(try signed(size: size, root: root), connection)
    }

    func cosigned(
        _ checkpoint: SignedCheckpoint, _ connection: SQLConnection
    ) throws(LedgerError) -> SignedCheckpoint {
        var checkpoint = checkpoint
        let sql = "SELECT line FROM cosignature WHERE size = ? ORDER BY witness"
        try connection.rows(sql, [.position(checkpoint.checkpoint.size)]) { row throws(LedgerError) in
            let line = row.bytes(0)
            checkpoint = try onTransparency { () throws(TransparencyError) in
                try checkpoint.adding(NoteSignature(parsing: line))
            }
            return true
        }
        return checkpoint
    }

    /// The proof that an entry stands in the ledger, with a checkpoint that covers it.
    /// - Parameters:
    ///   - position: of the entry.
    ///   - size: of the checkpoint; nil for the last one.
    ///   - extra: what travels along.
    /// - Throws: ``LedgerError/Code/notFound``; as ``checkpoint()``; ``LedgerError/Code/transparency``.
    package func proof(
        of position: UInt64, size: UInt64? = nil, extra: [UInt8]? = nil
    ) throws(LedgerError) -> TlogProof {
        try database.read { connection throws(LedgerError) in
            let checkpoint =
                if let size { try checkpoint(size: size, connection) } else {
                    try cosigned(try requireSound(connection), connection)
                }
            guard position < checkpoint.checkpoint.size else {
                throw LedgerError(.notFound, "the checkpoint does not cover this entry")
            }
            return try onTransparency { () throws(TransparencyError) in
                let inclusion = try InclusionProof.make(
                    index: position, size: checkpoint.checkpoint.size, reader: StoredHashes(connection: connection))
                return try TlogProof(extra: extra, index: position, inclusion: inclusion, checkpoint: checkpoint)
            }
        }
    }

    /// The proof that the ledger of `new` entries grew from that of `old`.
    /// - Throws: ``LedgerError/Code/notFound`` for a size that the ledger never had; as ``checkpoint()``.
    package func consistency(from old: UInt64, to new: UInt64) throws(LedgerError) -> ConsistencyProof {
        try database.read { connection throws(LedgerError) in
            let size = try requireSound(connection).checkpoint.size
            guard old <= new, new <= size else { throw LedgerError(.notFound, "the ledger has \(size) entries") }
            return try onTransparency { () throws(TransparencyError) in
                try ConsistencyProof.make(old: old, new: new, reader: StoredHashes(connection: connection))
            }
        }
    }
}
