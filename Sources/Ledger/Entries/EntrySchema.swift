/// Which fields the entries of a kind have. Everything that is not named here is refused.
package struct EntrySchema: Sendable {
    /// A field of a kind.
    struct Field: Sendable {
        let name: String
        let type: FieldType
        let isRequired: Bool

        static func required(_ name: String, _ type: FieldType) -> Field {
            Field(name: name, type: type, isRequired: true)
        }

        static func optional(_ name: String, _ type: FieldType) -> Field {
            Field(name: name, type: type, isRequired: false)
        }
    }

    /// The kind.
    package let kind: EntryKind
    /// The bytes of its word.
    let word: [UInt8]
    /// In the order in which they stand in an entry, with those that all kinds have.
    let fields: [Field]
    /// The bytes of the fields' names, in the same order.
    private let names: [[UInt8]]

    init(_ kind: EntryKind, _ own: [Field]) {
        self.kind = kind
        fields = (Self.common + own).sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        names = fields.map { Array($0.name.utf8) }
        word = Array(kind.rawValue.utf8)
    }

    /// What every entry says.
    private static let common: [Field] = [
        .required("v", .version), .required("kind", .name), .required("at", .time), .required("actor", .personal),
        .optional("by", .hash), .optional("host", .personal), .optional("spooled", .mark),
    ]

    /// Every kind that this program knows.
    package static let all: [EntrySchema] = packages + keeping + ledgers + transfers

    private static let byKind = Dictionary(all.map { ($0.kind.rawValue, $0) }) { first, _ in first }

    /// The schema of a kind; nil if this program does not know it.
    package static func schema(of kind: EntryKind) -> EntrySchema? { byKind[kind.rawValue] }

    /// Names of all fields, sorted.
    package var fieldNames: [String] { fields.map(\.name) }

    /// Names of the fields whose values are personal.
    package var personalFields: [String] {
        fields.filter { if case .personal = $0.type { true } else { false } }.map(\.name)
    }

    /// Checks the members of an entry, both in the order of their names.
    /// - Parameter tokens: of a canonical text that is an object.
    /// - Returns: nil if all is as it must be.
    func objection(_ text: UnsafeRawBufferPointer, _ tokens: [CanonicalToken]) -> LedgerError? {
        var upcoming = 0
        var index = 1
        while index < tokens.count {
            let key = UnsafeRawBufferPointer(rebasing: text[tokens[index].range])
            while upcoming < fields.count, !isEqual(key, names[upcoming]) {
                if fields[upcoming].isRequired { return missingOrUnexpected(key, upcoming, tokens[index]) }
                upcoming += 1
            }
            guard upcoming < fields.count else { return unexpected(key, tokens[index]) }
            let value = FieldValue(text: text, tokens: tokens, index: index + 1)
            guard fields[upcoming].type.accepts(value) else { return badValue(fields[upcoming], value.token) }
            upcoming += 1
            index = Int(tokens[index + 1].next)
        }
        return fields[upcoming...].first(where: \.isRequired).map(missing)
    }

    private func missingOrUnexpected(
        _ key: UnsafeRawBufferPointer, _ upcoming: Int, _ token: CanonicalToken
    ) -> LedgerError {
        names.contains { isEqual(key, $0) } ? missing(fields[upcoming]) : unexpected(key, token)
    }

    private func missing(_ field: Field) -> LedgerError {
        LedgerError(.missingField, "an entry of kind \(kind.rawValue) has this field", field: field.name)
    }

    private func unexpected(_ key: UnsafeRawBufferPointer, _ token: CanonicalToken) -> LedgerError {
        LedgerError(
            .unexpectedField, "an entry of kind \(kind.rawValue) has no such field",
            field: String(decoding: key, as: UTF8.self), offset: Int(token.start))
    }

    private func badValue(_ field: Field, _ token: CanonicalToken) -> LedgerError {
        LedgerError(
            .badValue, "the value is not of its form, or outside its range", field: field.name,
            offset: Int(token.start))
    }
}
