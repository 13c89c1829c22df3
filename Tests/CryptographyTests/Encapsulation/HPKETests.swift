import TestSupport
import Testing

@testable import Cryptography

@Suite("HPKE refuses whatever was not made for this recipient and context")
struct HPKETests {
    static let info = Array("info".utf8)
    static let aad = Array("aad".utf8)

    @Test("every suite opens what it seals", arguments: KEM.allCases, AEAD.allCases)
    func roundTrip(_ kem: KEM, _ aead: AEAD) throws {
        let key = try PrivateKey.generate(kem.keyType)
        let secret = try Secret(random: 32)
        let sealed = try HPKE.seal(to: key.publicKey, aead: aead, info: Self.info, aad: Self.aad, secret)
        let (point, encapsulatedKey) = (sealed.ephemeral.publicKey.uncompressedPoint, sealed.encapsulatedKey)
        #expect(point == encapsulatedKey)
        #expect(encapsulatedKey.count == kem.encapsulatedKeySize)
        let opened = try HPKE.open(
            with: key, encapsulatedKey: sealed.encapsulatedKey, aead: aead, info: Self.info, aad: Self.aad,
            sealed.ciphertext)
        let same = opened.equalsInConstantTime(secret)
        #expect(same)
    }

    @Test("another key, info, associated data, algorithm or any flipped bit")
    func refusals() throws {
        let key = try PrivateKey.generate(.p256)
        let other = try PrivateKey.generate(.p256)
        let sealed = try HPKE.seal(
            to: key.publicKey, aead: .aes256GCM, info: Self.info, aad: Self.aad, Secret(random: 32))
        let (encapsulated, ciphertext) = (sealed.encapsulatedKey, sealed.ciphertext)
        func refuses(
            _ key: borrowing PrivateKey, _ encapsulated: [UInt8], _ ciphertext: [UInt8], aead: AEAD = .aes256GCM,
            info: [UInt8] = Self.info, aad: [UInt8] = Self.aad, code: CryptographyError.Code = .authenticationFailed
        ) -> Bool {
            do throws(CryptographyError) {
                _ = try HPKE.open(
                    with: key, encapsulatedKey: encapsulated, aead: aead, info: info, aad: aad, ciphertext)
                return false
            } catch {
                return error.code == code
            }
        }
        var verdicts = [
            refuses(other, encapsulated, ciphertext),
            refuses(key, encapsulated, ciphertext, aead: .chacha20Poly1305),
            refuses(key, encapsulated, ciphertext, info: []),
            refuses(key, encapsulated, ciphertext, aad: []),
            refuses(key, other.publicKey.uncompressedPoint ?? [], ciphertext),
            refuses(key, encapsulated, Array(ciphertext.prefix(15)), code: .malformed),
        ]
        for bit in 0..<8 * ciphertext.count {
            verdicts.append(refuses(key, encapsulated, ciphertext.flipping(bit)))
        }
        for bit in 0..<8 * encapsulated.count {
            verdicts.append(refuses(key, encapsulated.flipping(bit), ciphertext, code: .invalidKey))
        }
        #expect(verdicts == [Bool](repeating: true, count: 6 + 8 * (48 + 65)))
    }

    @Test("an RSA key has no mechanism")
    func rsa() throws {
        let key = try PrivateKey.generate(.rsa(bits: 3072))
        #expect(
            refusal(.unsupportedAlgorithm) {
                _ = try HPKE.seal(to: key.publicKey, aead: .aes256GCM, info: [], aad: [], Secret(copying: [1]))
            })
    }
}
