import SystemIO

/// The clear text of personal fields and the keys of their commitments. What is erased here is overwritten, and gone from
/// the file, its log and its free pages; backups and earlier exports it does not reach.
final class PersonalDatabase: Sendable {
    let database: SQLDatabase

    init(_ folder: LedgerFolder) throws(LedgerError) {
        // The log file is synchronised beside that of the ledger, see Ledger.append, and not by each commit.
        database = try SQLDatabase(
            folder.file(LedgerFolder.personal), durability: .normal, schema: LedgerTables.personal)
        try database.read { connection throws(LedgerError) in
            try LedgerTables.check(connection, applicationID: LedgerTables.personalApplicationID)
        }
    }

    /// Makes the database in a folder that is being made, with the values of the first entry.
    static func create(_ folder: LedgerFolder, _ first: PreparedEntry) throws(LedgerError) {
        let database = try SQLDatabase(folder.file(LedgerFolder.personal))
        try database.write { connection throws(LedgerError) in
            try connection.script(LedgerTables.personal.script)
            try insert([first], from: 0, connection)
        }
        try database.close()
    }

    /// Takes the values of entries that are about to be appended from a position on. What an append that was cut off
    /// left there is removed: the caller holds the ledger's transaction.
    func insert(_ entries: [PreparedEntry], from position: UInt64) throws(LedgerError) {
        try database.write { connection throws(LedgerError) in
            try connection.run("DELETE FROM personal WHERE entry >= ?", [.position(position)])
            try Self.insert(entries, from: position, connection)
        }
    }

    private static func insert(
        _ entries: [PreparedEntry], from position: UInt64, _ connection: SQLConnection
    ) throws(LedgerError) {
        let statement = try connection.statement(
            "INSERT INTO personal(entry, field, key, value, at, kind) VALUES(?, ?, ?, ?, ?, ?)")
        for (index, entry) in entries.enumerated() {
            for value in entry.personal {
                try statement.run([
                    .position(position + UInt64(index)), .text(value.field), .bytes(value.key.bytes),
                    .bytes(value.value), .text(entry.entry.text("at") ?? ""), .text(entry.entry.kind.rawValue),
                ])
            }
        }
    }

    /// Returns when all that was committed is on the medium. The log file may be opened beside SQLite: only the database
    /// and its index have locks that closing would end.
    func synchronize() throws(LedgerError) {
        let log = Path(Array(database.path.bytes) + Array(LedgerFolder.logSuffix.utf8))
        try onSystem(log) { () throws(SystemError) in try Descriptor.open(log, .readOnly).synchronize() }
    }

    /// The values of an entry that are still there.
    func values(of position: UInt64) throws(LedgerError) -> [PersonalValue] {
        try database.read { connection throws(LedgerError) in
            var values: [PersonalValue] = []
            let sql = "SELECT field, key, value FROM personal WHERE entry = ? ORDER BY field"
            try connection.rows(sql, [.position(position)]) { row throws(LedgerError) in
                guard let key = PersonalKey(row.bytes(1)) else {
                    throw LedgerError(.damaged, "a key of a personal value has a wrong length")
                }
                values.append(PersonalValue(field: row.text(0), key: key, value: row.bytes(2)))
                return true
            }
            return values
        }
    }

    /// Writes the whole database anew, since moving rows between pages leaves copies behind that no deletion reaches, and
    /// empties the log.
    /// - Parameter isPatient: waits for other processes that read.
    /// - Throws: ``LedgerError/Code/busy`` if another process still reads, so that the log cannot be emptied.
    func clean(isPatient: Bool) throws(LedgerError) {
        try database.direct { connection throws(LedgerError) in
            if !isPatient { try connection.run("PRAGMA busy_timeout = 0") }
            // The pragma takes no parameters.
            defer { try? connection.run("PRAGMA busy_timeout = \(Int(SQLOpening.patience * 1000))") }
            try connection.run("VACUUM")
            let busy = try connection.first("PRAGMA wal_checkpoint(TRUNCATE)") { row throws(LedgerError) in
                row.integer(0) != 0
            }
            if busy != false { throw LedgerError(.busy, "another process reads what is being erased") }
        }
        let log = Path(Array(database.path.bytes) + Array(LedgerFolder.logSuffix.utf8))
        let path = database.path.folder
        try onSystem(log) { () throws(SystemError) in
            let folder = try PrivateFolder.openExisting(path)
            let left = try folder.metadata(of: Path(log.name)).size
            guard left == 0 else { throw SystemError(.system, "truncate", path: log) }
        }
    }
}
