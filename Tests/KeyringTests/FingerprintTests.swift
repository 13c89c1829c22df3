import Cryptography
import Keyring
import TestSupport
import Testing

@Suite("One fingerprint over both keys")
struct FingerprintTests {
    @Test("it is SHA-256 over the context, a zero, and both keys in DER")
    func definition() throws {
        let signing = try PrivateKey.generate(.p256).publicKey
        let encryption = try PrivateKey.generate(.p384).publicKey
        let expected = try hash(.sha256, Array("fubako/v1 identity\0".utf8) + signing.spki + encryption.spki)
        #expect(try Fingerprint(signing: signing, encryption: encryption).bytes == expected)
        #expect(try Fingerprint(signing: encryption, encryption: signing).bytes != expected)
    }

    static let text = "0123 4567 89AB CDEF 0011 2233 4455 6677 8899 AABB CCDD EEFF 0F1E 2D3C 4B5A 6978"

    @Test("it is shown as 16 groups of 4 upper-case digits")
    func shows() throws {
        let fingerprint = try #require(Fingerprint(Self.text))
        #expect(fingerprint.bytes.hex == "0123456789abcdef00112233445566778899aabbccddeeff0f1e2d3c4b5a6978")
        #expect(fingerprint.text == Self.text)
        #expect("\(fingerprint)" == Self.text)
    }

    static let readable = [
        text, text.lowercased(), text.filter { $0 != " " }, text.split(separator: " ").joined(separator: ":"),
        "  \(text) ", "01:23:45:67:89:ab:cd:ef" + text.dropFirst(19),
    ]

    @Test("spaces, colons and case do not matter", arguments: readable)
    func reads(_ text: String) {
        #expect(Fingerprint(text)?.text == Self.text)
    }

    static let unreadable = [
        "", "0123", String(text.dropLast()), text + "0", text + " 00", String(text.dropLast()) + "G",
        String(text.dropLast()) + "０", text + "\n", "0x" + text, text.filter { $0 != " " } + "-",
    ]

    @Test("anything else is not read", arguments: unreadable)
    func refuses(_ text: String) {
        #expect(Fingerprint(text) == nil)
    }

    @Test("the tables are as long as they were written")
    func sizes() {
        #expect(Self.readable.count == 6)
        #expect(Self.unreadable.count == 10)
    }

    @Test("every fingerprint reads back, and no changed digit does")
    func property() throws {
        var generator = SeededGenerator(state: 2)
        let digits = Array("0123456789ABCDEF")
        for _ in 0..<500 {
            let text = String((0..<64).map { _ in digits[Int.random(in: 0..<16, using: &generator)] })
            let fingerprint = try #require(Fingerprint(text))
            #expect(fingerprint.text.filter { $0 != " " } == text)
            #expect(Fingerprint(fingerprint.text) == fingerprint)
            let index = Int.random(in: 0..<64, using: &generator)
            var other = Array(text)
            other[index] = other[index] == "0" ? "1" : "0"
            #expect(Fingerprint(String(other)) != fingerprint)
        }
    }
}
