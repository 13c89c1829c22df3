/// Personal values beside those of the entries.
struct StrayValues {
    var findings = FindingList()
    /// How many are what an append that was cut off leaves behind: those of the entries that would have come next.
    var unfinished: UInt64 = 0
}

extension PersonalDatabase {
    /// Whether SQLite finds the pages of the database sound, also those that hold nothing.
    /// - Returns: nil if they are.
    static func structure(_ database: SQLDatabase) throws(LedgerError) -> LedgerFinding? {
        do throws(LedgerError) {
            let answer = try database.read { connection throws(LedgerError) in
                try connection.first("PRAGMA quick_check(1)") { row throws(LedgerError) in row.text(0) }
            }
            if answer == "ok" { return nil }
        } catch {
            guard error.code == .damaged || error.code == .database else { throw error }
        }
        return LedgerFinding(.unreadable, field: LedgerFolder.personal, "the pages of the personal values are damaged")
    }

    /// Looks at values of positions at which there is no entry.
    /// - Parameters:
    ///   - end: how many entries were verified.
    ///   - size: how many there are; asked for after the values were read, since others may append meanwhile.
    func strays(from end: UInt64, _ size: () throws(LedgerError) -> UInt64) throws(LedgerError) -> StrayValues {
        do throws(LedgerError) {
            let counts = try database.read { connection throws(LedgerError) in
                var counts: [(entry: Int64, count: UInt64)] = []
                let sql = "SELECT entry, count(*) FROM personal WHERE entry >= ? GROUP BY entry ORDER BY entry"
                try connection.rows(sql, [.position(end)]) { row throws(LedgerError) in
                    counts.append((row.integer(0), UInt64(clamping: row.integer(1))))
                    return true
                }
                let before = try connection.first("SELECT count(*) FROM personal WHERE entry < 0") {
                    row throws(LedgerError) in UInt64(clamping: row.integer(0))
                }
                if let before, before > 0 { counts.insert((-1, before), at: 0) }
                return counts
            }
            return Self.judge(counts, from: end, size: try size())
        } catch {
            guard error.code == .damaged || error.code == .database else { throw error }
            var strays = StrayValues()
            strays.findings.add(LedgerFinding(.unreadable, at: end, error.reason))
            return strays
        }
    }

    /// An append takes the positions that come next, and every entry has a personal value.
    private static func judge(
        _ counts: [(entry: Int64, count: UInt64)], from end: UInt64, size: UInt64
    ) -> StrayValues {
        var strays = StrayValues()
        var next = Int64(clamping: end)
        for (entry, count) in counts {
            if entry == next {
                if entry >= Int64(clamping: size) { strays.unfinished += count }
                next += 1
            } else {
                strays.findings.add(
                    LedgerFinding(
                        .personalUncovered, at: UInt64(exactly: entry), count: count, "there is no entry that has it"))
            }
        }
        return strays
    }
}
