/// Text that others have chosen, made harmless for a terminal, a log or a message.
///
/// Escaped are: controls (C0, DEL, C1), format characters such as those that change the direction of text, invisible
/// characters, separators of lines and paragraphs, and the backslash itself. Not escaped are the letters and marks of any
/// language, variation selectors (which Japanese names need), and joiners inside emoji.
/// - Returns: `\\` for a backslash, `\x1B` for an ASCII control, `\u{202E}` for any other character.
package func escaped(_ text: String) -> String { escape(Array(text.unicodeScalars)) }

/// As ``escaped(_:)-(String)`` for bytes that should be UTF-8. Every byte that does not belong to a valid character becomes
/// `\xFF`.
package func escaped(_ bytes: some Sequence<UInt8>) -> String {
    var result = ""
    var valid: [Unicode.Scalar] = []
    var decoder = LossyUTF8(bytes)
    while let part = decoder.next() {
        switch part {
        case .scalar(let scalar): valid.append(scalar)
        case .invalid(let byte):
            result += escape(valid) + hexadecimal(UInt32(byte))
            valid = []
        }
    }
    return result + escape(valid)
}

private func escape(_ scalars: [Unicode.Scalar]) -> String {
    var result = String.UnicodeScalarView()
    for (index, scalar) in scalars.enumerated() {
        let isJoiner = scalar == zeroWidthJoiner && joinsEmoji(scalars, index)
        if scalar == "\\" {
            result.append(contentsOf: "\\\\".unicodeScalars)
        } else if !needsEscape(scalar) || isJoiner {
            result.append(scalar)
        } else if scalar.isASCII {
            result.append(contentsOf: hexadecimal(scalar.value).unicodeScalars)
        } else {
            result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}".unicodeScalars)
        }
    }
    return String(result)
}

/// Whether a character does something else than being seen.
func needsEscape(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: scalar.properties.isDefaultIgnorableCodePoint && !scalar.properties.isVariationSelector
    }
}

private let zeroWidthJoiner: Unicode.Scalar = "\u{200D}"

/// Whether what stands around a joiner makes one emoji of it (UTS #51, 1.4.2).
private func joinsEmoji(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
    guard index > 0, index + 1 < scalars.count else { return false }
    let before = scalars[index - 1].properties
    // Digits are emoji too, by the keycaps that can be made of them.
    return (before.isEmoji || before.isVariationSelector) && !scalars[index - 1].isASCII
        && scalars[index + 1].properties.isEmoji && !scalars[index + 1].isASCII
}

private func hexadecimal(_ byte: UInt32) -> String {
    (byte < 16 ? "\\x0" : "\\x") + String(byte, radix: 16, uppercase: true)
}
