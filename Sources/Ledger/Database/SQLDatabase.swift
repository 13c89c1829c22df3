internal import GRDB
import SystemIO

/// A SQLite database of the ledger: one connection, used by one thread at a time.
///
/// In WAL mode, readers and one writer do not disturb one another, also not in other processes.
final class SQLDatabase: Sendable {
    /// How durable a commit is.
    enum Durability: String {
        /// On the medium when it returns.
        case full = "FULL"
        /// Whole after a crash, but perhaps not there: whoever relies on it synchronises the log file.
        case normal = "NORMAL"
    }

    let path: Path
    private let queue: DatabaseQueue

    /// How long one process waits for another, in seconds.
    private static let patience = 30.0

    /// Opens an existing database, or makes a file that exists and is empty into one.
    /// - Throws: ``LedgerError/Code/damaged``, ``LedgerError/Code/readOnly``, ``LedgerError/Code/database``.
    init(_ path: Path, durability: Durability = .full, readOnly: Bool = false) throws(LedgerError) {
        var configuration = Configuration()
        configuration.readonly = readOnly
        configuration.busyMode = .timeout(Self.patience)
        configuration.prepareDatabase { database in
            try database.execute(sql: Self.settings(durability, readOnly: readOnly))
        }
        do { queue = try DatabaseQueue(path: path.string, configuration: configuration) } catch {
            throw LedgerError(database: error, path)
        }
        self.path = path
    }

    private static func settings(_ durability: Durability, readOnly: Bool) -> String {
        // What the schema says is not trusted, nothing is put into temporary files, and what is deleted is overwritten.
        let common = """
            PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY;
            PRAGMA secure_delete = ON; PRAGMA synchronous = \(durability.rawValue);
            """
        return readOnly ? common : common + "PRAGMA journal_mode = WAL;"
    }

    /// Runs `body` in a transaction that nobody else can write beside, and commits it.
    /// - Throws: what `body` throws, after which nothing was changed; ``LedgerError/Code/busy``,
    ///   ``LedgerError/Code/noSpace``, ``LedgerError/Code/readOnly``, ``LedgerError/Code/database``.
    func write<Value>(
        _ body: (SQLConnection) throws(LedgerError) -> Value
    ) throws(LedgerError) -> Value {
        try transaction(.immediate, body)
    }

    /// Runs `body` on one state of the database, whatever others write meanwhile.
    /// - Throws: as ``write(_:)``.
    func read<Value>(
        _ body: (SQLConnection) throws(LedgerError) -> Value
    ) throws(LedgerError) -> Value {
        try transaction(.deferred, body)
    }

    private func transaction<Value>(
        _ kind: Database.TransactionKind, _ body: (SQLConnection) throws(LedgerError) -> Value
    ) throws(LedgerError) -> Value {
        var value: Value?
        do {
            try queue.writeWithoutTransaction { database in
                try database.inTransaction(kind) {
                    value = try body(SQLConnection(database, path: path))
                    return .commit
                }
            }
        } catch { throw LedgerError(database: error, path) }
        guard let value else { throw LedgerError(.database, "a transaction without a result") }
        return value
    }

    /// Runs `body` outside of any transaction.
    /// - Throws: as ``write(_:)``.
    func direct<Value>(
        _ body: (SQLConnection) throws(LedgerError) -> Value
    ) throws(LedgerError) -> Value {
        do { return try queue.writeWithoutTransaction { try body(SQLConnection($0, path: path)) } } catch {
            throw LedgerError(database: error, path)
        }
    }

    /// Closes the connection; the last one of all processes brings the log file into the database and removes it.
    func close() throws(LedgerError) {
        do { try queue.close() } catch { throw LedgerError(database: error, path) }
    }
}

/// The connection of a database, lent for a transaction.
struct SQLConnection {
    private let database: Database
    private let path: Path

    init(_ database: Database, path: Path) {
        self.database = database
        self.path = path
    }

    /// A statement, prepared once and kept for the next use. It must not be in use at the same time elsewhere.
    func statement(_ sql: String) throws(LedgerError) -> SQLStatement {
        do { return SQLStatement(try database.cachedStatement(sql: sql), path: path) } catch {
            throw LedgerError(database: error, path)
        }
    }

    /// Runs a statement that gives no rows.
    func run(_ sql: String, _ values: [SQLValue] = []) throws(LedgerError) { try statement(sql).run(values) }

    /// Runs several statements, separated by semicolons, without values.
    func script(_ sql: String) throws(LedgerError) {
        do { try database.execute(sql: sql) } catch { throw LedgerError(database: error, path) }
    }

    /// Reads rows until there are none, or `body` returns false.
    func rows(
        _ sql: String, _ values: [SQLValue] = [], _ body: (SQLStatement) throws(LedgerError) -> Bool
    ) throws(LedgerError) {
        let statement = try statement(sql)
        try statement.bind(values)
        defer { statement.reset() }
        while try statement.step() { if try !body(statement) { return } }
    }

    /// What `body` makes of the first row; nil if there is none.
    func first<Value>(
        _ sql: String, _ values: [SQLValue] = [], _ body: (SQLStatement) throws(LedgerError) -> Value
    ) throws(LedgerError) -> Value? {
        var value: Value?
        try rows(sql, values) { row throws(LedgerError) in
            value = try body(row)
            return false
        }
        return value
    }
}

extension LedgerError {
    /// An error that came out of GRDB, which may be one of this module that went through it.
    fileprivate init(database error: any Error, _ path: Path) {
        switch error {
        case let error as LedgerError: self = error
        case let error as DatabaseError: self.init(sqlite: error.extendedResultCode.rawValue, path)
        default:
            self.init(.database, "the database could not be used")
            self.path = path
        }
    }
}
