import DER
import Normalization

/// What was forgotten, and what was not.
package struct Forgotten: Hashable, Sendable {
    /// How many values were erased, also such as an earlier run had left.
    package var erased: UInt64 = 0
    /// How many values hold the name as a part of something longer, and are still there.
    package var partial: UInt64 = 0

    /// So many of each.
    package init(erased: UInt64 = 0, partial: UInt64 = 0) {
        self.erased = erased
        self.partial = partial
    }
}

/// How a name is looked for in personal values.
package enum NameMatch: Hashable, Sendable {
    /// It is the value, or one of its texts.
    case whole
    /// It stands anywhere in a text.
    case contained
}

/// What is to be erased is recorded first: how many values, of which fields and entries, and never what they say. Then it is
/// erased, and that is recorded too. Whatever ends a run in between, the next one that writes completes what is recorded.
extension Ledger {
    /// Erases every personal value in which the name of a person is found. Backups and earlier exports are not reached.
    /// - Parameters:
    ///   - person: as it was written, compared in normalisation form C.
    ///   - reason: why; it must not hold the name, since it stays.
    /// - Throws: ``LedgerError/Code/badValue`` for a reason that names the person, or an empty name;
    ///   ``LedgerError/Code/erasurePending`` if another process reads the values just now; as ``append(_:)``.
    package func forget(
        person: String, match: NameMatch = .whole, reason: String, by author: Author, at time: DERTime
    ) throws(LedgerError) -> Forgotten {
        let text = nfc(person)
        guard !text.isEmpty else { throw LedgerError(.badValue, "a name without letters", field: "person") }
        guard !Self.folded(reason).contains(Self.folded(text)) else {
            throw LedgerError(.badValue, "the reason stays, and must not name the person", field: "reason")
        }
        // What waits in the spool is reached too.
        try appendNow([])
        let author = author.unlessNamed(text, match)
        var forgotten = Forgotten()
        forgotten.erased = try completeErasures(by: author, at: time)
        let places = try personal.places { value in
            if Self.holds(value, { $0 == text }) { return true }
            guard Self.holds(value, { $0.unicodeScalars.contains(text.unicodeScalars) }) else { return false }
            if match == .whole { forgotten.partial += 1 }
            return match == .contained
        }
        let size = try size()
        let known = places.filter { (0..<Int64(clamping: size)).contains($0.entry) }
        if !places.isEmpty {
            forgotten.erased += try erase(
                ErasedValues.parts(known), strays: places.count - known.count, reason, author, time)
        }
        return forgotten
    }

    private func erase(
        _ parts: [ErasedValues.Part], strays: Int, _ reason: String, _ author: Author, _ time: DERTime
    ) throws(LedgerError) -> UInt64 {
        var entries: [PreparedEntry] = []
        for part in parts {
            let values = ErasedValues.places(part.texts)
            entries.append(
                try NewEntry.forget(values, fields: part.count, reason: reason, by: author, at: time).prepared())
        }
        // Values of no entry are not recorded, since nothing speaks of them; they go with the others.
        if entries.isEmpty {
            entries.append(try NewEntry.forget(.places([]), fields: 0, reason: reason, by: author, at: time).prepared())
        }
        try appendNow(entries)
        return try completeErasures(by: author, at: time) + UInt64(strays)
    }

    private static func holds(_ value: CanonicalJSON, _ condition: (String) -> Bool) -> Bool {
        switch value {
        case .string(let string): condition(string)
        case .array(let elements): elements.contains { holds($0, condition) }
        case .object(let members): members.values.contains { holds($0, condition) }
        case .integer, .flag: false
        }
    }

    /// Without what writers of names differ in.
    private static func folded(_ text: String) -> String {
        String(String.UnicodeScalarView(nfc(text).lowercased().unicodeScalars.filter { !$0.properties.isWhitespace }))
    }

    // MARK: Retention

