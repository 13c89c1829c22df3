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

    /// What stands behind the part of a list that is kept.
    static let ellipsis = "…"

    /// As many texts from the beginning of a list as one value can hold, and an ellipsis if that is not all.
    /// - Parameter texts: in normalisation form C.
    static func beginning(_ texts: [String]) -> [String] {
        // Brackets; then each text with the comma behind it, the last of which is not there.
        var left = maximumCount - 2 + 1
        var fitting = 0
        let reserve = ellipsis.utf8.count + 3
        for (number, text) in texts.enumerated() {
            guard let length = encodedCount(text), length < left else { break }
            left -= length + 1
            if left >= reserve { fitting = number + 1 }
            if number + 1 == texts.count { return texts }
        }
        return texts.isEmpty ? [] : texts.prefix(fitting) + [ellipsis]
    }

    /// Nil for more than any value can hold.
    private static func encodedCount(_ text: String) -> Int? {
        do throws(LedgerError) { return try CanonicalJSON.string(text).encoded().count } catch { return nil }
    }

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
