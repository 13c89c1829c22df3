import Transparency

extension Ledger {
    /// Compares the ledger with a proof of one of its entries that was kept elsewhere, such as in a package.
    /// - Returns: nil if the ledger begins with what the proof's checkpoint covers, and has that entry in its place.
    /// - Throws: ``LedgerError/Code/database``, ``LedgerError/Code/cryptography``.
    package func compare(_ kept: EntryProof) throws(LedgerError) -> LedgerFinding? {
        if let finding = try compare(kept.proof.checkpoint) { return finding }
        let position = kept.proof.index
        let present = try database.read { connection throws(LedgerError) in
            try connection.first(
                "SELECT bytes FROM entry WHERE position = ?", [.position(position)]
            ) { row throws(LedgerError) in row.bytes(0) }
        }
        if present == kept.statement.entry, try kept.faults(key: key).isEmpty { return nil }
        return LedgerFinding(.keptOtherEntry, at: position, "the entry is not the one that was proved")
    }
}

extension LedgerFinding {
    /// Not enough organisations have cosigned.
    /// - Parameter size: of the last checkpoint that any has cosigned.
    package static func missingQuorum(at size: UInt64) -> LedgerFinding {
        LedgerFinding(.quorum, at: size, "fewer organisations than demanded have cosigned")
    }
}
