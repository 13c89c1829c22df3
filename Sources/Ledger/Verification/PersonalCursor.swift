import Cryptography

/// The personal values of a range of entries, read beside the entries and checked against their commitments.
struct PersonalCursor {
    private let rows: SQLStatement
    private let end: UInt64
    private var hasRow: Bool
    /// To which entry the row belongs.
    private var entry: UInt64
    private var message: [UInt8] = []
    private var code = [UInt8](repeating: 0, count: HashAlgorithm.sha256.digestSize)

    /// - Parameter range: of entries.
    init(_ connection: SQLConnection, _ range: Range<UInt64>) throws(LedgerError) {
        rows = try connection.statement(
            "SELECT entry, field, key, value FROM personal WHERE entry >= ? ORDER BY entry, field")
        try rows.bind([.position(range.lowerBound)])
        (end, entry, hasRow) = (range.upperBound, range.lowerBound, true)
        try step()
    }

    /// SQLite would end at the same row if it knew the upper bound, but compares it with whole keys, which costs more.
    private mutating func step() throws(LedgerError) {
        hasRow = try rows.step()
        guard hasRow else { return }
        entry = UInt64(clamping: rows.integer(0))
        hasRow = entry < end
    }

    /// Checks the values of an entry. They stand in the order of entries.
    mutating func check(
        _ position: UInt64, _ text: UnsafeRawBufferPointer, _ places: EntryPlaces, _ hmac: inout HMACSeries,
        _ outcome: inout RangeVerifier.Outcome
    ) throws(LedgerError) {
        while hasRow, entry <= position {
            outcome.personalValues += 1
            let isSound = entry == position ? try matches(text, places, &hmac) : false
            if !isSound { add(&outcome) }
            try step()
        }
    }

    /// Names what is left over: values of entries that are not there.
    mutating func finish(_ outcome: inout RangeVerifier.Outcome) throws(LedgerError) {
        while hasRow {
            outcome.personalValues += 1
            add(&outcome)
            try step()
        }
        rows.reset()
    }

    private func add(_ outcome: inout RangeVerifier.Outcome) {
        outcome.findings.add(
            LedgerFinding(
                .personalChanged, at: entry, field: rows.text(1),
                "the value does not match its commitment"))
    }

    private mutating func matches(
        _ text: UnsafeRawBufferPointer, _ places: EntryPlaces, _ hmac: inout HMACSeries
    ) throws(LedgerError) -> Bool {
        let (field, key) = (rows.raw(1), rows.raw(2))
        guard let own = places.code(of: field, text), key.count == PersonalKey.count else { return false }
        message.removeAll(keepingCapacity: true)
        message.append(contentsOf: field)
        message.append(0)
        message.append(contentsOf: rows.raw(3))
        var failure: CryptographyError?
        let isSame = message.withUnsafeBytes { message in
            code.withUnsafeMutableBytes { code in
                do throws(CryptographyError) { try hmac.authenticate(message, key: key, into: code) } catch {
                    failure = error
                }
                return PersonalCommitment.isBase64(own, of: UnsafeRawBufferPointer(code))
            }
        }
        if let failure { throw LedgerError(failure) }
        return isSame
    }
}
