/// HMAC (FIPS 198-1, RFC 2104) of many short messages, each under a short key of its own.
///
/// OpenSSL's own makes three contexts ready for each new key and copies them, which takes several times what the hashing of
/// a short message takes. This is for keys that are no secrets: the memory that it works in is not wiped.
package struct HMACSeries: ~Copyable {
    private var hasher: Hasher
    /// The key, with zeros up to the length of a block, combined with one of the two paddings.
    private var block: [UInt8]
    private var inner: [UInt8]

    /// - Throws: `unsupportedAlgorithm`, `opensslFailure`.
    package init(_ algorithm: HashAlgorithm) throws(CryptographyError) {
        hasher = try Hasher(algorithm)
        block = [UInt8](repeating: 0, count: algorithm.blockSize)
        inner = [UInt8](repeating: 0, count: algorithm.digestSize)
    }

    /// Writes the full authentication code of `message` under `key` to `code`, which has exactly its size.
    /// - Throws: `outOfRange` for a key that is longer than a block, and for another size; `opensslFailure`.
    package mutating func authenticate(
        _ message: UnsafeRawBufferPointer, key: UnsafeRawBufferPointer, into code: UnsafeMutableRawBufferPointer
    ) throws(CryptographyError) {
        guard key.count <= block.count else {
            throw CryptographyError(.outOfRange, operation: "HMAC", reason: "a key of \(key.count) bytes")
        }
        var failure: CryptographyError?
        pad(key, 0x36)
        block.withUnsafeBytes { block in
            inner.withUnsafeMutableBytes { inner in
                do throws(CryptographyError) { try hasher.digest(block, message, into: inner) } catch {
                    failure = error
                }
            }
        }
        if let failure { throw failure }
        pad(key, 0x5C)
        block.withUnsafeBytes { block in
            inner.withUnsafeBytes { inner in
                do throws(CryptographyError) { try hasher.digest(block, inner, into: code) } catch { failure = error }
            }
        }
        if let failure { throw failure }
    }

    private mutating func pad(_ key: UnsafeRawBufferPointer, _ padding: UInt8) {
        block.withUnsafeMutableBytes { block in
            // Over memory itself, so that the compiler makes vectors of the loops.
            for index in 0..<key.count { block[index] = key[index] ^ padding }
            for index in key.count..<block.count { block[index] = padding }
        }
    }
}
