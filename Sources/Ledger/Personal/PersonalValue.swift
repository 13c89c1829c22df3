/// A personal field's value and key, as the personal database keeps them.
package struct PersonalValue: Hashable, Sendable {
    /// The field's name.
    package let field: String
    /// The key of its commitment.
    package let key: PersonalKey
    /// Canonical JSON of the value.
    package let value: [UInt8]

    /// Length of a value in bytes, at most.
    static let maximumCount = 16_384

    /// A new key for a value.
    /// - Throws: ``LedgerError/Code/tooLarge`` or ``LedgerError/Code/notCanonical`` with the field.
    init(field: String, value: CanonicalJSON) throws(LedgerError) {
        let encoded: [UInt8]
        do throws(LedgerError) { encoded = try value.encoded() } catch {
            throw LedgerError(error.code, error.reason, field: field)
        }
        guard encoded.count <= Self.maximumCount else {
            throw LedgerError(.tooLarge, "more than \(Self.maximumCount) bytes", field: field)
        }
        self.init(field: field, key: try PersonalKey(), value: encoded)
    }

    init(field: String, key: PersonalKey, value: [UInt8]) {
        self.field = field
        self.key = key
        self.value = value
    }

    /// What the entry says in its place.
    /// - Throws: ``LedgerError/Code/cryptography``.
    func commitment() throws(LedgerError) -> PersonalCommitment {
        try PersonalCommitment(field: field, key: key, value: value)
    }
}
