/// The keyed-hash message authentication code (FIPS 198-1, RFC 2104).
package enum HMAC {
    /// The full authentication code of `message` under `key`; keys of any length are accepted.
    /// - Throws: `unsupportedAlgorithm`, `opensslFailure`.
    package static func authenticationCode(
        _ algorithm: HashAlgorithm, key: borrowing Secret, _ message: [UInt8]
    ) throws(CryptographyError) -> [UInt8] {
        var context = try HMACContext(algorithm, key: key)
        try context.update(message)
        var code = [UInt8](repeating: 0, count: context.size)
        try code.withMutableRawBytes { (buffer) throws(CryptographyError) in try context.finish(into: buffer) }
        return code
    }

    /// Whether `code` is the full authentication code of `message`, compared in constant time.
    /// - Throws: `unsupportedAlgorithm`, `opensslFailure`.
    package static func isValid(
        _ code: [UInt8], _ algorithm: HashAlgorithm, key: borrowing Secret, _ message: [UInt8]
    ) throws(CryptographyError) -> Bool {
        equalInConstantTime(code, try authenticationCode(algorithm, key: key, message))
    }
}
