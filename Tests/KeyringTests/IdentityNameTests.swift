import Keyring
import Normalization
import Testing

@Suite("Names that are folders, and look different if they differ")
struct IdentityNameTests {
    static let accepted = [
        "a", "soumu", "総務課", "zaimu-2", "a.b_c-d", "_x", "9", "Ünal", "ガード", "каталог", "２０２６年",
        String(repeating: "a", count: 64), String(repeating: "課", count: 21),
    ]

    @Test("letters and digits of any script, '.', '_' and '-' are accepted", arguments: accepted)
    func accepts(_ text: String) throws {
        #expect(try IdentityName(text).text == text)
    }

    static let refused: [(String, String)] = [
        ("", "empty"),
        (".a", "begins with '.' or '-'"), ("-a", "begins with '.' or '-'"), (".", "begins with '.' or '-'"),
        ("..", "begins with '.' or '-'"), ("\u{301}a", "begins with a combining mark"),
        (String(repeating: "a", count: 65), "longer than 64 bytes"),
        (String(repeating: "課", count: 22), "longer than 64 bytes"),
        (String(repeating: "a", count: 100_000), "longer than 64 bytes"),
    ]

    @Test("length and beginning are bounded", arguments: refused)
    func refuses(_ text: String, _ reason: String) {
        let error = refusal { () throws(KeyringError) in try IdentityName(text) }
        #expect(error?.code == .invalidName)
        #expect(error?.reason == reason)
    }

    static let characters: [Unicode.Scalar] = [
        "/", "\0", "\n", "\t", "\u{1B}", "\u{7F}", "\u{85}", " ", "\u{A0}", "\u{3000}", ":", "\\", "*", "'", "\"", "@",
        "#",
        "\u{200B}", "\u{200D}", "\u{200E}", "\u{200F}", "\u{202A}", "\u{202E}", "\u{2066}", "\u{2069}", "\u{61C}",
        "\u{2028}", "\u{2029}", "\u{FEFF}", "\u{E0041}", "\u{3164}", "\u{115F}", "\u{E000}", "\u{FFFF}", "\u{1F600}",
        "。",
    ]

    @Test("whatever is invisible, moves text or means something to a shell is refused", arguments: characters)
    func refusesCharacter(_ scalar: Unicode.Scalar) {
        let error = refusal { () throws(KeyringError) in try IdentityName("a\(Character(scalar))b") }
        #expect(error?.code == .invalidName)
        #expect(error?.reason == "a character that is neither letter, digit, '.', '_' nor '-'")
    }

    @Test("the tables are as long as they were written")
    func sizes() {
        #expect(Self.accepted.count == 13)
        #expect(Self.refused.count == 9)
        #expect(Self.characters.count == 36)
    }

    @Test("however a keyboard composes a name, it is the same")
    func normalizes() throws {
        #expect(try IdentityName("カ\u{3099}ード") == IdentityName("ガード"))
        #expect(try IdentityName("カ\u{3099}ード").text.utf8.count == 9)
    }

    @Test("whatever is accepted is short, normalised, and stays the same when read back")
    func property() throws {
        var generator = SeededGenerator(state: 1)
        var acceptedCount = 0
        for _ in 0..<20_000 {
            var text = ""
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                let range: ClosedRange<UInt32> = Bool.random(using: &generator) ? 0x20...0x7F : 0x80...0xFFFF
                if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &generator)) {
                    text.unicodeScalars.append(scalar)
                }
            }
            guard let name = try? IdentityName(text) else { continue }
            acceptedCount += 1
            #expect((1...64).contains(name.text.utf8.count))
            #expect(isNFC(name.text) && name.text == nfc(text))
            #expect(!name.text.utf8.contains { $0 < 0x2D || $0 == 0x2F || $0 == 0x7F })
            #expect(try IdentityName(name.text) == name)
        }
        #expect(acceptedCount > 500)
    }
}
