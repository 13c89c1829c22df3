import TestSupport
import Testing

@testable import Cryptography

@Suite("RSA-OAEP")
struct OAEPTests {
    struct Group: Decodable, Sendable {
        let privateKeyPkcs8: HexBytes
        let tests: [Vector]
    }

    struct Vector: Decodable, Sendable {
        let tcId: Int
        let comment: String
        let msg: HexBytes
        let ct: HexBytes
        let label: HexBytes
        let result: WycheproofResult
    }

    @Test(
        "every Wycheproof case; a label that is not empty is refused",
        .enabled(if: VectorFolder.wycheproof.isRequired, "\(VectorFolder.wycheproof.reason)"), arguments: [3072, 4096])
    func agrees(_ bits: Int) throws {
        let name = "rsa_oaep_\(bits)_sha256_mgf1sha256_test.json"
        var (valid, labelled, invalid) = (0, 0, 0)
        for group in try WycheproofFile<Group>.load(name).testGroups {
            let key = try PrivateKey(unencryptedPKCS8: Secret(copying: group.privateKeyPkcs8.bytes))
            #expect(key.type == .rsa(bits: bits))
            for vector in group.tests {
                let comment: Comment = "case \(vector.tcId): \(vector.comment)"
                if vector.result == .valid && vector.label.bytes.isEmpty {
                    valid += 1
                    let opened = try key.decryptOAEP(vector.ct.bytes).withUnsafeBytes { Array($0) }
                    #expect(opened == vector.msg.bytes, comment)
                } else {
                    if vector.result == .valid { labelled += 1 } else { invalid += 1 }
                    #expect(refusal(.authenticationFailed, comment) { _ = try key.decryptOAEP(vector.ct.bytes) })
                }
            }
        }
        #expect([valid, labelled, invalid] == [10, 8, 19])
    }

    @Test("what is encrypted comes back, up to the longest", arguments: [0, 1, 32, 318])
    func roundTrip(_ count: Int) throws {
        let key = try PrivateKey.generate(.rsa(bits: 3072))
        let secret = try Secret(random: count)
        let ciphertext = try key.publicKey.encryptOAEP(secret)
        #expect(ciphertext.count == 384)
        let same = try key.decryptOAEP(ciphertext).equalsInConstantTime(secret)
        #expect(same)
        #expect(refusal(.outOfRange) { _ = try key.publicKey.encryptOAEP(Secret(count: 319) { _ in }) })
        #expect(refusal(.authenticationFailed) { _ = try key.decryptOAEP(Array(ciphertext.dropLast())) })
    }

    @Test("only an RSA key encrypts or decrypts")
    func otherKeys() throws {
        let key = try PrivateKey.generate(.p256)
        #expect(refusal(.unsupportedAlgorithm) { _ = try key.publicKey.encryptOAEP(Secret(copying: [1])) })
        #expect(refusal(.unsupportedAlgorithm) { _ = try key.decryptOAEP([1]) })
    }
}
