internal import COpenSSL

/// Random bytes that will be seen by others, such as salts and identifiers; the C function is RAND_bytes.
///
/// - Throws: `opensslFailure` if the system gives no entropy, `outOfRange` for a count above 2^31 - 1.
package func randomBytes(_ count: Int) throws(CryptographyError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: max(0, count))
    try bytes.withMutableRawBytes { (buffer) throws(CryptographyError) in
        try fillRandomly(buffer, operation: "RAND_bytes", RAND_bytes)
    }
    return bytes
}

/// Fills `buffer` with one of OpenSSL's generators.
func fillRandomly(
    _ buffer: UnsafeMutableRawBufferPointer, operation: String,
    _ generate: (UnsafeMutablePointer<UInt8>?, Int32) -> Int32
) throws(CryptographyError) {
    guard let count = Int32(exactly: buffer.count) else {
        throw CryptographyError(.outOfRange, operation: operation, reason: "more than 2^31 - 1 bytes at once")
    }
    try OpenSSL.check(operation) { generate(buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), count) }
}

/// Whether both arrays are the same, in time that depends on the lengths only; the C function is CRYPTO_memcmp.
package func equalInConstantTime(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    left.count == right.count && CRYPTO_memcmp(left, right, left.count) == 0
}
