/// The tables of a ledger. Columns that can be derived from an entry's bytes are there for searching only: they are never
/// trusted, and verification compares them.
enum LedgerTables {
    /// Says to file(1) and to us whose database it is: "FbLg".
    static let applicationID: Int64 = 0x4662_4C67
    /// "FbLp", for the personal database.
    static let personalApplicationID: Int64 = 0x4662_4C70
    /// The version of the tables.
    static let version: Int64 = 1

    static let ledger = DatabaseSchema(
        """
        PRAGMA application_id = \(applicationID);
        CREATE TABLE entry(
            position INTEGER PRIMARY KEY, bytes BLOB NOT NULL, kind TEXT NOT NULL, at TEXT NOT NULL, package TEXT
        ) STRICT;
        CREATE INDEX entry_kind ON entry(kind);
        CREATE INDEX entry_at ON entry(at);
        CREATE INDEX entry_package ON entry(package) WHERE package IS NOT NULL;
        CREATE TABLE hash(position INTEGER PRIMARY KEY, value BLOB NOT NULL) STRICT;
        CREATE TABLE checkpoint(size INTEGER PRIMARY KEY, note BLOB NOT NULL) STRICT;
        CREATE TABLE cosignature(
            size INTEGER NOT NULL, witness TEXT NOT NULL, line BLOB NOT NULL, PRIMARY KEY(size, witness)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE witness(vkey TEXT PRIMARY KEY, organisation TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE known(
            vkey TEXT PRIMARY KEY, note BLOB NOT NULL, consistent INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE witnessed(vkey TEXT PRIMARY KEY, note BLOB NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE sent(recipient TEXT PRIMARY KEY, size INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        PRAGMA user_version = \(version);
        """)

    static let personal = DatabaseSchema(
        """
        PRAGMA application_id = \(personalApplicationID);
        CREATE TABLE personal(
            entry INTEGER NOT NULL, field TEXT NOT NULL, key BLOB NOT NULL, value BLOB NOT NULL, at TEXT NOT NULL,
            kind TEXT NOT NULL, PRIMARY KEY(entry, field)
        ) STRICT, WITHOUT ROWID;
        PRAGMA user_version = \(version);
        """)

    /// - Throws: ``LedgerError/Code/damaged`` for a database that is none of ours, or of another version.
    static func check(_ connection: SQLConnection, applicationID: Int64) throws(LedgerError) {
        let found = try connection.first("PRAGMA application_id") { row throws(LedgerError) in row.integer(0) }
        let version = try connection.first("PRAGMA user_version") { row throws(LedgerError) in row.integer(0) }
        guard found == applicationID, version == Self.version else {
            throw LedgerError(.damaged, "not the database of a ledger of this version")
        }
    }
}
