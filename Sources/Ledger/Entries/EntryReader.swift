/// Checks entries strictly: canonical, of a known kind, and of that kind's schema. One reader serves for many entries.
struct EntryReader {
    private var scanner = CanonicalScanner()
    /// Where the kind stands in the last entry, without the quotation marks; empty if it has none.
    private(set) var kind = 0..<0
    /// The schema of the last entry. Kinds come in runs, so that the last is the one to try first.
    private(set) var schema: EntrySchema?

    /// Of the last entry, if it is a canonical object; none otherwise.
    var tokens: [CanonicalToken] { scanner.tokens }

    /// - Returns: nil if the entry is as it must be.
    mutating func objection(_ text: UnsafeRawBufferPointer) -> LedgerError? {
        kind = 0..<0
        if let failure = scanner.attempt(text) {
            scanner.clear()
            return failure.error
        }
        guard scanner.tokens[0].kind == .object else {
            scanner.clear()
            return LedgerError(.malformed, "not an object", offset: 0)
        }
        guard let index = member("kind", text), scanner.tokens[index].kind == .string else {
            return LedgerError(.missingField, "every entry has this field", field: "kind")
        }
        kind = scanner.tokens[index].range
        let word = UnsafeRawBufferPointer(rebasing: text[kind])
        if schema.map({ !isEqual(word, $0.word) }) ?? true {
            schema = EntrySchema.schema(of: EntryKind(rawValue: String(decoding: word, as: UTF8.self)))
        }
        guard let schema else { return LedgerError(.unknownKind, "this program does not know the kind", field: "kind") }
        return schema.objection(text, scanner.tokens)
    }

    /// The index of a member's value in the entry that was read last.
    func member(_ key: StaticString, _ text: UnsafeRawBufferPointer) -> Int? {
        member(UnsafeRawBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount), text)
    }

    /// The index of a member's value in the entry that was read last.
    func member(_ name: UnsafeRawBufferPointer, _ text: UnsafeRawBufferPointer) -> Int? {
        var index = 1
        while index < scanner.tokens.count {
            if isEqual(UnsafeRawBufferPointer(rebasing: text[scanner.tokens[index].range]), name) {
                return index + 1
            }
            index = Int(scanner.tokens[index + 1].next)
        }
        return nil
    }
}
