/// What a field of an entry may hold.
enum FieldType: Sendable {
    /// Bytes as hexadecimal digits, small letters; so many bytes.
    case hexadecimal(bytes: ClosedRange<Int>)
    /// 1 to `limit` bytes of text.
    case text(limit: Int)
    /// One of these words.
    case word([[UInt8]])
    /// At most `limit` values of a type that is no list, in the order that the writer chose.
    indirect case list(of: FieldType, limit: Int)
    /// An integer from 0.
    case count
    /// The number of this version of entries.
    case version
    /// True or false.
    case flag
    /// True; where it is not, the field is absent.
    case mark
    /// The commitment to a personal value, ``PersonalCommitment``.
    case personal
    /// YYYY-MM-DDTHH:MM:SSZ (RFC 3339), years 1970 to 9999.
    case time
    /// YYYY-MM-DD, years 1970 to 9999.
    case day
    /// "C2/I1/A1", or "C2" on paper.
    case grade

    /// One of these words.
    static func word(_ words: String...) -> FieldType { .word(words.map { Array($0.utf8) }) }

    /// A digest of SHA-256, an identifier of a package, a fingerprint: 32 bytes.
    static let hash = FieldType.hexadecimal(bytes: 32...32)
    /// A stable name of this program, such as the cause of a failure.
    static let name = FieldType.text(limit: 64)
    /// What a person wrote, as long as in a label.
    static let words = FieldType.text(limit: 256)
    /// Names of the recommended list.
    static let algorithms = FieldType.list(of: .name, limit: 32)
}
