import Console
import Label
import Ledger

/// An entry as its owner sees it: with the personal values that are still there.
package struct DisclosedEntry: Sendable {
    /// Where it stands.
    package let position: UInt64
    /// The entry.
    package let entry: Entry
    /// Personal values by field.
    package let personal: [String: CanonicalJSON]
    /// Whether a personal value is not the one that the entry commits to. Then none is shown.
    package var hasFalseValues = false
    /// Personal fields whose value is not there, although no entry says that it is to be erased.
    package var missing: Set<String> = []
    /// Whether it announces a package of which nothing says how its sealing ended, while nobody is sealing it.
    package var isOutcomeUnknown = false
    /// Whether values that are not there were kept back rather than erased.
    package var isProof = false

    /// - Parameter personal: values by field.
    package init(position: UInt64, entry: Entry, personal: [String: CanonicalJSON]) {
        self.position = position
        self.entry = entry
        self.personal = personal
    }

    /// With what the ledger still has.
    /// - Throws: as ``Ledger/disclose(_:)``, but for values that do not match.
    package init(_ entry: Entry, at position: UInt64, in ledger: Ledger) throws(LedgerError) {
        do throws(LedgerError) {
            self.init(position: position, entry: entry, personal: try ledger.disclose(position))
            for field in forgotten where try !ledger.saysErased(field, of: entry, at: position) {
                missing.insert(field)
            }
        } catch {
            guard error.code == .damaged, error.field != nil else { throw error }
            self.init(position: position, entry: entry, personal: [:])
            hasFalseValues = true
        }
        isOutcomeUnknown = try ledger.isOutcomeUnknown(entry)
    }

    /// Personal fields whose value is not there because it was erased or kept back.
    package var forgotten: [String] {
        entry.fields.keys.filter { entry.commitment($0) != nil && personal[$0] == nil && !missing.contains($0) }
            .sorted()
    }
}

// MARK: For people

extension DisclosedEntry {
    /// One line: place, time, kind, who, and what tells it from others of its kind.
    package func line(_ language: Language) -> String {
        let who = text("actor", language) ?? ""
        let rest = Self.telling.compactMap { text($0, language) }.joined(separator: language.separator)
        let kind = EntryWords.kind(entry.kind, language)
        let remark = isOutcomeUnknown ? Message.outcomeUnknown.text(language) : ""
        return [String(position), entry.text("at") ?? "", kind, who, remark, rest].filter { !$0.isEmpty }.joined(
            separator: "  ")
    }

    /// Fields that stand in the line, in this order.
    private static let telling = [
        "names", "input", "event", "piece", "route", "result", "verdict", "cause", "grade", "purpose", "from", "to",
        "algorithm",
        "affected-by", "value", "fields", "reason", "origin", "size", "witness", "organisation", "fingerprint",
        "package",
    ]

    /// Everything, a line for each field.
    package func lines(_ language: Language) -> [DisplayLine] {
        let first = [
            DisplayLine(.titleEntry, String(position), language),
            DisplayLine(.titleKind, EntryWords.kind(entry.kind, language), language),
        ]
        let names = entry.fields.keys.filter { $0 != "v" && $0 != "kind" }.sorted()
        let remark =
            isOutcomeUnknown
            ? [
                DisplayLine(
                    title: EntryWords.field("result", language), value: Message.outcomeUnknown.text(language))
            ] : []
        return first + remark
            + (["at", "actor"] + names.filter { $0 != "at" && $0 != "actor" }).compactMap { name in
                text(name, language, isWhole: true).map {
                    DisplayLine(title: EntryWords.field(name, language), value: $0)
                }
            }
    }

    private func text(_ field: String, _ language: Language, isWhole: Bool = false) -> String? {
        guard let value = entry[field] else { return nil }
        if let word = value.text, let own = EntryValues.text(word, of: field, language) { return own }
        guard entry.commitment(field) != nil else { return Self.text(value, language, isWhole) }
        if hasFalseValues { return Message.valueFalse.text(language) }
        return personal[field].map { Self.text($0, language, isWhole) }
            ?? (isProof ? Message.valueWithheld : missing.contains(field) ? .valueMissing : .valueForgotten).text(
                language)
    }

    private static func text(_ value: CanonicalJSON, _ language: Language, _ isWhole: Bool) -> String {
        switch value {
        case .string(let text):
            let shown = escaped(text)
            return isWhole || !isDigits(text) ? shown : String(shown.prefix(16)) + "…"
        case .integer(let number): return String(number)
        case .flag(let flag): return (flag ? Message.valueYes : .valueNo).text(language)
        case .array(let elements):
            return elements.map { text($0, language, isWhole) }.joined(separator: language.separator)
        case .object(let members):
            // A path whose bytes are no text.
            if case .string(let text) = members["text"] { return escaped(text) }
            return "{…}"
        }
    }

    /// Whether a text is an identifier or a hash, of which the beginning is enough in a list.
    private static func isDigits(_ text: String) -> Bool { text.utf8.count == 64 && text.allSatisfy(\.isHexDigit) }
}

// MARK: For programs

extension DisclosedEntry: Encodable {
    private enum Key: String, CodingKey {
        case position, fields, forgotten, withheld, missing, falseValues, text, outcome
    }

    /// As an object: fields under their names in camel case, personal ones in clear or left out.
    package func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Key.self)
        try object.encode(position, forKey: .position)
        var fields: [String: EncodableJSON] = [:]
        for (name, value) in entry.fields {
            let isPersonal = entry.commitment(name) != nil
            if let shown = isPersonal ? personal[name] : value { fields[Self.camelCase(name)] = EncodableJSON(shown) }
        }
        try object.encode(fields, forKey: .fields)
        let forgotten = forgotten.map(Self.camelCase)
        try object.encodeIfPresent(
            forgotten.isEmpty || hasFalseValues ? nil : forgotten, forKey: isProof ? .withheld : .forgotten)
        try object.encodeIfPresent(
            missing.isEmpty ? nil : missing.sorted().map(Self.camelCase), forKey: .missing)
        try object.encodeIfPresent(hasFalseValues ? true : nil, forKey: .falseValues)
        try object.encodeIfPresent(isOutcomeUnknown ? "unknown" : nil, forKey: .outcome)
        try object.encode(String(decoding: entry.bytes, as: UTF8.self), forKey: .text)
    }

    private static func camelCase(_ name: String) -> String {
        let words = name.split(separator: "-").map(String.init)
        return words.dropFirst().reduce(words.first ?? "") { $0 + $1.prefix(1).uppercased() + $1.dropFirst() }
    }
}

/// A value of an entry, written as what it is.
private struct EncodableJSON: Encodable {
    let value: CanonicalJSON

    init(_ value: CanonicalJSON) { self.value = value }

    func encode(to encoder: any Encoder) throws {
        var single = encoder.singleValueContainer()
        switch value {
        case .string(let text): try single.encode(text)
        case .integer(let number): try single.encode(number)
        case .flag(let flag): try single.encode(flag)
        case .array(let elements): try single.encode(elements.map(EncodableJSON.init))
        case .object(let members): try single.encode(members.mapValues(EncodableJSON.init))
        }
    }
}
