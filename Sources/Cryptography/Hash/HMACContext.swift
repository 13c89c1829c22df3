internal import COpenSSL

/// An incremental HMAC (FIPS 198-1, RFC 2104) that keeps its key for the next message.
package struct HMACContext: ~Copyable {
    /// Length of the full authentication code in bytes.
    package let size: Int
    private let context: OpenSSLObject

    private static let fetched = FetchedAlgorithm("HMAC", EVP_MAC_fetch)

    /// A computation under `key`, of any length; the C functions are EVP_MAC_CTX_new and EVP_MAC_init.
    /// - Throws: `unsupportedAlgorithm`, `opensslFailure`.
    package init(_ algorithm: HashAlgorithm, key: UnsafeRawBufferPointer) throws(CryptographyError) {
        let method = try Self.fetched.pointer()
        let context = try OpenSSLObject("EVP_MAC_CTX_new", freedBy: EVP_MAC_CTX_free) { EVP_MAC_CTX_new(method) }
        try OpenSSL.check("EVP_MAC_init") { Self.start(context.pointer, algorithm.opensslName, key) }
        self.size = algorithm.digestSize
        self.context = context
    }

    /// A computation under `key`, of any length.
    /// - Throws: `unsupportedAlgorithm`, `opensslFailure`.
    init(_ algorithm: HashAlgorithm, key: borrowing Secret) throws(CryptographyError) {
        self = try key.withUnsafeBytes { (bytes) throws(CryptographyError) in try HMACContext(algorithm, key: bytes) }
    }

    private static func start(_ context: OpaquePointer, _ digestName: String, _ key: UnsafeRawBufferPointer) -> Int32 {
        var name = Array(digestName.utf8CString)
        // A NULL key means "keep the last key" to EVP_MAC_init; an empty key needs an address all the same.
        var nothing: UInt8 = 0
        return name.withUnsafeMutableBufferPointer { name in
            withUnsafeMutablePointer(to: &nothing) { nothing in
                let parameters = [
                    OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name.baseAddress, 0),
                    OSSL_PARAM_construct_end(),
                ]
                let start = key.baseAddress?.assumingMemoryBound(to: UInt8.self) ?? UnsafePointer(nothing)
                return EVP_MAC_init(context, start, key.count, parameters)
            }
        }
    }

    /// Begins a new message under another key of at least one byte, which costs less than another context.
    /// - Throws: `outOfRange` for an empty key, `opensslFailure`.
    package mutating func restart(key: UnsafeRawBufferPointer) throws(CryptographyError) {
        guard let start = key.baseAddress?.assumingMemoryBound(to: UInt8.self), key.count > 0 else {
            throw CryptographyError(.outOfRange, operation: "HMAC", reason: "an empty key would keep the last one")
        }
        try OpenSSL.check("EVP_MAC_init") { EVP_MAC_init(context.pointer, start, key.count, nil) }
    }

    /// Appends bytes to the message.
    /// - Throws: `opensslFailure`.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) throws(CryptographyError) {
        guard bytes.count > 0 else { return }
        let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
        try OpenSSL.check("EVP_MAC_update") { EVP_MAC_update(context.pointer, start, bytes.count) }
    }

    /// Appends bytes to the message.
    /// - Throws: `opensslFailure`.
    package mutating func update(_ bytes: [UInt8]) throws(CryptographyError) {
        guard !bytes.isEmpty else { return }
        try OpenSSL.check("EVP_MAC_update") { EVP_MAC_update(context.pointer, bytes, bytes.count) }
    }

    /// Writes the authentication code to `code`, which has at least `size` bytes, and begins a new message.
    /// - Throws: `opensslFailure`.
    package mutating func finish(into code: UnsafeMutableRawBufferPointer) throws(CryptographyError) {
        let start = code.baseAddress?.assumingMemoryBound(to: UInt8.self)
        var written = 0
        try OpenSSL.check("EVP_MAC_final") { EVP_MAC_final(context.pointer, start, &written, code.count) }
        try OpenSSL.check("EVP_MAC_init") { EVP_MAC_init(context.pointer, nil, 0, nil) }
    }
}
