import Normalization

/// A name or number as a person wrote it into a label: 1...256 bytes of UTF-8 in NFC (UAX #15) without control characters.
/// It may still hold characters that confuse a terminal, such as those that change the direction of text.
package struct LabelText: Hashable, Sendable {
    /// The longest text, in bytes of UTF-8.
    package static let limit = 256

    /// The text itself.
    package let value: String

    /// - Throws: ``LabelError`` with `empty`, `tooLong`, `controlCharacter` or `notNormalized`.
    package init(_ value: String, field: LabelField) throws(LabelError) {
        guard !value.isEmpty else { throw LabelError(.empty, field) }
        guard value.utf8.count <= Self.limit else { throw LabelError(.tooLong, field, text: value) }
        guard !value.unicodeScalars.contains(where: Self.isControl) else {
            throw LabelError(.controlCharacter, field, text: value)
        }
        guard isNFC(value) else { throw LabelError(.notNormalized, field, text: value) }
        self.value = value
    }

    /// C0, DEL and C1: Unicode's general category Cc.
    static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
    }
}
