import Cryptography

extension Ledger {
    /// What the ledger and its spool say of a package's sealing.
    package enum SealingState: Hashable, Sendable {
        /// Nobody has announced it.
        case unknown
        /// It was announced, and nothing says how it ended.
        case announced
        /// It was sealed, or was not.
        case ended
    }

    /// What is said of a package's sealing.
    /// - Parameter package: its identifier, in hexadecimal digits.
    /// - Throws: ``LedgerError/Code/database``, ``LedgerError/Code/system``.
    package func sealingState(_ package: String) throws(LedgerError) -> SealingState {
        // The sign keeps SQLite from the index of kinds, which would lead to every sealing.
        let kinds = try database.read { connection throws(LedgerError) in
            var kinds: Set<String> = []
            try connection.rows(
                "SELECT DISTINCT kind FROM entry WHERE package = ? AND +kind IN (?, ?)",
                [.text(package), .text(EntryKind.sealIntent.rawValue), .text(EntryKind.seal.rawValue)]
            ) { row throws(LedgerError) in
                kinds.insert(row.text(0))
                return true
            }
            return kinds
        }
        if kinds.contains(EntryKind.seal.rawValue) { return .ended }
        let waiting = try spool.sealingState(package)
        return waiting == .unknown && !kinds.isEmpty ? .announced : waiting
    }

    /// Whether an entry announces a package of which nothing says how its sealing ended, and that nobody is sealing.
    /// - Throws: as ``sealingState(_:)``.
    package func isOutcomeUnknown(_ entry: Entry) throws(LedgerError) -> Bool {
        guard entry.kind == .sealIntent, let package = entry.package else { return false }
        guard try sealingState(package) == .announced, try !outcomes.content().packages.contains(package) else {
            return false
        }
        // It may have ended between the two.
        return try sealingState(package) == .announced
    }

    /// Of how many announced packages nothing says how their sealing ended, while nobody is sealing them.
    func unknownOutcomes() throws(LedgerError) -> UInt64 {
        // What begins or ends meanwhile is in only one of the two, or in what lies between them.
        let before = try announcedOnly()
        if before.isEmpty { return 0 }
        let left = try before.subtracting(outcomes.content().packages)
        let waiting = try spool.content().waiting.map(\.entry.entry).filter { $0.kind == .seal }
        return UInt64(try left.subtracting(waiting.compactMap(\.package)).intersection(announcedOnly()).count)
    }

    private func announcedOnly() throws(LedgerError) -> Set<String> {
        try database.read { connection throws(LedgerError) in
            var packages: Set<String> = []
            try connection.rows(
                """
                SELECT package FROM entry AS announced WHERE kind = ? AND package IS NOT NULL AND NOT EXISTS (
                    SELECT 1 FROM entry WHERE entry.package = announced.package AND +entry.kind = ?
                )
                """, [.text(EntryKind.sealIntent.rawValue), .text(EntryKind.seal.rawValue)]
            ) { row throws(LedgerError) in
                packages.insert(row.text(0))
                return true
            }
            return packages
        }
    }
}

extension Spool {
    /// What waits of a package's sealing.
    /// - Parameter package: its identifier, in hexadecimal digits.
    /// - Throws: as ``count()``.
    package func sealingState(_ package: String) throws(LedgerError) -> Ledger.SealingState {
        let kinds = try content().waiting.map(\.entry.entry).filter { $0.package == package }.map(\.kind)
        return kinds.contains(.seal) ? .ended : kinds.contains(.sealIntent) ? .announced : .unknown
    }
}
