/// A value of canonical JSON (RFC 8259 in the one form below), which entries and all that is hashed with them are made of.
///
/// 1. UTF-8 without white space between tokens and without a line feed, at most 65,535 bytes, at most 8 levels.
/// 2. Members of an object stand in ascending order of their keys' bytes, each once. A key has 1...64 bytes of printable
///    ASCII without `"` and `\`.
/// 3. Numbers are integers from -(2^53 - 1) to 2^53 - 1, without leading zeros, and without a sign before 0.
/// 4. Strings are in normalisation form C. `"` is written `\"`, `\` is `\\`, U+0008, 9, A, C and D are `\b`, `\t`, `\n`,
///    `\f` and `\r`, the others of U+0000...001F are `\u00xx` with small letters; nothing else is escaped.
/// 5. There is no null, and no fraction.
///
/// Of such a value, it is also the form of RFC 8785 (JCS), and what Python writes with
/// `json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)`.
package indirect enum CanonicalJSON: Hashable, Sendable {
    case object([String: CanonicalJSON])
    case array([CanonicalJSON])
    case string(String)
    case integer(Int)
    case flag(Bool)

    /// The longest encoding in bytes: what an entry bundle of C2SP tlog-tiles can hold.
    package static let maximumCount = 65_535
    /// Objects and arrays inside one another, at most.
    package static let maximumDepth = 8
    /// The largest integer: beyond it, readers that keep numbers in floating point would change them (RFC 7493, 2.2).
    package static let maximumInteger = 9_007_199_254_740_991

    /// Reads the one encoding of a value.
    /// - Throws: ``LedgerError/Code/malformed``, ``LedgerError/Code/notCanonical`` or ``LedgerError/Code/tooLarge``, with
    ///   the offset.
    /// - Parameter limit: how many bytes at most.
    package init(_ bytes: [UInt8], limit: Int = CanonicalJSON.maximumCount) throws(LedgerError) {
        let document = try CanonicalDocument(bytes, limit: limit)
        self = document.value(at: 0)
    }

    /// The one encoding of the value.
    /// - Throws: ``LedgerError/Code/notCanonical`` for a string that is not in normalisation form C, or a key that cannot
    ///   be one; ``LedgerError/Code/tooLarge``; ``LedgerError/Code/badValue`` for an integer out of range.
    /// - Parameter limit: how many bytes at most.
    package func encoded(limit: Int = CanonicalJSON.maximumCount) throws(LedgerError) -> [UInt8] {
        var writer = CanonicalWriter()
        try writer.write(self, depth: 0)
        var scanner = CanonicalScanner()
        try scanner.scan(writer.bytes, limit: limit)
        return writer.bytes
    }
}

extension CanonicalJSON {
    /// The text, if this is a string.
    package var text: String? { if case .string(let text) = self { text } else { nil } }
    /// The number, if this is one.
    package var integer: Int? { if case .integer(let number) = self { number } else { nil } }
    /// The truth value, if this is one.
    package var flag: Bool? { if case .flag(let flag) = self { flag } else { nil } }
    /// The elements, if this is an array.
    package var elements: [CanonicalJSON]? { if case .array(let elements) = self { elements } else { nil } }
    /// The members, if this is an object.
    package var members: [String: CanonicalJSON]? { if case .object(let members) = self { members } else { nil } }
}
