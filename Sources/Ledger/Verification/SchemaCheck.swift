import SystemIO

/// Compares what a database says of its tables and indexes with what this program makes. A trigger, or an index that leaves
/// rows out, would change what is found without changing any entry.
enum SchemaCheck {
    /// Nil if they are the same.
    static func finding(_ database: SQLDatabase, _ tables: String) throws(LedgerError) -> LedgerFinding? {
        let model = try SQLDatabase(Path(":memory:"))
        let wanted = try model.direct { connection throws(LedgerError) in
            try connection.script(tables)
            return try described(connection)
        }
        do throws(LedgerError) {
            let found = try database.read { connection throws(LedgerError) in try described(connection) }
            if found == wanted { return nil }
        } catch {
            guard error.code == .damaged || error.code == .database else { throw error }
        }
        let name = Path(database.path.name).string
        return LedgerFinding(.indexDamaged, field: name, "tables and indexes are not those of a ledger")
    }

    private static func described(_ connection: SQLConnection) throws(LedgerError) -> [String] {
        var lines: [String] = []
        let sql = "SELECT type || ' ' || name || ' ' || ifnull(sql, '') FROM sqlite_schema ORDER BY 1"
        try connection.rows(sql) { row throws(LedgerError) in
            lines.append(row.text(0))
            return true
        }
        return lines
    }
}
