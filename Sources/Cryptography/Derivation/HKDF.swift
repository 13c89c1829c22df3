/// The HMAC-based key derivation function (RFC 5869).
///
/// It is built from HMAC rather than taken from OpenSSL's HKDF, whose `info` ends at a fixed limit.
package enum HKDF {
    /// RFC 5869, 2.2: a pseudorandom key of the hash's size from `inputKey`. An empty salt counts as a string of zeros.
    /// - Throws: `unsupportedAlgorithm`, `opensslFailure`.
    package static func extract(
        _ algorithm: HashAlgorithm, salt: [UInt8], inputKey: borrowing Secret
    ) throws(CryptographyError) -> Secret {
        var context = try salt.withRawBytes { (salt) throws(CryptographyError) in
            try HMACContext(algorithm, key: salt)
        }
        try inputKey.withUnsafeBytes { (bytes) throws(CryptographyError) in try context.update(bytes) }
        return try Secret(count: context.size) { (code) throws(CryptographyError) in try context.finish(into: code) }
    }

    /// RFC 5869, 2.3: `count` bytes of output keying material, at most 255 times the hash's size.
    /// - Throws: `outOfRange` for a larger count, `unsupportedAlgorithm`, `opensslFailure`.
    package static func expand(
        _ algorithm: HashAlgorithm, key: borrowing Secret, info: [UInt8], count: Int
    ) throws(CryptographyError) -> Secret {
        guard (0...255 * algorithm.digestSize).contains(count) else {
            throw CryptographyError(.outOfRange, operation: "HKDF-Expand", reason: "\(count) bytes of output asked for")
        }
        let blocks = (count + algorithm.digestSize - 1) / algorithm.digestSize
        var context = try HMACContext(algorithm, key: key)
        let whole = try Secret(count: blocks * algorithm.digestSize) { (output) throws(CryptographyError) in
            try fill(output, info: info, &context)
        }
        return whole.prefix(count)
    }

    /// T(1) ‖ T(2) ‖ ... with T(i) = HMAC(key, T(i - 1) ‖ info ‖ i).
    private static func fill(
        _ output: UnsafeMutableRawBufferPointer, info: [UInt8], _ context: inout HMACContext
    ) throws(CryptographyError) {
        var previous = UnsafeRawBufferPointer(start: output.baseAddress, count: 0)
        for block in 0..<output.count / context.size {
            let range = block * context.size..<(block + 1) * context.size
            let current = UnsafeMutableRawBufferPointer(rebasing: output[range])
            try context.update(previous)
            try context.update(info)
            try context.update([UInt8(block + 1)])
            try context.finish(into: current)
            previous = UnsafeRawBufferPointer(current)
        }
    }
}
