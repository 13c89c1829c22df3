import Cryptography
import Testing

@testable import Dispersal

@Suite("Fewer than k shares say nothing of the secret")
struct ShareSecrecyTests {
    /// 131,072 sharings of one and the same byte: each byte of a secret has a polynomial of its own.
    private static func sharings(of byte: UInt8, k: Int, n: Int) throws -> [[UInt8]] {
        let secret = Secret(copying: [UInt8](repeating: byte, count: 4_096))
        var shares = [[UInt8]](repeating: [], count: n)
        for _ in 0..<32 {
            for (index, share) in try SecretSharing.split(secret, k: k, n: n).enumerated() { shares[index] += share }
        }
        return shares
    }

    /// With 255 degrees of freedom it lies outside 150...400 once in ten million times.
    private static func isUniform(_ values: some Sequence<UInt8>) -> Bool {
        var counts = [Double](repeating: 0, count: 256)
        for value in values { counts[Int(value)] += 1 }
        let expected = counts.reduce(0, +) / 256
        let chiSquare = counts.reduce(0) { $0 + ($1 - expected) * ($1 - expected) / expected }
        return expected >= 512 && (150...400).contains(chiSquare)
    }

    /// The coefficient of x^(k-1): the divided difference over 0 (the secret) and 1..<k, as a sum of shares with these weights.
    private static func topCoefficients(_ byte: UInt8, _ shares: [[UInt8]], k: Int) -> [UInt8] {
        let points = (0..<k).map(UInt8.init)
        let products = points.map { point in
            let weight = points.filter { $0 != point }.reduce(1) {
                GaloisField.multiply($0, GaloisField.inverse($1 ^ point))
            }
            return (UInt8.min...UInt8.max).map { GaloisField.multiply(weight, $0) }
        }
        return shares[0].indices.map { index in
            (1..<k).reduce(products[0][Int(byte)]) { $0 ^ products[$1][Int(shares[$1 - 1][index])] }
        }
    }

    @Test(
        "over many sharings of one secret, every share and the highest coefficient are uniform, 0 included (chi-square)",
        arguments: [(2, 0x00), (2, 0x42), (3, 0x00), (3, 0xFF)] as [(Int, UInt8)])
    func uniform(k: Int, byte: UInt8) throws {
        let shares = try Self.sharings(of: byte, k: k, n: k)
        #expect(shares.allSatisfy { $0.count == 131_072 })
        for share in shares { #expect(Self.isUniform(share)) }
        #expect(Self.isUniform(Self.topCoefficients(byte, shares, k: k)))
    }

    @Test("for k = 3 two shares are independent of each other: halves of their bytes, paired, are uniform (chi-square)")
    func independent() throws {
        let shares = try Self.sharings(of: 0x42, k: 3, n: 3)
        for (first, second) in [(0, 1), (0, 2), (1, 2)] {
            let pairs = zip(shares[first], shares[second])
            #expect(Self.isUniform(pairs.map { $0 & 0xF0 | $1 >> 4 }))
            #expect(Self.isUniform(pairs.map { $0 << 4 | $1 & 0x0F }))
        }
    }

    @Test(
        "for k = 2 each value of one share goes with every secret, and with each exactly once",
        arguments: [(1, 2), (2, 1), (1, 64), (63, 64), (5, 3)] as [(UInt8, UInt8)])
    func oneShare(x: UInt8, other: UInt8) throws {
        for value in UInt8.min...UInt8.max {
            #expect(try Self.secrets([Share(x: x, bytes: [value])], other: other) == Set(UInt8.min...UInt8.max))
        }
    }

    @Test("for larger k, k - 1 shares go with every secret", arguments: [3, 5, 33, 64] as [UInt8])
    func moreShares(k: UInt8) throws {
        for _ in 0..<4 {
            let shares = (1..<k).map { Share(x: $0, bytes: [UInt8.random(in: .min ... .max)]) }
            #expect(try Self.secrets(shares, other: k) == Set(UInt8.min...UInt8.max))
        }
    }

    /// The secrets that k - 1 shares of one byte can belong to, over all values of one more.
    private static func secrets(_ shares: [Share], other: UInt8) throws -> Set<UInt8> {
        let all = Array(UInt8.min...UInt8.max)
        let repeated = shares.map { Share(x: $0.x, bytes: [UInt8](repeating: $0.bytes[0], count: 256)) }
        let secret = try SecretSharing.combine(repeated + [Share(x: other, bytes: all)])
        return secret.withUnsafeBytes { Set($0) }
    }
}

@Suite("A lost share is made again from k others")
struct LostShareTests {
    @Test(
        "a share is interpolated as it was, from random sets of k others",
        arguments: [(1, 2), (2, 3), (3, 5), (4, 9), (16, 17), (33, 64), (63, 64)])
    func interpolated(k: Int, n: Int) throws {
        let secret = try Secret(random: 32)
        let shares = try SecretSharing.split(secret, k: k, n: n).enumerated().map {
            Share(x: UInt8($0.offset + 1), bytes: $0.element)
        }
        for lost in shares.shuffled().prefix(16) {
            let others = shares.filter { $0 != lost }.shuffled().prefix(k)
            #expect(try SecretSharing.share(at: lost.x, from: Array(others)) == lost)
        }
    }

    @Test("a share that is there is given back as it is")
    func present() throws {
        let shares = [Share(x: 1, bytes: [5, 6]), Share(x: 9, bytes: [7, 8])]
        #expect(try shares.map { try SecretSharing.share(at: $0.x, from: shares) } == shares)
    }

    @Test(
        "the secret's own place, no shares, x = 0, equal x and unequal lengths are refused",
        arguments: [
            (0, [Share(x: 1, bytes: [1])]), (3, []), (3, [Share(x: 0, bytes: [1])]),
            (3, [Share(x: 1, bytes: [1]), Share(x: 1, bytes: [1])]),
            (3, [Share(x: 1, bytes: [1]), Share(x: 2, bytes: [1, 2])]),
        ] as [(UInt8, [Share])])
    func refused(x: UInt8, shares: [Share]) {
        #expect(throws: DispersalError(.invalidShares)) { try SecretSharing.share(at: x, from: shares) }
    }
}
