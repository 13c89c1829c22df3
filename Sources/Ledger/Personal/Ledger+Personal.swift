import DER
import Normalization

/// How long clear text is kept. What is not named is kept for ever; the entries, and what commits to the values, always.
package struct RetentionPolicy: Hashable, Sendable {
    /// Days for each kind of entry.
    package var days: [EntryKind: Int] = [:]
    /// Days for kinds that are not named; nil for ever.
    package var otherDays: Int?

    /// Everything is kept.
    package init() {}
}

extension Ledger {
    /// The personal values of an entry that have not been erased, each checked against its commitment.
    /// - Throws: ``LedgerError/Code/damaged`` with field and position if one does not match; as ``entry(at:)``.
    package func disclose(_ position: UInt64) throws(LedgerError) -> [String: CanonicalJSON] {
        let entry = try entry(at: position)
        var disclosed: [String: CanonicalJSON] = [:]
        for value in try personal.values(of: position) {
            guard try value.commitment() == entry.commitment(value.field) else {
                var failure = LedgerError(.damaged, "the value does not match its commitment", field: value.field)
                failure.position = position
                throw failure
            }
            disclosed[value.field] = try CanonicalJSON(value.value)
        }
        return disclosed
    }

    /// Erases every personal value that is, or holds as one of its texts, the name of a person, and appends an entry that
    /// says how many; never whom. Backups and earlier exports are not reached.
    /// - Parameter person: as it was written; compared whole, in normalisation form C.
    /// - Returns: how many values were erased.
    /// - Throws: ``LedgerError/Code/busy`` if another process reads them just now; as ``append(_:)``.
    package func forget(
        person: String, reason: String, by author: Author, at time: DERTime
    ) throws(LedgerError) -> UInt64 {
        let text = nfc(person)
        // What waits in the spool is reached too.
        try append([NewEntry]())
        let places = try personal.places { value in Self.holds(value, text) }
        let erased = try personal.delete(places)
        try personal.clean()
        // Whoever is to be forgotten is not named by the entry that says so.
        let isSelf = nfc(author.actor) == text
        let author = isSelf ? Author(actor: Self.nobody) : author
        try append([.forget(fields: erased, reason: reason, by: author, at: time)])
        return erased
    }

    /// Stands for the name of somebody who is to be forgotten.
    private static let nobody = "-"

    private static func holds(_ value: CanonicalJSON, _ text: String) -> Bool {
        switch value {
        case .string(let string): string == text
        case .array(let elements): elements.contains { holds($0, text) }
        case .object(let members): members.values.contains { holds($0, text) }
        case .integer, .flag: false
        }
    }

    /// Erases the personal values whose time is over, and appends an entry that says how many.
    /// - Returns: how many values were erased; with none, nothing is appended.
    /// - Throws: as ``forget(person:reason:by:at:)``.
    package func applyRetention(
        _ policy: RetentionPolicy, by author: Author, at now: DERTime
    ) throws(LedgerError) -> UInt64 {
        var erased: UInt64 = 0
        try append([NewEntry]())
        for schema in EntrySchema.all {
            guard let days = policy.days[schema.kind] ?? policy.otherDays, days >= 0,
                let limit = DERTime(seconds: now.seconds - Int64(days) * 86_400)
            else { continue }
            erased += try personal.delete(kind: schema.kind, before: limit.rfc3339)
        }
        guard erased > 0 else { return 0 }
        try personal.clean()
        try append([.forget(fields: erased, reason: "retention", by: author, at: now)])
        return erased
    }
}
