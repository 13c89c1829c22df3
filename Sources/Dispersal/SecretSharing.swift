import Cryptography

/// Shamir's secret sharing over GF(2^8), each byte with its own polynomial, the secret at x = 0 (Shamir, "How to Share a Secret", 1979).
///
/// All k-1 coefficients are uniform and fresh: forcing the highest one to be non-zero would leak the secret over many splits.
package enum SecretSharing {
    /// Shares a secret among n holders, any k of whom can put it together.
    /// - Returns: share x = 1...n at index x - 1, each as long as the secret.
    /// - Throws: `invalidThreshold`, `noRandomness`.
    package static func split(_ secret: borrowing Secret, k: Int, n: Int) throws(DispersalError) -> [[UInt8]] {
        guard 1 <= k, k <= n, n <= 64 else { throw DispersalError(.invalidThreshold) }
        let count = secret.count
        let coefficients = try randomCoefficients((k - 1) * count)
        return coefficients.withUnsafeBytes { coefficients in
            secret.withUnsafeBytes { secret in
                (1...n).map { x in
                    (0..<count).map { index in
                        evaluate(at: UInt8(x), secret[index], coefficients, index: index, count: count, k: k)
                    }
                }
            }
        }
    }

    /// Puts a secret together from exactly k shares by interpolation at 0. That the shares belong together is for the caller
    /// to check on the result: interpolation always gives something.
    /// - Throws: `invalidShares`.
    package static func combine(_ shares: [Share]) throws(DispersalError) -> Secret {
        let count = try commonCount(shares)
        return Secret(count: count) { interpolate(shares, at: 0, into: $0) }
    }

    /// The share of the holder `x` (not 0, where the secret is), from exactly k shares of others, in constant time as to their
    /// bytes: k shares determine all, so that a lost one is made again without the secret ever being there.
    /// - Throws: `invalidShares`.
    package static func share(at x: UInt8, from shares: [Share]) throws(DispersalError) -> Share {
        let count = try commonCount(shares)
        guard x != 0 else { throw DispersalError(.invalidShares) }
        var bytes = [UInt8](repeating: 0, count: count)
        bytes.withUnsafeMutableBytes { interpolate(shares, at: x, into: $0) }
        return Share(x: x, bytes: bytes)
    }

    /// The length of all shares, at different points other than 0.
    private static func commonCount(_ shares: [Share]) throws(DispersalError) -> Int {
        guard let first = shares.first, shares.allSatisfy({ $0.x != 0 && $0.bytes.count == first.bytes.count }),
            Set(shares.map(\.x)).count == shares.count
        else { throw DispersalError(.invalidShares) }
        return first.bytes.count
    }

    private static func interpolate(_ shares: [Share], at point: UInt8, into target: UnsafeMutableRawBufferPointer) {
        let weights = shares.map { weight(of: $0.x, at: point, among: shares.map(\.x)) }
        for index in target.indices {
            target[index] = zip(shares, weights).reduce(0) {
                $0 ^ GaloisField.multiply($1.0.bytes[index], $1.1)
            }
        }
    }

    private static func randomCoefficients(_ count: Int) throws(DispersalError) -> Secret {
        do { return try Secret(random: count) } catch { throw DispersalError(.noRandomness) }
    }

    /// Horner's rule from the highest coefficient down to the secret byte.
    private static func evaluate(
        at x: UInt8, _ secret: UInt8, _ coefficients: UnsafeRawBufferPointer, index: Int, count: Int, k: Int
    ) -> UInt8 {
        var value: UInt8 = 0
        for degree in stride(from: k - 1, to: 0, by: -1) {
            value = GaloisField.multiply(value, x) ^ coefficients[(degree - 1) * count + index]
        }
        return GaloisField.multiply(value, x) ^ secret
    }

    /// Lagrange's basis polynomial of `x` at a point; x coordinates are public.
    private static func weight(of x: UInt8, at point: UInt8, among all: [UInt8]) -> UInt8 {
        all.filter { $0 != x }.reduce(1) { product, other in
            GaloisField.multiply(product, GaloisField.multiply(point ^ other, GaloisField.inverse(other ^ x)))
        }
    }
}

/// One holder's part of a shared secret.
package struct Share: Hashable, Sendable {
    /// The point at which the polynomials were evaluated, 1...255.
    package let x: UInt8
    /// As many as the secret has.
    package let bytes: [UInt8]

    /// Unchecked: what shares must be together is checked when they are combined.
    package init(x: UInt8, bytes: [UInt8]) {
        self.x = x
        self.bytes = bytes
    }
}
