import Cryptography
import DER
import Normalization

/// An entry that is yet to be appended. Texts are brought into normalisation form C.
package struct NewEntry: Hashable, Sendable {
    /// What it records.
    package let kind: EntryKind
    private var fields: [String: CanonicalJSON]
    private var personal: [String: CanonicalJSON] = [:]

    /// An entry with the fields that every kind has.
    /// - Parameter time: by this machine's clock.
    package init(_ kind: EntryKind, by author: Author, at time: DERTime) {
        self.kind = kind
        fields = ["v": .integer(1), "kind": .string(kind.rawValue), "at": .string(time.rfc3339)]
        setPersonal("actor", author.actor)
        setBytes("by", author.identity)
        setPersonal("host", author.host)
    }

    /// Marks it as written while the ledger could not be used.
    mutating func markSpooled() { fields["spooled"] = .flag(true) }

    // MARK: Fields; nil leaves a field out

    /// Sets a text.
    package mutating func setText(_ field: String, _ text: String?) {
        fields[field] = text.map { .string(nfc($0)) }
    }

    /// Sets a list of texts.
    package mutating func setTexts(_ field: String, _ texts: [String]?) {
        fields[field] = texts.map { .array($0.map { .string(nfc($0)) }) }
    }

    /// Sets bytes, which are written as hexadecimal digits.
    package mutating func setBytes(_ field: String, _ bytes: [UInt8]?) {
        fields[field] = bytes.map { .string(hexadecimal($0)) }
    }

    /// Sets a number.
    package mutating func setCount(_ field: String, _ count: UInt64?) {
        // A count beyond every integer of an entry is refused when the entry is prepared.
        fields[field] = count.map { .integer(Int(clamping: $0)) }
    }

    /// Sets a list of numbers.
    package mutating func setCounts(_ field: String, _ counts: [UInt64]?) {
        fields[field] = counts.map { .array($0.map { .integer(Int(clamping: $0)) }) }
    }

    /// Sets a truth value.
    package mutating func setFlag(_ field: String, _ flag: Bool?) { fields[field] = flag.map { .flag($0) } }

    /// Sets a personal text.
    package mutating func setPersonal(_ field: String, _ text: String?) {
        personal[field] = text.map { .string(nfc($0)) }
    }

    /// Sets a personal list of texts. Of one that is longer than a personal value may be, the beginning is kept.
    package mutating func setPersonal(_ field: String, _ texts: [String]) {
        personal[field] = .array(PersonalValue.beginning(texts.map { nfc($0) }).map { .string($0) })
    }

    /// Sets a personal path.
    /// - Parameter path: any bytes.
    package mutating func setPersonal(_ field: String, path: [UInt8]?) {
        personal[field] = path.map { CanonicalJSON(path: $0) }
    }

    // MARK: Encoding

    /// Draws the keys of the personal fields, and encodes.
    /// - Throws: as ``Entry/init(_:)``, ``LedgerError/Code/cryptography``.
    package func prepared() throws(LedgerError) -> PreparedEntry {
        var members = fields
        var values: [PersonalValue] = []
        for (field, value) in personal.sorted(by: { $0.key < $1.key }) {
            let value = try PersonalValue(field: field, value: value)
            members[field] = try value.commitment().json
            values.append(value)
        }
        return PreparedEntry(try Entry(try CanonicalJSON.object(members).encoded()), personal: values)
    }
}

/// An entry in its final form, with the personal values that it commits to.
package struct PreparedEntry: Hashable, Sendable {
    /// What will be appended.
    package let entry: Entry
    /// In the order of the fields' names.
    package let personal: [PersonalValue]

    init(_ entry: Entry, personal: [PersonalValue]) {
        self.entry = entry
        self.personal = personal
    }

    /// Marked as written while the ledger could not be used, with the same personal values.
    func spooled() throws(LedgerError) -> PreparedEntry {
        var members = entry.fields
        members["spooled"] = .flag(true)
        return PreparedEntry(try Entry(try CanonicalJSON.object(members).encoded()), personal: personal)
    }
}
