/// What is bound to a statement.
enum SQLValue {
    case integer(Int64)
    case text(String)
    case bytes([UInt8])
    case null

    /// A position or size; those beyond SQLite's integers never occur, since trees end there too.
    static func position(_ number: UInt64) -> SQLValue { .integer(Int64(clamping: number)) }

    /// A text that may be missing.
    static func optional(_ text: String?) -> SQLValue { text.map { .text($0) } ?? .null }
}
