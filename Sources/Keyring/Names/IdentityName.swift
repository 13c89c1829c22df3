import Normalization

/// The name of an identity or a group: what its owner of the keyring calls it, and the name of its folder or file.
///
/// 1 to 64 bytes of UTF-8 in normalisation form C: letters and digits of any script with the marks that belong to them,
/// `.`, `_` and `-`, beginning with neither `.` nor `-` nor a mark. Nothing invisible, so that two names that differ also
/// look different.
package struct IdentityName: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The name, normalised.
    package let text: String

    /// Length in bytes that a name has at most.
    package static let maximumCount = 64

    /// Normalises and checks a name.
    /// - Throws: ``KeyringError/Code/invalidName``.
    package init(_ text: String) throws(KeyringError) {
        // Normalisation can shorten a name, but never one that is many times too long.
        guard text.utf8.count <= 4 * Self.maximumCount else { throw Self.refusal("longer than 64 bytes", text) }
        let normalized = nfc(text)
        if let objection = Self.objection(to: normalized) { throw Self.refusal(objection, text) }
        self.text = normalized
    }

    /// A name as it stands in a folder or a file of the keyring: exactly as ``text`` would be.
    /// - Throws: ``KeyringError/Code/invalidName``.
    init(stored bytes: some Collection<UInt8>) throws(KeyringError) {
        let bytes = Array(bytes)
        let text = String(decoding: bytes, as: UTF8.self)
        try self.init(text)
        guard self.text.utf8.elementsEqual(bytes) else { throw Self.refusal("not in normalisation form C", text) }
    }

    /// By the bytes, so that the order is the same everywhere.
    package static func < (left: IdentityName, right: IdentityName) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }

    /// The same as ``text``.
    package var description: String { text }

    private static func refusal(_ reason: String, _ text: String) -> KeyringError {
        KeyringError(.invalidName, reason, name: String(text.prefix(4 * maximumCount)))
    }

    private static func objection(to text: String) -> String? {
        guard let first = text.unicodeScalars.first else { return "empty" }
        guard text.utf8.count <= maximumCount else { return "longer than 64 bytes" }
        if first == "." || first == "-" { return "begins with '.' or '-'" }
        if isMark(first) { return "begins with a combining mark" }
        guard text.unicodeScalars.allSatisfy(isAllowed) else {
            return "a character that is neither letter, digit, '.', '_' nor '-'"
        }
        return nil
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        if scalar == "." || scalar == "_" || scalar == "-" { return true }
        // Some letters have no shape, such as U+3164 HANGUL FILLER.
        if scalar.properties.isDefaultIgnorableCodePoint { return false }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber:
            return true
        default: return isMark(scalar)
        }
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark: true
        default: false
        }
    }
}
