import Cryptography

/// The personal values of a range of entries, read beside the entries and checked against their commitments: each is there, or
/// an entry says that it was erased.
struct PersonalCursor {
    private let rows: SQLStatement
    private let end: UInt64
    private var hasRow: Bool
    /// To which entry the row belongs.
    private var entry: UInt64
    private var code = [UInt8](repeating: 0, count: HashAlgorithm.sha256.digestSize)
    private let erasures: Erasures

    /// - Parameter range: of entries.
    init(_ connection: SQLConnection, _ range: Range<UInt64>, _ erasures: Erasures) throws(LedgerError) {
        self.erasures = erasures
        rows = try connection.statement(
            "SELECT entry, field, key, value, at, kind FROM personal WHERE entry >= ? ORDER BY entry, field")
        try rows.bind([.position(range.lowerBound)])
        (end, entry, hasRow) = (range.upperBound, range.lowerBound, true)
        try step()
    }

    /// SQLite would end at the same row if it knew the upper bound, but compares it with whole keys, which costs more.
    private mutating func step() throws(LedgerError) {
        hasRow = try rows.step()
        guard hasRow else { return }
        let next = UInt64(clamping: rows.integer(0))
        guard next >= entry else { throw LedgerError(.damaged, "the rows of a table are not in their order") }
        entry = next
        hasRow = entry < end
    }

    /// Checks the values of an entry. They stand in the order of entries.
    mutating func check(
        _ position: UInt64, _ text: UnsafeRawBufferPointer, _ places: EntryPlaces, _ hmac: inout HMACSeries,
        _ outcome: inout RangeVerifier.Outcome
    ) throws(LedgerError) {
        // A bit for each personal field; no kind has as many.
        var present: UInt64 = 0
        while hasRow, entry <= position {
            outcome.personalValues += 1
            let field = rows.raw(1)
            if entry == position, let index = places.commitment(to: field, text) {
                present |= 1 << UInt64(index)
                if try !matches(field, places.code(index, text), &hmac) { add(&outcome) }
                checkColumns(text, places, &outcome)
            } else {
                add(&outcome)
            }
            try step()
        }
        if present.nonzeroBitCount == places.commitmentCount, erasures.isEmpty { return }
        checkErasures(position, text, places, present, &outcome)
    }

    /// What stands beside the value is that of its entry.
    private func checkColumns(
        _ text: UnsafeRawBufferPointer, _ places: EntryPlaces, _ outcome: inout RangeVerifier.Outcome
    ) {
        for (column, range, name) in [(Int32(4), places.time, "at"), (5, places.kind, "kind")]
        where !isEqual(rows.raw(column), UnsafeRawBufferPointer(rebasing: text[range])) {
            outcome.findings.add(
                LedgerFinding(
                    .columnChanged, at: entry, field: name,
                    "what stands beside a personal value is not what the entry says"))
        }
    }

    /// A value is either there, or an entry says that it was erased.
    private func checkErasures(
        _ position: UInt64, _ text: UnsafeRawBufferPointer, _ places: EntryPlaces, _ present: UInt64,
        _ outcome: inout RangeVerifier.Outcome
    ) {
        let kind = String(decoding: text[places.kind], as: UTF8.self)
        let time = String(decoding: text[places.time], as: UTF8.self)
        for index in 0..<places.commitmentCount {
            let field = String(decoding: places.field(index, text), as: UTF8.self)
            let isThere = present & 1 << UInt64(index) != 0
            let isErased = erasures.names(field, at: position, kind: kind, time: time)
            if isThere != isErased { continue }
            outcome.findings.add(
                isThere
                    ? LedgerFinding(
                        .erasureIncomplete, at: position, field: field, "the value is there that was to be erased")
                    : LedgerFinding(
                        .personalMissing, at: position, field: field, "no entry says that the value was erased"))
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
        _ field: UnsafeRawBufferPointer, _ own: UnsafeRawBufferPointer, _ hmac: inout HMACSeries
    ) throws(LedgerError) -> Bool {
        let (key, value) = (rows.raw(2), rows.raw(3))
        guard key.count == PersonalKey.count else { return false }
        var failure: CryptographyError?
        let isSame = code.withUnsafeMutableBytes { code in
            withUnsafeBytes(of: UInt8(0)) { separator in
                do throws(CryptographyError) {
                    try hmac.authenticate(field, separator, value, key: key, into: code)
                } catch { failure = error }
            }
            return PersonalCommitment.isBase64(own, of: UnsafeRawBufferPointer(code))
        }
        if let failure { throw LedgerError(failure) }
        return isSame
    }
}
