import Cryptography
import DER

/// Which entries are meant. Without conditions, all.
package struct EntryFilter: Hashable, Sendable {
    /// Of these kinds; none means any.
    package var kinds: [EntryKind] = []
    /// Written at this time or later, by the writer's clock.
    package var since: DERTime?
    /// Written before this time, by the writer's clock.
    package var before: DERTime?
    /// About the package with this identifier, 32 bytes.
    package var package: [UInt8]?

    /// All entries.
    package init() {}

    /// The condition in the language of SQL, and its values. The columns only find: what is given out is the entry.
    var condition: Condition {
        var parts: [String] = []
        var values: [SQLValue] = []
        if !kinds.isEmpty {
            parts.append("kind IN (" + kinds.map { _ in "?" }.joined(separator: ", ") + ")")
            values += kinds.map { .text($0.rawValue) }
        }
        if let since {
            parts.append("at >= ?")
            values.append(.text(since.rfc3339))
        }
        if let before {
            parts.append("at < ?")
            values.append(.text(before.rfc3339))
        }
        if let package {
            parts.append("package = ?")
            values.append(.text(hexadecimal(package)))
        }
        return Condition(sql: parts.map { " AND " + $0 }.joined(), values: values)
    }

    struct Condition {
        let sql: String
        let values: [SQLValue]
    }
}

/// An entry and where it stands.
package struct StoredEntry: Hashable, Sendable {
    /// From 0.
    package let position: UInt64
    /// The entry.
    package let entry: Entry
}

/// Some of the entries that a filter chooses, in the order of their positions.
package struct EntryPage: Hashable, Sendable {
    /// At most as many as were asked for.
    package let entries: [StoredEntry]
    /// Where the next page begins; nil if this is the last.
    package let next: UInt64?
}
