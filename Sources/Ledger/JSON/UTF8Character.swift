/// One character of UTF-8 with more than one byte (Unicode 3.9, D92: no overlong forms, no surrogates).
struct UTF8Character {
    /// 2...4.
    let count: Int
    /// The code point.
    let scalar: UInt32

    /// Nil if no such character begins at `offset`, where a byte from 0x80 stands.
    init?(_ text: UnsafeRawBufferPointer, at offset: Int) {
        let lead = text[offset]
        let count = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        guard (0xC2...0xF4).contains(lead), text.count - offset >= count else { return nil }
        var scalar = UInt32(lead) & (0x7F >> UInt32(count))
        for index in 1..<count {
            let byte = text[offset + index]
            guard byte & 0xC0 == 0x80 else { return nil }
            scalar = scalar << 6 | UInt32(byte & 0x3F)
        }
        let isShortest = count == 2 || (count == 3 && scalar >= 0x800) || (count == 4 && scalar >= 0x1_0000)
        guard isShortest, scalar <= 0x10_FFFF, !(0xD800...0xDFFF).contains(scalar) else { return nil }
        self.count = count
        self.scalar = scalar
    }

    /// Whether the character is one that normalisation form C leaves as it is, whatever stands beside it: it starts a
    /// sequence (ccc = 0) and NFC_QC is Yes (UAX #15, 9). False means only that the whole text must be normalised to know.
    ///
    /// The ranges are those that Japanese and European texts are made of, without their combining marks: Latin, CJK
    /// punctuation, kana, unified ideographs, forms of full and half width.
    var isSurelyNormal: Bool {
        switch scalar {
        case 0..<0x300, 0x3000...0x3029, 0x3041...0x3096, 0x30A1...0x30FE, 0x3400...0x4DBF, 0x4E00...0x9FFF,
            0xFF01...0xFFE6:
            true
        default: false
        }
    }
}
