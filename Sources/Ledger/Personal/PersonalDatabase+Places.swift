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

    /// Deletes the values at these places in one step; ``clean()`` must follow.
    /// - Returns: how many were still there.
    func delete(_ places: [PersonalPlace]) throws(LedgerError) -> UInt64 {
        try database.write { connection throws(LedgerError) in
            let statement = try connection.statement("DELETE FROM personal WHERE entry = ? AND field = ?")
            var count: Int64 = 0
            for place in places {
                try statement.run([.integer(place.entry), .text(place.field)])
                count += try connection.first("SELECT changes()") { row throws(LedgerError) in row.integer(0) } ?? 0
            }
            return UInt64(clamping: count)
        }
    }
}
