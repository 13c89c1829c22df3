import Cryptography
import Testing

@testable import Dispersal

@Suite("Secrets are shared k of n over GF(2^8)")
struct SecretSharingTests {
    @Test("multiplication agrees with the schoolbook product modulo 0x11B for all pairs")
    func multiplication() {
        var wrong: [(Int, Int)] = []
        for left in 0...255 {
            for right in 0...255 {
                var product = (0..<8).reduce(0) { $0 ^ (right >> $1 & 1 == 1 ? left << $1 : 0) }
                for bit in stride(from: 15, through: 8, by: -1) where product >> bit & 1 == 1 {
                    product ^= 0x11B << (bit - 8)
                }
                if GaloisField.multiply(UInt8(left), UInt8(right)) != UInt8(product) { wrong.append((left, right)) }
            }
        }
        #expect(wrong.isEmpty)
    }

    @Test("every value but 0 has an inverse")
    func inverses() {
        for value in UInt8(1)...255 { #expect(GaloisField.multiply(value, GaloisField.inverse(value)) == 1) }
    }

    @Test("any k shares give the secret back", arguments: [(1, 1), (1, 3), (2, 3), (3, 5), (5, 5), (33, 64)])
    func roundTrip(k: Int, n: Int) throws {
        let secret = try Secret(random: 32)
        let shares = try SecretSharing.split(secret, k: k, n: n).enumerated().map {
            Share(x: UInt8($0.offset + 1), bytes: $0.element)
        }
        for _ in 0..<20 {
            let combined = try SecretSharing.combine(Array(shares.shuffled().prefix(k)))
            let isSame = combined.equalsInConstantTime(secret)
            #expect(isSame)
        }
    }

    @Test("for k = 1 the share is the secret")
    func trivial() throws {
        let shares = try SecretSharing.split(Secret(copying: [1, 2, 3]), k: 1, n: 2)
        #expect(shares == [[1, 2, 3], [1, 2, 3]])
    }

    @Test("thresholds outside 1 ≤ k ≤ n ≤ 64 are refused", arguments: [(0, 1), (2, 1), (1, 65), (-1, 3), (1, 0)])
    func thresholds(k: Int, n: Int) throws {
        let secret = try Secret(random: 4)
        #expect(throws: DispersalError(.invalidThreshold)) { try SecretSharing.split(secret, k: k, n: n) }
    }

    @Test(
        "no shares, x = 0, equal x and unequal lengths are refused",
        arguments: [
            [], [Share(x: 0, bytes: [1])], [Share(x: 1, bytes: [1]), Share(x: 1, bytes: [1])],
            [Share(x: 1, bytes: [1]), Share(x: 2, bytes: [1, 2])],
        ])
    func shares(_ shares: [Share]) {
        #expect(throws: DispersalError(.invalidShares)) { _ = try SecretSharing.combine(shares) }
    }
}
