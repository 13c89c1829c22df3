import FoundationEssentials

/// JSON (RFC 8259) for other programs.
package enum JSON {
    /// One line without a line feed, keys sorted, every character that would be escaped on a terminal written as \uXXXX: it
    /// is harmless there, and exactly the same text to a parser.
    /// - Throws: ``TerminalError`` with `notEncodable` for a value that JSON has no form for, such as an infinite number.
    package static func text(_ value: some Encodable) throws(TerminalError) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let encoded: Data
        do { encoded = try encoder.encode(value) } catch { throw TerminalError(.notEncodable) }
        var result = String.UnicodeScalarView()
        for scalar in String(decoding: encoded, as: UTF8.self).unicodeScalars {
            if needsEscape(scalar) {
                for unit in String(scalar).utf16 { result.append(contentsOf: escape(unit)) }
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }

    private static func escape(_ unit: UInt16) -> String.UnicodeScalarView {
        let digits = String(unit, radix: 16)
        return ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).unicodeScalars
    }
}
