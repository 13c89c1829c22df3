internal import COpenSSL

/// An incremental hash computation (FIPS 180-4, FIPS 202), ready for the next message after each `finish`.
///
/// `update` never allocates memory. `finish(into:)` allocates nothing itself; OpenSSL 3.0 renews a state of a few hundred
/// bytes for each message.
/// Sendable because it is the only owner of its context.
package struct Hasher: ~Copyable, @unchecked Sendable {
    /// The hash function.
    package let algorithm: HashAlgorithm
    private let digestSize: Int
    private let context: OpenSSLObject

    /// A computation over no bytes yet; the C functions are EVP_MD_CTX_new and EVP_DigestInit_ex2.
    /// - Throws: `unsupportedAlgorithm`, `opensslFailure`.
    package init(_ algorithm: HashAlgorithm) throws(CryptographyError) {
        let method = try algorithm.method()
        let context = try OpenSSLObject("EVP_MD_CTX_new", freedBy: EVP_MD_CTX_free) { EVP_MD_CTX_new() }
        try OpenSSL.check("EVP_DigestInit_ex2") { EVP_DigestInit_ex2(context.pointer, method, nil) }
        self.algorithm = algorithm
        digestSize = algorithm.digestSize
        self.context = context
    }

    /// Appends bytes to the message.
    /// - Throws: `opensslFailure`.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) throws(CryptographyError) {
        guard bytes.count > 0 else { return }
        try OpenSSL.check("EVP_DigestUpdate") { EVP_DigestUpdate(context.pointer, bytes.baseAddress, bytes.count) }
    }

    /// Appends bytes to the message.
    /// - Throws: `opensslFailure`.
    package mutating func update(_ bytes: [UInt8]) throws(CryptographyError) {
        guard !bytes.isEmpty else { return }
        try OpenSSL.check("EVP_DigestUpdate") { EVP_DigestUpdate(context.pointer, bytes, bytes.count) }
    }

    /// Writes the digest of a whole message, which begins and ends here, to `digest`, which has exactly its size. No bytes
    /// may have been appended since the last `finish`.
    ///
    /// A short message takes a good part less time than by appending its parts one by one, since OpenSSL's errors are
    /// looked for only if a call fails. One part takes less than two. `digest` may lie in what is hashed.
    /// - Throws: `outOfRange` for another size, `opensslFailure`.
    package mutating func digest(
        _ first: UnsafeRawBufferPointer,
        _ second: UnsafeRawBufferPointer = UnsafeRawBufferPointer(start: nil, count: 0),
        into digest: UnsafeMutableRawBufferPointer
    ) throws(CryptographyError) {
        try requireSize(digest)
        let start = digest.baseAddress?.assumingMemoryBound(to: UInt8.self)
        let context = context.pointer
        try OpenSSL.checkFrequent("EVP_DigestUpdate or EVP_DigestFinal_ex") {
            guard EVP_DigestUpdate(context, first.baseAddress, first.count) == 1,
                second.isEmpty || EVP_DigestUpdate(context, second.baseAddress, second.count) == 1,
                EVP_DigestFinal_ex(context, start, nil) == 1
            else { return 0 }
            return EVP_DigestInit_ex2(context, nil, nil)
        }
    }

    /// The digest of all bytes since the start or the last `finish`.
    /// - Throws: `opensslFailure`.
    package mutating func finish() throws(CryptographyError) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: digestSize)
        try digest.withMutableRawBytes { (buffer) throws(CryptographyError) in try finish(into: buffer) }
        return digest
    }

    /// Writes the digest of all bytes since the start or the last `finish` to `digest`, which has exactly its size.
    /// - Throws: `outOfRange` for another size, `opensslFailure`.
    package mutating func finish(into digest: UnsafeMutableRawBufferPointer) throws(CryptographyError) {
        try requireSize(digest)
        let start = digest.baseAddress?.assumingMemoryBound(to: UInt8.self)
        try OpenSSL.check("EVP_DigestFinal_ex") { EVP_DigestFinal_ex(context.pointer, start, nil) }
        try OpenSSL.check("EVP_DigestInit_ex2") { EVP_DigestInit_ex2(context.pointer, nil, nil) }
    }

    private func requireSize(_ digest: UnsafeMutableRawBufferPointer) throws(CryptographyError) {
        guard digest.count == digestSize else {
            throw CryptographyError(
                .outOfRange, operation: "hashing", reason: "room for \(digest.count) bytes of digest")
        }
    }
}

/// The digest of `bytes`.
/// - Throws: `unsupportedAlgorithm`, `opensslFailure`.
package func hash(_ algorithm: HashAlgorithm, _ bytes: [UInt8]) throws(CryptographyError) -> [UInt8] {
    var hasher = try Hasher(algorithm)
    try hasher.update(bytes)
    return try hasher.finish()
}
