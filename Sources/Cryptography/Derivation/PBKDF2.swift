internal import COpenSSL

/// Key derivation from a passphrase with HMAC as the pseudorandom function (RFC 8018, 5.2; NIST SP 800-132).
package enum PBKDF2 {
    /// A key of `count` bytes (at least 1). The time is proportional to `iterations` (at least 1).
    /// The caller bounds `iterations` before; the C function is PKCS5_PBKDF2_HMAC.
    /// - Throws: `outOfRange` for a count or number of iterations below 1 or above 2^31 - 1, `opensslFailure`.
    package static func derive(
        _ algorithm: HashAlgorithm, passphrase: borrowing Secret, salt: [UInt8], iterations: Int, count: Int
    ) throws(CryptographyError) -> Secret {
        guard let rounds = Int32(exactly: iterations), let length = Int32(exactly: count),
            let saltLength = Int32(exactly: salt.count), rounds > 0, length > 0
        else {
            throw CryptographyError(
                .outOfRange, operation: "PBKDF2", reason: "\(iterations) iterations for \(count) bytes")
        }
        let method = try algorithm.method()
        return try passphrase.withUnsafeBytes { (text) throws(CryptographyError) in
            try Secret(count: count) { (key) throws(CryptographyError) in
                try OpenSSL.check("PKCS5_PBKDF2_HMAC") {
                    PKCS5_PBKDF2_HMAC(
                        text.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(clamping: text.count),
                        salt, saltLength, rounds, method, length,
                        key.baseAddress?.assumingMemoryBound(to: UInt8.self))
                }
            }
        }
    }
}
