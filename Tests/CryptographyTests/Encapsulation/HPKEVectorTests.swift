import Foundation
import TestSupport
import Testing

@testable import Cryptography

@Suite("HPKE reproduces the vectors of RFC 9180")
struct HPKEVectorTests {
    struct Vector: Decodable, Sendable {
        let mode: UInt8
        let kemId: UInt16
        let kdfId: UInt16
        let aeadId: UInt16
        let info: HexBytes
        let skEm: HexBytes
        let skRm: HexBytes
        let pkRm: HexBytes
        let enc: HexBytes
        let sharedSecret: HexBytes
        let key: HexBytes
        let baseNonce: HexBytes
        let encryptions: [Encryption]
    }

    struct Encryption: Decodable, Sendable {
        let aad: HexBytes
        let ct: HexBytes
        let nonce: HexBytes
        let pt: HexBytes
    }

    /// A vector's algorithms and keys.
    struct Setup: ~Copyable {
        let kem: KEM
        let aead: AEAD
        let recipient: PrivateKey

        init(_ vector: Vector) throws {
            let kem = try #require(KEM(rawValue: vector.kemId))
            let aead = try #require(AEAD.allCases.first { $0.hpkeID == vector.aeadId })
            let recipient = try PrivateKey(type: kem.keyType, scalar: Secret(copying: vector.skRm.bytes))
            self.kem = kem
            self.aead = aead
            self.recipient = recipient
        }

        func ephemeral(_ vector: Vector) throws -> PrivateKey {
            try PrivateKey(type: kem.keyType, scalar: Secret(copying: vector.skEm.bytes))
        }
    }

    static let vectors: [Vector] = {
        let file = URL(fileURLWithPath: packageRoot + "/Fixtures/vectors/rfc9180.json")
        guard let data = try? Data(contentsOf: file) else { return [] }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return (try? decoder.decode([Vector].self, from: data)) ?? []
    }()

    @Test("all four vectors are there, two for each curve")
    func tableSize() {
        #expect(Self.vectors.map(\.kemId) == [0x10, 0x10, 0x12, 0x12])
        #expect(Self.vectors.map(\.aeadId) == [2, 3, 2, 3])
    }

    @Test("shared secret, key and nonce come out", arguments: vectors)
    func schedule(_ vector: Vector) throws {
        let setup = try Setup(vector)
        let point = setup.recipient.publicKey.uncompressedPoint
        #expect(vector.mode == 0 && vector.kdfId == setup.kem.kdfID && point == vector.pkRm.bytes)
        let value = try setup.ephemeral(vector).sharedSecret(with: setup.recipient.publicKey)
        let shared = try HPKE.sharedSecret(
            setup.kem, value, encapsulatedKey: vector.enc.bytes, recipient: setup.recipient.publicKey)
        let sameSecret = shared.equalsInConstantTime(Secret(copying: vector.sharedSecret.bytes))
        #expect(sameSecret)
        let schedule = try HPKEKeySchedule(
            setup.kem, setup.aead, mode: 0, sharedSecret: shared, info: vector.info.bytes)
        let sameKey = schedule.key.equalsInConstantTime(Secret(copying: vector.key.bytes))
        #expect(sameKey)
        let sameNonce = schedule.baseNonce.equalsInConstantTime(Secret(copying: vector.baseNonce.bytes))
        #expect(sameNonce)
    }

    @Test("the first message is sealed to the same bytes, and opened", arguments: vectors)
    func message(_ vector: Vector) throws {
        let setup = try Setup(vector)
        let message = try #require(vector.encryptions.first)
        let sealed = try HPKE.seal(
            to: setup.recipient.publicKey, aead: setup.aead, info: vector.info.bytes, aad: message.aad.bytes,
            Secret(copying: message.pt.bytes), ephemeral: setup.ephemeral(vector))
        let (encapsulatedKey, ciphertext) = (sealed.encapsulatedKey, sealed.ciphertext)
        #expect(encapsulatedKey == vector.enc.bytes)
        #expect(ciphertext == message.ct.bytes)
        let opened = try HPKE.open(
            with: setup.recipient, encapsulatedKey: vector.enc.bytes, aead: setup.aead, info: vector.info.bytes,
            aad: message.aad.bytes, message.ct.bytes)
        let samePlaintext = opened.equalsInConstantTime(Secret(copying: message.pt.bytes))
        #expect(samePlaintext)
    }
}
