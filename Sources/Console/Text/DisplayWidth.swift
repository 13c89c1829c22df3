/// How many columns a terminal needs for a text (UAX #11: wide and full-width characters take two, marks none).
/// For sequences that a terminal may draw as one, such as emoji of several characters, it is an upper bound.
package func displayWidth(_ text: String) -> Int { text.unicodeScalars.reduce(0) { $0 + width($1) } }

/// As much of the beginning as fits into `columns`, with "…" at the end if something is left out.
package func fitted(_ text: String, columns: Int) -> String {
    guard displayWidth(text) > columns else { return text }
    guard columns > 0 else { return "" }
    var result = ""
    var used = 1
    for character in text {
        used += displayWidth(String(character))
        if used > columns { break }
        result.append(character)
    }
    return result + "…"
}

private func width(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: 0
    default: wideRanges.contains { $0.contains(scalar.value) } ? 2 : 1
    }
}

/// Wide and full-width blocks of EastAsianWidth.txt, and emoji.
private let wideRanges: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x231A...0x231B, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97C,
    0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18CFF,
    0x1AFF0...0x1B2FF, 0x1F004...0x1F004, 0x1F0CF...0x1F0CF, 0x1F18E...0x1F202, 0x1F210...0x1F265, 0x1F300...0x1F64F,
    0x1F680...0x1F6FF, 0x1F7E0...0x1F7F0, 0x1F90C...0x1FAFF, 0x20000...0x3FFFD,
]
