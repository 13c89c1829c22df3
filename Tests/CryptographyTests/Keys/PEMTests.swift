import Testing

@testable import Cryptography

@Suite("PEM and base 64 are read in one form")
struct PEMTests {
    /// RFC 4648, 10.
    static let published = [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ]

    @Test("the RFC's examples", arguments: published)
    func examples(_ plain: String, _ encoded: String) {
        #expect(Base64.encode(Array(plain.utf8)) == encoded)
        #expect(Base64.decode(Array(encoded.utf8)) == Array(plain.utf8))
    }

    @Test("every length comes back")
    func lengths() {
        for count in 0..<200 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 37) }
            #expect(Base64.decode(Array(Base64.encode(bytes).utf8)) == bytes)
        }
    }

    @Test(
        "other forms are refused",
        arguments: [
            "Z", "Zg", "Zg=", "Zm9v=", "Zh==", "Zm9=", "Zm 8=", "Zm8-", "Zm8_", "====", "Z===", "=Zg=", "Zg==Zg==",
            "Zm9v\n",
        ])
    func refused(_ text: String) { #expect(Base64.decode(Array(text.utf8)) == nil) }

    @Test("lines have 64 characters; LF, CRLF and blanks at their ends are read")
    func lines() throws {
        let bytes = [UInt8](0..<100)
        let text = PEM.encode(bytes, label: "X Y")
        #expect(text.split(separator: "\n").map(\.count) == [19, 64, 64, 8, 17])
        for form in [text, text.replacing("\n", with: "\r\n"), text.replacing("\n", with: " \t\n")] {
            #expect(try PEM.singleBlock(in: Array(form.utf8), label: "X Y") == bytes)
        }
    }

    static let refusedTexts = [
        "", "text\n", "-----BEGIN X-----\nAA==\n", "-----BEGIN X-----\nAA==\n-----END Y-----\n",
        "-----BEGIN X-----\n\nAA==\n-----END X-----\n", "-----BEGIN X-----\nA: b\nAA==\n-----END X-----\n",
        "-----BEGIN X-----\nAA==\n-----END X-----\ntext\n", "-----BEGIN Y-----\nAA==\n-----END Y-----\n",
        "-----BEGIN X-----\nAA==\n-----END X-----\n-----BEGIN X-----\nAA==\n-----END X-----\n",
        "-----BEGIN X-----\n-----BEGIN X-----\nAA==\n-----END X-----\n", "-----END X-----\n", "-----BEGIN -----\n",
    ]

    @Test("a key file is one block with its label and nothing else", arguments: refusedTexts)
    func refusedBlocks(_ text: String) {
        #expect(refusal(.malformed) { _ = try PEM.singleBlock(in: Array(text.utf8), label: "X") })
    }

    @Test("the tables are whole")
    func sizes() { #expect(Self.published.count == 7 && Self.refusedTexts.count == 12) }
}
