/// Values whose form is seen at a glance, sixteen characters at a time.
///
/// Only operators between vectors are used: those between a vector and a number are not compiled to single instructions.
enum SimpleForm {
    private typealias Characters = SIMD16<UInt8>
    /// What is true of which character.
    private typealias Mask = SIMDMask<SIMD16<Int8>>

    /// How many digits a number at an offset has, in its one form and at most 15; nil if there is none.
    static func digitCount(_ text: UnsafeRawBufferPointer, _ offset: Int) -> Int? {
        var end = offset
        while end < text.count, text[end] &- 0x30 < 10 { end += 1 }
        let count = end - offset
        return (1...15).contains(count) && (count == 1 || text[offset] != 0x30) ? count : nil
    }

    /// Whether all are small hexadecimal digits.
    static func isHexadecimal(_ text: UnsafeRawBufferPointer) -> Bool {
        let part = Characters.scalarCount
        guard text.count >= part else { return text.allSatisfy { $0 &- 0x30 < 10 || $0 &- 0x61 < 6 } }
        var good = Mask(repeating: true)
        var offset = 0
        while true {
            let characters = text.loadUnaligned(fromByteOffset: offset, as: Characters.self)
            good = good .& (between(characters, 0x30, 0x39) .| between(characters, 0x61, 0x66))
            if offset == text.count - part { return isAll(good) }
            // The last part reaches back into the one before.
            offset = min(offset + part, text.count - part)
        }
    }

    /// Whether these are the first 43 characters of 32 bytes in base 64: behind them stands "=".
    static func isCode(_ text: UnsafeRawBufferPointer) -> Bool {
        guard text.count == codeCount else { return false }
        let good = isBase64(text, 0) .& isBase64(text, 16) .& isBase64(text, codeCount - Characters.scalarCount)
        return isAll(good) && lastCharacters.contains(text[codeCount - 1])
    }

    private static let codeCount = 43
    /// Those whose last two bits are 0.
    private static let lastCharacters = Array("AEIMQUYcgkosw048".utf8)

    private static func isBase64(_ text: UnsafeRawBufferPointer, _ offset: Int) -> Mask {
        let characters = text.loadUnaligned(fromByteOffset: offset, as: Characters.self)
        let isLetter = between(characters | Characters(repeating: 0x20), 0x61, 0x7A)
        // "+" and "/" differ in one bit.
        let isSign = (characters | Characters(repeating: 0x04)) .== Characters(repeating: 0x2F)
        return isLetter .| between(characters, 0x30, 0x39) .| isSign
    }

    private static func between(_ characters: Characters, _ first: UInt8, _ last: UInt8) -> Mask {
        characters &- Characters(repeating: first) .<= Characters(repeating: last - first)
    }

    private static func isAll(_ mask: Mask) -> Bool {
        let words = unsafeBitCast(mask, to: SIMD2<UInt64>.self)
        return words.x & words.y == .max
    }
}
