/// One value of a canonical document, or the key of a member: where it stands, and where the next one is.
///
/// The tokens of a document stand in the order of the text; a container is followed by what it holds, a key by its value.
struct CanonicalToken: Hashable, Sendable {
    enum Kind: UInt8, Sendable {
        case object, array, string, integer, flag
    }

    let kind: Kind
    /// Whether a string holds escapes; of a flag, its value.
    var mark = false
    /// First byte; of a string, the one behind the quotation mark.
    let start: Int32
    /// Behind the last byte; of a string, where the closing quotation mark stands.
    var end: Int32 = 0
    /// Index of the first token that belongs neither to this value nor to what it holds.
    var next: Int32 = 0

    var range: Range<Int> { Int(start)..<Int(end) }
}
