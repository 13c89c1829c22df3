import Cryptography

/// The personal values of a range of entries, read beside the entries and checked against their commitments.
struct PersonalCursor {
    private let rows: SQLStatement
    private var hasRow: Bool

    init(_ connection: SQLConnection, _ bounds: [SQLValue]) throws(LedgerError) {
        rows = try connection.statement(
            "SELECT entry, field, key, value FROM personal WHERE entry >= ? AND entry < ? ORDER BY entry, field")
        try rows.bind(bounds)
        hasRow = try rows.step()
    }

    /// Checks the values of an entry. They stand in the order of entries.
    mutating func check(
        _ position: UInt64, _ entry: UnsafeRawBufferPointer, _ reader: EntryReader, _ hmac: inout HMACContext,
        _ outcome: inout RangeVerifier.Outcome
    ) throws(LedgerError) {
        while hasRow, UInt64(clamping: rows.integer(0)) <= position {
            outcome.personalValues += 1
            let isOwn = UInt64(clamping: rows.integer(0)) == position
            let isSound = isOwn ? try matches(entry, reader, &hmac) : false
            if !isSound { add(&outcome) }
            hasRow = try rows.step()
        }
    }

    /// Names what is left over: values of entries that are not there.
    mutating func finish(_ outcome: inout RangeVerifier.Outcome) throws(LedgerError) {
        while hasRow {
            outcome.personalValues += 1
            add(&outcome)
            hasRow = try rows.step()
        }
        rows.reset()
    }

    private func add(_ outcome: inout RangeVerifier.Outcome) {
        outcome.findings.add(
            LedgerFinding(
                .personalChanged, at: UInt64(clamping: rows.integer(0)), field: rows.text(1),
                "the value does not match its commitment"))
    }

    private func matches(
        _ entry: UnsafeRawBufferPointer, _ reader: EntryReader, _ hmac: inout HMACContext
    ) throws(LedgerError) -> Bool {
        let field = rows.raw(1)
        guard let index = reader.member(field, entry), rows.raw(2).count == PersonalKey.count,
            PersonalCommitment.isEncoded(FieldValue(text: entry, tokens: reader.tokens, index: index))
        else { return false }
        let code: [UInt8]
        do throws(CryptographyError) { code = try Self.code(rows.raw(2), field, rows.raw(3), &hmac) } catch {
            throw LedgerError(error)
        }
        let text = UnsafeRawBufferPointer(rebasing: entry[reader.tokens[index + 2].range])
        return PersonalCommitment.isBase64(text, of: code)
    }

    private static func code(
        _ key: UnsafeRawBufferPointer, _ field: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer,
        _ hmac: inout HMACContext
    ) throws(CryptographyError) -> [UInt8] {
        try hmac.restart(key: key)
        try hmac.update(field)
        try hmac.update([0])
        try hmac.update(value)
        var code = [UInt8](repeating: 0, count: hmac.size)
        try code.withMutableRawBytes { buffer throws(CryptographyError) in try hmac.finish(into: buffer) }
        return code
    }
}
