import TestSupport
import Testing

@testable import Cryptography

@Suite("Lengths and ranges of chunked encryption")
struct ChunkedEncryptionTests {
    static let lengths: [(UInt64, UInt64)] = [
        (0, 16), (1, 17), (16_383, 16_399), (16_384, 16_416), (16_385, 16_417), (32_767, 32_799), (32_768, 32_816),
        ((1 << 52) - 1, (1 << 52) - 1 + (1 << 42)),
    ]

    @Test("plaintext and ciphertext lengths belong together", arguments: lengths)
    func pairs(_ plaintext: UInt64, _ ciphertext: UInt64) {
        #expect(ChunkedEncryption.ciphertextCount(plaintextCount: plaintext) == ciphertext)
        #expect(ChunkedEncryption.plaintextCount(ciphertextCount: ciphertext) == plaintext)
    }

    @Test(
        "lengths that no message has are refused",
        arguments: [0, 15, 16_400, 16_415, 32_800, 32_815, 1 << 52 + 1 << 42, .max] as [UInt64])
    func noMessage(_ ciphertext: UInt64) {
        #expect(ChunkedEncryption.plaintextCount(ciphertextCount: ciphertext) == nil)
    }

    @Test("a message of 4 PiB or more is refused", arguments: [1 << 52, .max] as [UInt64])
    func tooLong(_ plaintext: UInt64) {
        #expect(ChunkedEncryption.ciphertextCount(plaintextCount: plaintext) == nil)
    }

    @Test("a chunk number from 2^38 or a chunk above 16 KiB is refused")
    func ranges() throws {
        let key = [UInt8](repeating: 1, count: 32)
        let keys = try ChunkKeys(
            .aes256GCM, inputKey: Secret(copying: key), salt: [UInt8](repeating: 2, count: 24), context: [])
        var cipher = try keys.cipher()
        for (number, count) in [(ChunkedEncryption.maximumChunks, 0), (0, 16_385)] as [(UInt64, Int)] {
            let chunk = [UInt8](repeating: 0, count: count)
            var sealed = [UInt8](repeating: 0, count: count + 16)
            #expect(throws: CryptographyError(.outOfRange, operation: "", reason: "")) {
                try sealed.withMutableRawBytes { (sealed) throws(CryptographyError) in
                    try chunk.withRawBytes { (chunk) throws(CryptographyError) in
                        try cipher.seal(chunk: number, chunk, into: sealed)
                    }
                }
            }
        }
    }

    @Test("the highest chunk number opens with itself only")
    func highestChunk() throws {
        let keys = try ChunkKeys(
            .aes256GCM, inputKey: Secret(copying: [UInt8](repeating: 1, count: 32)),
            salt: [UInt8](repeating: 2, count: 24), context: [])
        var cipher = try keys.cipher()
        let last = ChunkedEncryption.maximumChunks - 1
        var sealed = [UInt8](repeating: 0, count: 19)
        try sealed.withMutableRawBytes { (sealed) throws(CryptographyError) in
            try [7, 8, 9].withRawBytes { (chunk) throws(CryptographyError) in
                try cipher.seal(chunk: last, chunk, into: sealed)
            }
        }
        #expect(ChunkedMessage.open(sealed, last, &cipher) == [7, 8, 9])
        #expect(ChunkedMessage.open(sealed, last - 1, &cipher) == nil)
        #expect(ChunkedMessage.open(sealed, 0, &cipher) == nil)
    }

    @Test("a salt of another size is refused", arguments: [0, 23, 25])
    func saltSizes(_ size: Int) {
        #expect(throws: CryptographyError(.outOfRange, operation: "", reason: "")) {
            _ = try ChunkKeys(
                .aes256GCM, inputKey: Secret(copying: [UInt8](repeating: 1, count: 32)),
                salt: [UInt8](repeating: 2, count: size), context: [])
        }
    }
}
