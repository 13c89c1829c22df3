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

    /// False where nothing can be written, or only reading was asked for.
    let isWritable: Bool

    /// What it must hold, and nothing else, before anything is written; nil while it is made.
    private let schema: DatabaseSchema?

    /// Opens an existing database, or makes a file that exists and is empty into one. Where nothing can be written, it is
    /// opened for reading.
    /// - Throws: ``LedgerError/Code/damaged``, ``LedgerError/Code/readOnly``, ``LedgerError/Code/logPending``,
    ///   ``LedgerError/Code/database``.
    init(
        _ path: Path, durability: Durability = .full, readOnly: Bool = false, schema: DatabaseSchema? = nil
    ) throws(LedgerError) {
        let opening = try SQLOpening(path, durability, readOnly: readOnly)
        queue = opening.queue
        isWritable = opening.isWritable
        self.path = path
        self.schema = schema
    }

    /// Runs `body` in a transaction that nobody else can write beside, and commits it.
    /// - Throws: what `body` throws, after which nothing was changed; ``LedgerError/Code/foreignSchema``, ``LedgerError/Code/busy``,
    ///   ``LedgerError/Code/noSpace``, ``LedgerError/Code/readOnly``, ``LedgerError/Code/database``.
    func write<Value>(
        _ body: (SQLConnection) throws(LedgerError) -> Value
    ) throws(LedgerError) -> Value {
        guard isWritable else {
            var failure = LedgerError(.readOnly, "the database cannot be written here")
            failure.path = path
            throw failure
        }
        return try transaction(.immediate) { connection throws(LedgerError) in
            do throws(LedgerError) { try schema?.require(connection) } catch {
                var failure = error
                failure.path = path
                throw failure
            }
            return try body(connection)
        }
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
