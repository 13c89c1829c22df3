import TestSupport
import Testing

@testable import Cryptography

extension AEADCipher {
    /// Opens into `plaintext`, which the caller made of the right size, to see what a failure leaves there.
    mutating func open(
        _ sealed: [UInt8], nonce: [UInt8], aad: [UInt8], into plaintext: inout [UInt8]
    ) throws(CryptographyError) {
        try plaintext.withMutableRawBytes { (plaintext) throws(CryptographyError) in
            try nonce.withRawBytes { (nonce) throws(CryptographyError) in
                try aad.withRawBytes { (aad) throws(CryptographyError) in
                    try sealed.withRawBytes { (sealed) throws(CryptographyError) in
                        try open(nonce: nonce, aad: aad, sealed, into: plaintext)
                    }
                }
            }
        }
    }
}

/// The table of a Wycheproof AEAD file.
struct AEADGroup: Decodable, Sendable {
    struct Case: Decodable, Sendable {
        let tcId: Int
        let key, iv, aad, msg, ct, tag: HexBytes
        let result: WycheproofResult
    }
    let ivSize, keySize, tagSize: Int
    let tests: [Case]

    /// Whether sizes, in bits, are those of this module.
    var isOffered: Bool { keySize == 256 && ivSize == 96 && tagSize == 128 }
}

/// Checks one case both ways; returns whether it behaved.
func agrees(_ aead: AEAD, _ vector: AEADGroup.Case) throws -> Bool {
    var cipher = try AEADCipher(aead, key: Secret(copying: vector.key.bytes))
    let sealed = vector.ct.bytes + vector.tag.bytes
    var plaintext = [UInt8](repeating: 0xA5, count: vector.ct.bytes.count)
    do throws(CryptographyError) {
        try cipher.open(sealed, nonce: vector.iv.bytes, aad: vector.aad.bytes, into: &plaintext)
    } catch {
        return vector.result == .invalid && error.code == .authenticationFailed && plaintext.allSatisfy { $0 == 0 }
    }
    let again = try cipher.sealed(vector.msg.bytes, nonce: vector.iv.bytes, aad: vector.aad.bytes)
    return vector.result == .valid && plaintext == vector.msg.bytes && again == sealed
}

@Suite("AEAD against Wycheproof", .enabled(if: VectorFolder.wycheproof.isRequired, "\(VectorFolder.wycheproof.reason)"))
struct AEADWycheproofTests {
    struct File: Sendable {
        let aead: AEAD
        let name: String
        let run, notOffered: Int
    }

    @Test(
        "every case of an offered size agrees, the others are counted",
        arguments: [
            File(aead: .aes256GCM, name: "aes_gcm_test.json", run: 66, notOffered: 250),
            File(aead: .chacha20Poly1305, name: "chacha20_poly1305_test.json", run: 316, notOffered: 9),
        ])
    func agree(_ file: File) throws {
        let vectors = try WycheproofFile<AEADGroup>.load(file.name)
        let offered = vectors.testGroups.filter(\.isOffered).flatMap(\.tests)
        for vector in offered { #expect(try agrees(file.aead, vector), "case \(vector.tcId)") }
        #expect(offered.count == file.run)
        #expect(vectors.numberOfTests - offered.count == file.notOffered)
    }

    @Test("a nonce of another size is refused", arguments: AEAD.allCases)
    func nonceSizes(_ aead: AEAD) throws {
        for size in [0, 8, 11, 13, 16] {
            #expect(throws: CryptographyError(.outOfRange, operation: "", reason: "")) {
                var cipher = try AEADCipher(aead, key: Secret(copying: [UInt8](repeating: 1, count: 32)))
                _ = try cipher.sealed([], nonce: [UInt8](repeating: 0, count: size), aad: [])
            }
        }
    }

    @Test("a key of another size is refused", arguments: AEAD.allCases)
    func keySizes(_ aead: AEAD) {
        for size in [0, 16, 24, 31, 33] {
            #expect(throws: CryptographyError(.invalidKey, operation: "", reason: "")) {
                _ = try AEADCipher(aead, key: Secret(copying: [UInt8](repeating: 1, count: size)))
            }
        }
    }

    @Test("sealing in place gives the same bytes", arguments: AEAD.allCases)
    func inPlace(_ aead: AEAD) throws {
        let nonce = [UInt8](repeating: 2, count: 12)
        let message = (0..<1_000).map { UInt8(truncatingIfNeeded: $0) }
        var cipher = try AEADCipher(aead, key: Secret(copying: [UInt8](repeating: 1, count: 32)))
        let sealed = try cipher.sealed(message, nonce: nonce, aad: [3])
        var buffer = message + [UInt8](repeating: 0, count: 16)
        try buffer.withMutableRawBytes { (whole) throws(CryptographyError) in
            try nonce.withRawBytes { (nonce) throws(CryptographyError) in
                try [3].withRawBytes { (aad) throws(CryptographyError) in
                    let inner = UnsafeRawBufferPointer(rebasing: whole[..<1_000])
                    try cipher.seal(nonce: nonce, aad: aad, inner, into: whole)
                }
            }
        }
        #expect(buffer == sealed)
    }
}
