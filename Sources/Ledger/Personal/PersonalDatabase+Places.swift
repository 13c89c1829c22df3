/// One field of one entry.
struct PersonalPlace: Hashable, Sendable {
    let entry: Int64
    let field: String
}

extension PersonalDatabase {
    /// Where values are that fulfil a condition. Values that cannot be read are passed over; verification names them.
    func places(where condition: (CanonicalJSON) -> Bool) throws(LedgerError) -> [PersonalPlace] {
        try database.read { connection throws(LedgerError) in
            var places: [PersonalPlace] = []
            try connection.rows("SELECT entry, field, value FROM personal") { row throws(LedgerError) in
                var value: CanonicalJSON?
                do throws(LedgerError) { value = try CanonicalJSON(row.bytes(2)) } catch {}
                if let value, condition(value) {
                    places.append(PersonalPlace(entry: row.integer(0), field: row.text(1)))
                }
                return true
            }
            return places
        }
    }

    /// Deletes the values at these places in one step, and values of no entry; ``clean(isPatient:)`` must follow.
    /// - Parameter size: how many entries there are; nobody appends meanwhile.
    func delete(_ places: [String: [ClosedRange<UInt64>]], entries: [UInt64], size: UInt64) throws(LedgerError) {
        try database.write { connection throws(LedgerError) in
            let statement = try connection.statement("DELETE FROM personal WHERE entry BETWEEN ? AND ? AND field = ?")
            for (field, ranges) in places {
                for range in ranges {
                    try statement.run([.position(range.lowerBound), .position(range.upperBound), .text(field)])
                }
            }
            let whole = try connection.statement("DELETE FROM personal WHERE entry = ?")
            for entry in entries { try whole.run([.position(entry)]) }
            try connection.run("DELETE FROM personal WHERE entry < 0 OR entry >= ?", [.position(size)])
        }
    }

    /// How many values these entries still have.
    func count(of entries: [UInt64]) throws(LedgerError) -> UInt64 {
        try database.read { connection throws(LedgerError) in
            var count: UInt64 = 0
            for entry in entries {
                count +=
                    try connection.first(
                        "SELECT count(*) FROM personal WHERE entry = ?", [.position(entry)]
                    ) { row throws(LedgerError) in UInt64(clamping: row.integer(0)) } ?? 0
            }
            return count
        }
    }
}