    /// Erases the personal values whose time is over, by what the entries themselves say.
    /// - Returns: how many values were erased; with none, nothing is appended.
    /// - Throws: as ``forget(person:match:reason:by:at:)``.
    package func applyRetention(
        _ policy: RetentionPolicy, by author: Author, at now: DERTime
    ) throws(LedgerError) -> UInt64 {
        try appendNow([])
        let completed = try completeErasures(by: author, at: now)
        var entries: [PreparedEntry] = []
        let end = try size()
        for schema in EntrySchema.all {
            guard let days = policy.days[schema.kind] ?? policy.otherDays, days >= 0,
                let limit = DERTime(seconds: now.seconds - Int64(days) * 86_400)
            else { continue }
            let rule = Erasures.Rule(kind: schema.kind.rawValue, before: limit.rfc3339, end: end)
            let count = try personal.count(of: positions([rule]))
            guard count > 0 else { continue }
            let values = ErasedValues.older(schema.kind, limit.rfc3339)
            entries.append(
                try NewEntry.forget(values, fields: count, reason: "retention", by: author, at: now).prepared())
        }
        guard !entries.isEmpty else { return completed }
        try appendNow(entries)
        return completed + (try completeErasures(by: author, at: now))
    }

    /// The entries that rules cover. The columns beside the entries would be faster, and may have been changed.
    private func positions(_ rules: [Erasures.Rule]) throws(LedgerError) -> [UInt64] {
        guard let end = rules.map(\.end).max() else { return [] }
        return try database.read { connection throws(LedgerError) in
            var positions: [UInt64] = []
            let sql = "SELECT position, bytes FROM entry WHERE position < ? ORDER BY position"
            try connection.rows(sql, [.position(end)]) { row throws(LedgerError) in
                let position = UInt64(clamping: row.integer(0))
                do throws(LedgerError) {
                    let entry = try Entry(row.bytes(1))
                    let (kind, time) = (entry.kind.rawValue, entry.text("at") ?? "")
                    if rules.contains(where: { $0.covers(position, kind: kind, at: time) }) {
                        positions.append(position)
                    }
                } catch {
                    // What cannot be read is named by a verification; nothing is erased because of it.
                }
                return true
            }
            return positions
        }
    }

    // MARK: Completion

    /// Erases what is recorded and was not yet erased, and records that.
    /// - Returns: how many values the record counts.
    /// - Throws: ``LedgerError/Code/erasurePending``; as ``append(_:)``.
    private func completeErasures(
        by author: Author, at time: DERTime, isPatient: Bool = true
    ) throws(LedgerError) -> UInt64 {
        let pending = try pendingErasures()
        guard let last = pending.last else { return 0 }
        do throws(LedgerError) {
            let entries = try positions(pending.rules)
            // Nobody appends meanwhile, so that no values of an entry that is being written are taken for strays.
            try database.write { connection throws(LedgerError) in
                let size = try requireSound(connection).checkpoint.size
                try personal.delete(pending.places, entries: entries, size: size)
            }
            try personal.clean(isPatient: isPatient)
        } catch {
            guard error.code == .busy else { throw error }
            throw LedgerError(.erasurePending, "another process reads what is being erased")
        }
        let entry = NewEntry.forgotten(
            upTo: last, fields: pending.count, reason: pending.reason, by: author, at: time)
        try appendNow([try entry.prepared()])
        return pending.count
    }

    /// Does so before something else is appended. That must not wait for it, nor fail with it: what is still to be erased
    /// stays recorded, and a verification names it.
    func completeErasures(before time: DERTime?) {
        guard let time else { return }
        _ = try? completeErasures(by: Author(actor: Author.nobody), at: time, isPatient: false)
    }
}

extension Author {
    /// Stands for the name of somebody who is to be forgotten, or where nobody in particular did something.
    static let nobody = "-"

    /// Whoever is to be forgotten is not named by the entry that says so.
    fileprivate func unlessNamed(_ text: String, _ match: NameMatch) -> Author {
        func names(_ own: String) -> Bool {
            match == .whole ? nfc(own) == text : nfc(own).unicodeScalars.contains(text.unicodeScalars)
        }
        var author = self
        if names(actor) { author.actor = Self.nobody }
        if let host, names(host) { author.host = nil }
        return author
    }
}
