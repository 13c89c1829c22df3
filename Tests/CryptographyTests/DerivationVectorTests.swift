import TestSupport
import Testing

@testable import Cryptography

@Suite(
    "Derivation and HMAC against Wycheproof",
    .enabled(if: VectorFolder.wycheproof.isRequired, "\(VectorFolder.wycheproof.reason)"))
struct DerivationVectorTests {
    struct HKDFGroup: Decodable, Sendable {
        struct Case: Decodable, Sendable {
            let tcId, size: Int
            let ikm, salt, info, okm: HexBytes
            let result: WycheproofResult
        }
        let tests: [Case]
    }

    struct MACGroup: Decodable, Sendable {
        struct Case: Decodable, Sendable {
            let tcId: Int
            let key, msg, tag: HexBytes
            let result: WycheproofResult
        }
        let tagSize: Int
        let tests: [Case]
    }

    struct PBKDFGroup: Decodable, Sendable {
        struct Case: Decodable, Sendable {
            let tcId, iterationCount, dkLen: Int
            let password, salt, dk: HexBytes
            let result: WycheproofResult
        }
        let tests: [Case]
    }

    @Test(
        "HKDF agrees, and refuses more than 255 blocks",
        arguments: [
            ("hkdf_sha256_test.json", HashAlgorithm.sha256, 86), ("hkdf_sha384_test.json", .sha384, 83),
            ("hkdf_sha512_test.json", .sha512, 83),
        ])
    func hkdf(_ name: String, _ algorithm: HashAlgorithm, _ count: Int) throws {
        let vectors = try WycheproofFile<HKDFGroup>.load(name).testGroups.flatMap(\.tests)
        for vector in vectors {
            let key = try HKDF.extract(
                algorithm, salt: vector.salt.bytes, inputKey: Secret(copying: vector.ikm.bytes))
            guard vector.result == .valid else {
                #expect(throws: CryptographyError(.outOfRange, operation: "", reason: "")) {
                    _ = try HKDF.expand(algorithm, key: key, info: vector.info.bytes, count: vector.size)
                }
                continue
            }
            let output = try HKDF.expand(algorithm, key: key, info: vector.info.bytes, count: vector.size)
            #expect(output.withUnsafeBytes { Array($0) } == vector.okm.bytes, "case \(vector.tcId)")
        }
        #expect(vectors.count == count)
    }

    @Test("HKDF's info has no limit of its own")
    func longInfo() throws {
        let key = Secret(copying: [UInt8](repeating: 1, count: 32))
        let info = [UInt8](repeating: 2, count: 100_000)
        let output = try HKDF.expand(.sha256, key: key, info: info, count: 32)
        let expected = try HMAC.authenticationCode(.sha256, key: key, info + [1])
        #expect(output.withUnsafeBytes { Array($0) } == expected)
    }

    /// Truncated codes are not offered: of these only the full code's start is compared.
    @Test(
        "HMAC agrees; truncated codes are refused",
        arguments: [("hmac_sha256_test.json", HashAlgorithm.sha256), ("hmac_sha512_test.json", .sha512)])
    func hmac(_ name: String, _ algorithm: HashAlgorithm) throws {
        let groups = try WycheproofFile<MACGroup>.load(name).testGroups
        var full = 0
        var notOffered = 0
        for (group, vector) in groups.flatMap({ group in group.tests.map { (group, $0) } }) {
            let key = Secret(copying: vector.key.bytes)
            let isFull = group.tagSize == algorithm.digestSize * 8
            let isValid = try HMAC.isValid(vector.tag.bytes, algorithm, key: key, vector.msg.bytes)
            #expect(isValid == (isFull && vector.result == .valid), "case \(vector.tcId)")
            if isFull { full += 1 } else { notOffered += 1 }
        }
        #expect(full == 87)
        #expect(notOffered == 87)
    }

    @Test("PBKDF2-HMAC-SHA-512 agrees")
    func pbkdf2() throws {
        let vectors = try WycheproofFile<PBKDFGroup>.load("pbkdf2_hmacsha512_test.json").testGroups.flatMap(\.tests)
        for vector in vectors {
            let key = try PBKDF2.derive(
                .sha512, passphrase: Secret(copying: vector.password.bytes), salt: vector.salt.bytes,
                iterations: vector.iterationCount, count: vector.dkLen)
            #expect(key.withUnsafeBytes { Array($0) } == vector.dk.bytes, "case \(vector.tcId)")
            #expect(vector.result == .valid)
        }
        #expect(vectors.count == 58)
    }

    @Test(
        "PBKDF2 refuses counts below one and beyond OpenSSL's range",
        arguments: [(0, 1), (1, 0), (-1, 1), (1 << 31, 1)])
    func pbkdf2Ranges(_ iterations: Int, _ count: Int) {
        #expect(throws: CryptographyError(.outOfRange, operation: "", reason: "")) {
            _ = try PBKDF2.derive(
                .sha512, passphrase: Secret(copying: [1]), salt: [2], iterations: iterations, count: count)
        }
    }
}
