internal import GRDB
internal import GRDBSQLite
import SystemIO

/// A prepared statement of a connection, used by one thread at a time. Columns and parameters are handed to SQLite without
/// a detour, so that nothing is copied that is only looked at.
struct SQLStatement {
    /// Keeps the pointer alive; the connection keeps it for the next use.
    private let owner: Statement
    private let pointer: OpaquePointer
    private let path: Path

    init(_ statement: Statement, path: Path) {
        owner = statement
        pointer = statement.sqliteStatement
        self.path = path
    }

    /// Begins anew with these values, in the order of the parameters.
    func bind(_ values: [SQLValue]) throws(LedgerError) {
        reset()
        for (index, value) in values.enumerated() { try bind(value, at: Int32(index + 1)) }
    }

    private func bind(_ value: SQLValue, at index: Int32) throws(LedgerError) {
        let result =
            switch value {
            case .integer(let number): sqlite3_bind_int64(pointer, index, number)
            case .text(let text): sqlite3_bind_text(pointer, index, text, -1, Self.copied)
            case .bytes(let bytes): bind(bytes, at: index)
            case .null: sqlite3_bind_null(pointer, index)
            }
        guard result == SQLITE_OK else { throw failure() }
    }

    /// An empty array has no address, which SQLite would take for NULL.
    private func bind(_ bytes: [UInt8], at index: Int32) -> Int32 {
        bytes.isEmpty
            ? sqlite3_bind_zeroblob(pointer, index, 0)
            : sqlite3_bind_blob(pointer, index, bytes, Int32(clamping: bytes.count), Self.copied)
    }

    /// SQLITE_TRANSIENT, a cast that Swift does not import: SQLite makes a copy.
    private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

    /// - Returns: false when there is no further row.
    func step() throws(LedgerError) -> Bool {
        switch sqlite3_step(pointer) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw failure()
        }
    }

    /// Ends the reading of rows.
    func reset() { sqlite3_reset(pointer) }

    /// Runs a statement that gives no rows.
    func run(_ values: [SQLValue]) throws(LedgerError) {
        try bind(values)
        defer { reset() }
        while try step() {}
    }

    private func failure() -> LedgerError {
        let connection = sqlite3_db_handle(pointer)
        let failure = LedgerError(sqlite: sqlite3_extended_errcode(connection), path)
        reset()
        return failure
    }

    // MARK: Columns of the row, counted from 0

    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(pointer, column) == SQLITE_NULL }

    /// Whether the value is a blob; a reader that expects one must not be given a text.
    func isBlob(_ column: Int32) -> Bool { sqlite3_column_type(pointer, column) == SQLITE_BLOB }

    /// Whether the value is a text; an index keeps blobs of the same bytes elsewhere.
    func isText(_ column: Int32) -> Bool { sqlite3_column_type(pointer, column) == SQLITE_TEXT }

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(pointer, column) }

    /// Lends the bytes of a blob or text. They must not be kept beyond the next step.
    func raw(_ column: Int32) -> UnsafeRawBufferPointer {
        // Asking the row twice would take longer. Others may not touch the value meanwhile; one thread uses the statement.
        let value = sqlite3_column_value(pointer, column)
        let start = sqlite3_value_blob(value)
        return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_value_bytes(value)))
    }

    /// As ``raw(_:)``; nil for NULL.
    func optionalRaw(_ column: Int32) -> UnsafeRawBufferPointer? {
        let raw = raw(column)
        return raw.isEmpty && isNull(column) ? nil : raw
    }

    func bytes(_ column: Int32) -> [UInt8] { Array(raw(column)) }

    func text(_ column: Int32) -> String { String(decoding: raw(column), as: UTF8.self) }
}

extension LedgerError {
    /// - Parameter code: SQLite's extended result code; its low byte is the primary one.
    init(sqlite code: Int32, _ path: Path) {
        let meaning = Self.meaning(ofSQLite: code)
        self.init(meaning, "SQLite: " + String(cString: sqlite3_errstr(code)))
        sqlite = code
        self.path = path
    }

    /// SQLITE_IOERR_SHMSIZE, an expression that Swift does not import.
    private static let indexWithoutRoom = SQLITE_IOERR | 19 << 8

    private static func meaning(ofSQLite code: Int32) -> Code {
        // What fails first on a full disk is making room for the index of the log.
        if code == indexWithoutRoom { return .noSpace }
        return switch code & 0xFF {
        case SQLITE_FULL: .noSpace
        // The files are known to be there when SQLite opens them; it cannot make its log beside them.
        case SQLITE_READONLY, SQLITE_PERM, SQLITE_CANTOPEN: .readOnly
        case SQLITE_BUSY, SQLITE_LOCKED: .busy
        case SQLITE_CORRUPT, SQLITE_NOTADB: .damaged
        default: .database
        }
    }
}
