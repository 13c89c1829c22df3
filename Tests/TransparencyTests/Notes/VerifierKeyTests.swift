import Cryptography
import TestSupport
import Testing

@testable import Transparency

@Suite("Verifier keys")
struct VerifierKeyTests {
    /// Go's sumdb/note/note_test.go, the checksum database's known key, and the example of C2SP signed-note.
    static let published = [
        Published.peterKey, Published.enochKey,
        "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
    ]

    @Test("those that are published are read, and written as they were", arguments: published)
    func readAndWritten(_ text: String) throws {
        #expect(Self.published.count == 4)
        let key = try VerifierKey(text: text)
        #expect(key.text == text)
        #expect(key.type == .note)
        #expect(key.keyID.hex == String(text.split(separator: "+")[1]))
    }

    @Test("another implementation's keys, of both types, follow from the same seeds")
    func vectors() throws {
        let keys = try VectorFile.load().keys
        #expect(keys.count == 5)
        for (number, vector) in keys.enumerated() {
            let read = try VerifierKey(text: vector.vkey)
            let key = try Ed25519PrivateKey(seed: Secret(copying: vector.seed.bytes))
            #expect(read.type == (number < 2 ? .note : .cosignature))
            #expect(read.publicKey == key.publicKey)
            #expect(try VerifierKey(name: read.name, type: read.type, publicKey: key.publicKey).text == vector.vkey)
        }
    }

    @Test("no part of one is one, nor is one with any character changed")
    func mangled() throws {
        for text in [Published.peterKey, Self.published[2]] {
            let bytes = Array(text.utf8)
            for start in bytes.indices {
                for end in start...bytes.count where end - start < bytes.count {
                    #expect(throws: TransparencyError.self) {
                        try VerifierKey(text: String(decoding: bytes[start..<end], as: UTF8.self))
                    }
                }
            }
            for place in bytes.indices {
                for step: UInt8 in [1, 2, 32] {
                    var changed = bytes
                    changed[place] ^= step
                    #expect(throws: TransparencyError.self) {
                        try VerifierKey(text: String(decoding: changed, as: UTF8.self))
                    }
                }
            }
        }
    }

    static let bad: [(String, TransparencyError)] = [
        // Go's note_test.go: a key of a wrong length and an unknown type, the identifiers made to fit.
        (
            "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
            TransparencyError(.malformed, "")
        ),
        ("PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", TransparencyError(.unsupportedKey, "")),
        ("PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", TransparencyError(.wrongKeyID, "")),
        ("PeterNeumann+0c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", TransparencyError(.wrongKeyID, "")),
        ("Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", TransparencyError(.badName, "")),
        ("+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", TransparencyError(.badName, "")),
        ("PeterNeumann+c74f20a3", TransparencyError(.malformed, "")),
        ("PeterNeumann+c74f20a3+", TransparencyError(.malformed, "")),
        ("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n", TransparencyError(.malformed, "")),
        (
            "PeterNeumann+c74f20a3+AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            TransparencyError(
                .cryptography, "", underlying: CryptographyError(.invalidKey, operation: "", reason: ""))
        ),
        (
            "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10Q=",
            TransparencyError(
                .cryptography, "", underlying: CryptographyError(.invalidKey, operation: "", reason: ""))
        ),
    ]

    @Test("what is wrong with a key is said", arguments: bad)
    func refused(_ text: String, _ error: TransparencyError) {
        #expect(Self.bad.count == 11)
        #expect(throws: error) { try VerifierKey(text: text) }
    }

    @Test("names are compared by their bytes, not as Unicode holds them for equal")
    func names() throws {
        let composed = try NoteName("caf\u{E9}")
        let decomposed = try NoteName("cafe\u{301}")
        #expect(composed.text == decomposed.text)
        #expect(composed != decomposed)
    }
}
