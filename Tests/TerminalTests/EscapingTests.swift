import Testing

@testable import Console
@testable import Terminal

@Suite("Text of others is harmless on a terminal")
struct EscapingTests {
    static let texts: [(String, String)] = [
        ("report.pdf", "report.pdf"), ("文箱 報告書.pdf", "文箱 報告書.pdf"), ("ガギグ", "ガギグ"), ("か\u{3099}", "か\u{3099}"),
        ("辻\u{E0100}さん", "辻\u{E0100}さん"), ("e\u{301}", "e\u{301}"), ("👩\u{200D}👧", "👩\u{200D}👧"),
        ("❤\u{FE0F}\u{200D}🔥", "❤\u{FE0F}\u{200D}🔥"), ("日本\u{3000}語", "日本\u{3000}語"),
        ("a\u{200D}b", #"a\u{200D}b"#), ("1\u{200D}2", #"1\u{200D}2"#), ("\u{200D}", #"\u{200D}"#),
        ("a\\b", #"a\\b"#), ("\\x1B", #"\\x1B"#), ("\u{1B}[31m", #"\x1B[31m"#), ("a\nb\r\tc", #"a\x0Ab\x0D\x09c"#),
        ("\0", #"\x00"#), ("\u{7F}", #"\x7F"#), ("\u{9B}2J", #"\u{9B}2J"#), ("\u{80}\u{9F}", #"\u{80}\u{9F}"#),
        ("\u{202A}\u{202B}\u{202C}\u{202D}\u{202E}", #"\u{202A}\u{202B}\u{202C}\u{202D}\u{202E}"#),
        ("\u{2066}\u{2067}\u{2068}\u{2069}", #"\u{2066}\u{2067}\u{2068}\u{2069}"#),
        ("\u{200E}\u{200F}\u{61C}", #"\u{200E}\u{200F}\u{61C}"#),
        ("\u{200B}\u{200C}\u{2060}\u{FEFF}", #"\u{200B}\u{200C}\u{2060}\u{FEFF}"#),
        ("\u{2028}\u{2029}", #"\u{2028}\u{2029}"#), ("\u{AD}\u{3164}\u{115F}", #"\u{AD}\u{3164}\u{115F}"#),
        ("\u{E0041}\u{E007F}", #"\u{E0041}\u{E007F}"#), ("\r\n", #"\x0D\x0A"#),
    ]

    @Test("characters that act rather than show are escaped, and no others", arguments: texts)
    func text(_ text: String, _ expected: String) {
        #expect(escaped(text) == expected)
        #expect(escaped(Array(text.utf8)) == expected)
    }

    static let bytes: [([UInt8], String)] = [
        ([0xFF], #"\xFF"#), ([0x61, 0x80, 0x62], #"a\x80b"#), ([0xC0, 0x80], #"\xC0\x80"#),
        ([0xE3, 0x81], #"\xE3\x81"#), ([0xE3, 0x81, 0x82, 0xE3], #"あ\xE3"#), ([0xED, 0xA0, 0x80], #"\xED\xA0\x80"#),
        ([0xF4, 0x90, 0x80, 0x80], #"\xF4\x90\x80\x80"#), ([0xF0, 0x9F, 0x61], #"\xF0\x9Fa"#), ([], ""),
        ([0x83, 0x8B, 0x0A], #"\x83\x8B\x0A"#), ([0xC2, 0x9B, 0x9B], #"\u{9B}\x9B"#),
    ]

    @Test("bytes that are not UTF-8 are shown one by one", arguments: bytes)
    func invalid(_ bytes: [UInt8], _ expected: String) { #expect(escaped(bytes) == expected) }

    @Test("what is escaped can be told from what was typed")
    func injective() {
        // As bytes: as text, canonically equivalent characters would be equal.
        var seen: Set<[UInt8]> = []
        for first in UInt8.min...UInt8.max {
            for second in [0x5C, 0x78, 0x31, 0x80, 0xBF, 0x41] as [UInt8] {
                seen.insert(Array(escaped([first, second]).utf8))
            }
        }
        #expect(seen.count == 256 * 6)
    }

    @Test("no scalar of those that act gets through")
    func everyScalar() {
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value), needsEscape(scalar) else { continue }
            let text = escaped("a" + String(scalar) + "b")
            #expect(!text.unicodeScalars.contains(scalar))
        }
    }

    static let widths: [(String, Int)] = [
        ("", 0), ("abc", 3), ("文箱", 4), ("ｶﾞ", 2), ("か\u{3099}", 2), ("ＡＢ", 4), ("e\u{301}", 1), ("😀", 2), ("…", 1),
        ("한국", 4), ("𠮷野家", 6),
    ]

    @Test("wide characters take two columns and marks none", arguments: widths)
    func width(_ text: String, _ columns: Int) { #expect(displayWidth(text) == columns) }

    @Test(
        "text is cut to columns, never within a character",
        arguments: [
            ("文箱を開く", 10, "文箱を開く"), ("文箱を開く", 9, "文箱を開…"), ("文箱を開く", 8, "文箱を…"), ("abc", 2, "a…"),
            ("abc", 1, "…"), ("abc", 0, ""), ("か\u{3099}き", 3, "か\u{3099}…"),
        ])
    func fit(_ text: String, _ columns: Int, _ expected: String) {
        #expect(fitted(text, columns: columns) == expected)
        #expect(displayWidth(fitted(text, columns: columns)) <= columns)
    }
}
