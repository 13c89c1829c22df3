import TestSupport
import Testing

@testable import Cryptography

@Suite(
    "signatures are judged as Wycheproof judges them",
    .enabled(if: VectorFolder.wycheproof.isRequired, "\(VectorFolder.wycheproof.reason)"))
struct SignatureVectorTests {
    struct Group: Decodable, Sendable {
        let publicKeyDer: HexBytes
        let tests: [Vector]
    }

    struct Vector: Decodable, Sendable {
        let tcId: Int
        let comment: String
        let msg: HexBytes
        let sig: HexBytes
        let result: WycheproofResult
    }

    struct File: Sendable {
        let name: String
        let type: KeyType
        let hash: HashAlgorithm
        let valid: Int
        let invalid: Int
    }

    static let files = [
        File(name: "ecdsa_secp256r1_sha256", type: .p256, hash: .sha256, valid: 174, invalid: 310),
        File(name: "ecdsa_secp384r1_sha384", type: .p384, hash: .sha384, valid: 194, invalid: 310),
        File(name: "ecdsa_secp521r1_sha512", type: .p521, hash: .sha512, valid: 232, invalid: 310),
        File(name: "rsa_pss_3072_sha256_mgf1_32", type: .rsa(bits: 3072), hash: .sha256, valid: 63, invalid: 45),
        File(name: "rsa_pss_4096_sha512_mgf1_64", type: .rsa(bits: 4096), hash: .sha512, valid: 132, invalid: 47),
    ]

    @Test("every case; none is merely acceptable", arguments: files)
    func agrees(_ file: File) throws {
        var counts: [WycheproofResult: Int] = [:]
        for group in try WycheproofFile<Group>.load(file.name + "_test.json").testGroups {
            let key = try PublicKey(spki: group.publicKeyDer.bytes)
            #expect(key.type == file.type)
            for vector in group.tests {
                counts[vector.result, default: 0] += 1
                let verdict = try key.verify(vector.sig.bytes, of: vector.msg.bytes, hash: file.hash)
                #expect(verdict == (vector.result == .valid), "case \(vector.tcId): \(vector.comment)")
            }
        }
        #expect(counts == [.valid: file.valid, .invalid: file.invalid])
    }
}
