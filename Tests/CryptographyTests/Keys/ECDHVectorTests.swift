import TestSupport
import Testing

@testable import Cryptography

@Suite(
    "ECDH agrees with Wycheproof",
    .enabled(if: VectorFolder.wycheproof.isRequired, "\(VectorFolder.wycheproof.reason)"))
struct ECDHVectorTests {
    struct Group: Decodable, Sendable {
        let tests: [Vector]
    }

    struct Vector: Decodable, Sendable {
        let tcId: Int
        let comment: String
        let `public`: HexBytes
        let `private`: HexBytes
        let shared: HexBytes
        let result: WycheproofResult
    }

    struct File: Sendable {
        let name: String
        let type: KeyType
        let counts: [WycheproofResult: Int]
    }

    static let files = [
        File(name: "secp256r1", type: .p256, counts: [.valid: 330, .acceptable: 1, .invalid: 24]),
        File(name: "secp384r1", type: .p384, counts: [.valid: 771, .acceptable: 1, .invalid: 18]),
        File(name: "secp521r1", type: .p521, counts: [.valid: 632, .acceptable: 1, .invalid: 28]),
    ]

    @Test("every case; the acceptable one is a compressed point and is refused", arguments: files)
    func agrees(_ file: File) throws {
        let vectors = try WycheproofFile<Group>.load("ecdh_\(file.name)_ecpoint_test.json").testGroups.flatMap(\.tests)
        var counts: [WycheproofResult: Int] = [:]
        for vector in vectors {
            counts[vector.result, default: 0] += 1
            let shared = try? Self.agree(file.type, vector)
            let expected = vector.result == .valid ? vector.shared.bytes : nil
            #expect(shared == expected, "case \(vector.tcId): \(vector.comment)")
        }
        #expect(counts == file.counts)
    }

    private static func agree(_ type: KeyType, _ vector: Vector) throws -> [UInt8] {
        let size = try #require(type.coordinateSize)
        // The files write scalars as signed integers of any length.
        let digits = vector.private.bytes.drop { $0 == 0 }
        let scalar = [UInt8](repeating: 0, count: max(0, size - digits.count)) + digits
        let key = try PrivateKey(type: type, scalar: Secret(copying: scalar))
        let peer = try PublicKey(type: type, uncompressedPoint: vector.public.bytes)
        return try key.sharedSecret(with: peer).withUnsafeBytes { Array($0) }
    }
}
