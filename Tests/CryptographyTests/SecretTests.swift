import TestSupport
import Testing

@testable import Cryptography

extension Secret {
    /// The bytes, for comparison with a vector.
    var exposed: [UInt8] { borrowing get { withUnsafeBytes { Array($0) } } }
}

@Suite("Secrets")
struct SecretTests {
    static let bytes: [UInt8] = Array(0..<100)

    @Test("parts hold the bytes of their range, cut to what exists")
    func parts() {
        let secret = Secret(copying: Self.bytes)
        #expect(secret.prefix(3).exposed == [0, 1, 2])
        #expect(secret.prefix(1_000).count == 100)
        #expect(secret.prefix(-1).count == 0)
        #expect(secret.dropping(first: 98).exposed == [98, 99])
        #expect(secret.dropping(first: 101).count == 0)
        #expect(secret.slice(10..<12).exposed == [10, 11])
        #expect(secret.slice(99..<200).exposed == [99])
        #expect(secret.copy().exposed == Self.bytes)
        #expect(secret.concatenated(with: Secret(copying: [1])).exposed == Self.bytes + [1])
    }

    @Test("comparison sees length and every bit", arguments: 0..<800)
    func comparison(_ bit: Int) {
        let secret = Secret(copying: Self.bytes)
        var other = Self.bytes
        other[bit / 8] ^= 1 << UInt8(bit % 8)
        let answers = [
            secret.equalsInConstantTime(secret), secret.equalsInConstantTime(Secret(copying: other)),
            secret.equalsInConstantTime(secret.prefix(99)),
        ]
        #expect(answers == [true, false, false])
        #expect(!equalInConstantTime(Self.bytes, other))
        #expect(!equalInConstantTime(Self.bytes, Array(Self.bytes.dropLast())))
        #expect(equalInConstantTime(Self.bytes, Array(0..<100)))
    }

    @Test("sizes at the edges of a page work", arguments: [0, 1, 4_095, 4_096, 4_097, 20_000])
    func sizes(_ count: Int) throws {
        let secret = try Secret(random: count)
        #expect(secret.count == count)
        #expect(secret.exposed.count == count)
        #expect(try randomBytes(count).count == count)
    }

    @Test("random secrets differ")
    func random() throws {
        let first = try Secret(random: 32)
        let second = try Secret(random: 32)
        #expect(first.exposed != second.exposed)
        #expect(try randomBytes(32) != randomBytes(32))
    }

    @Test("a fill that fails gives its own error")
    func failingFill() {
        #expect(throws: CryptographyError(.malformed, operation: "", reason: "")) {
            _ = try Secret(count: 10) { (_) throws(CryptographyError) in
                throw CryptographyError(.malformed, operation: "test", reason: "test")
            }
        }
    }

    @Test("passphrases are the same however they were composed")
    func normalised() throws {
        let composed = Secret(copying: Array("パスワードが\u{E9}".utf8))
        let decomposed = Secret(copying: Array("ハ\u{309A}スワート\u{3099}か\u{3099}e\u{301}".utf8))
        #expect(try composed.normalizedNFC().exposed == composed.exposed)
        #expect(try decomposed.normalizedNFC().exposed == composed.exposed)
        #expect(try Secret(copying: []).normalizedNFC().count == 0)
    }

    @Test("a passphrase that is not UTF-8 is refused")
    func notText() {
        #expect(throws: CryptographyError(.invalidText, operation: "", reason: "")) {
            _ = try Secret(copying: [0x61, 0xFF]).normalizedNFC()
        }
    }
}
