internal import GRDB
internal import GRDBSQLite
import Glibc
import SystemIO

/// How a database could be opened.
struct SQLOpening {
    let queue: DatabaseQueue
    let isWritable: Bool

    private enum Access {
        case writing, reading
        /// As a file that nobody changes: without a log and its index, which cannot be made where nothing can be written.
        case frozen
    }

    /// How long one process waits for another, in seconds.
    static let patience = 30.0

    /// Opens for writing, unless only reading is asked for or possible.
    /// - Throws: ``LedgerError/Code/logPending`` if there is a log that cannot be read where nothing can be written.
    init(_ path: Path, _ durability: SQLDatabase.Durability, readOnly: Bool) throws(LedgerError) {
        do throws(LedgerError) {
            try self.init(path, durability, readOnly ? .reading : .writing)
        } catch {
            guard error.code == .readOnly, !Self.canWrite(path.folder) else { throw error }
            // A log can be read if its index lies beside it.
            if !readOnly, let opening = try? SQLOpening(path, durability, .reading) {
                self = opening
                return
            }
            try Self.requireNoLog(path)
            try self.init(path, durability, .frozen)
        }
    }

    private init(_ path: Path, _ durability: SQLDatabase.Durability, _ access: Access) throws(LedgerError) {
        var configuration = Configuration()
        configuration.readonly = access != .writing
        configuration.busyMode = .timeout(Self.patience)
        configuration.prepareDatabase { database in
            try database.execute(sql: Self.settings(durability, access))
        }
        let name = access == .frozen ? Self.frozenName(path) : path.string
        do {
            let queue = try DatabaseQueue(path: name, configuration: configuration)
            isWritable = try queue.writeWithoutTransaction { database in
                _ = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema")
                return sqlite3_db_readonly(database.sqliteConnection, "main") == 0
            }
            self.queue = queue
        } catch { throw LedgerError(database: error, path) }
    }

    private static func settings(_ durability: SQLDatabase.Durability, _ access: Access) -> String {
        // What the schema says is not trusted, nothing is put into temporary files, and what is deleted is overwritten.
        let common = """
            PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY;
            PRAGMA secure_delete = ON; PRAGMA synchronous = \(durability.rawValue);
            """
        return access == .writing ? common + "PRAGMA journal_mode = WAL;" : common
    }

    /// As SQLite's URIs write it, with every byte kept.
    private static func frozenName(_ path: Path) -> String {
        let digits = Array("0123456789ABCDEF")
        let name = path.bytes.map { byte in
            byte == UInt8(ascii: "/") ? "/" : "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
        }
        return "file:\(name.joined())?immutable=1"
    }

    /// Not so on a medium that was mounted for reading, whoever asks.
    private static func canWrite(_ folder: Path) -> Bool {
        (try? folder.withCString { faccessat(AT_FDCWD, $0, W_OK, AT_EACCESS) == 0 }) ?? true
    }

    private static func requireNoLog(_ path: Path) throws(LedgerError) {
        let log = Path(Array(path.bytes) + Array(LedgerFolder.logSuffix.utf8))
        let count = try onSystem(log) { () throws(SystemError) in
            do throws(SystemError) {
                return try PrivateFolder.openExisting(path.folder).metadata(of: Path(log.name)).size
            } catch {
                if error.code == .notFound { return 0 }
                throw error
            }
        }
        guard count > 0 else { return }
        var failure = LedgerError(.logPending, "its log was not brought into the database, and cannot be here")
        failure.path = log
        throw failure
    }
}

extension LedgerError {
    /// An error that came out of GRDB, which may be one of this module that went through it.
    init(database error: any Error, _ path: Path) {
        switch error {
        case let error as LedgerError: self = error
        case let error as DatabaseError: self.init(sqlite: error.extendedResultCode.rawValue, path)
        default:
            self.init(.database, "the database could not be used")
            self.path = path
        }
    }
}
