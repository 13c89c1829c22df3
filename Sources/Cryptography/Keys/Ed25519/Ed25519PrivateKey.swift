internal import COpenSSL

/// A private key of Ed25519 (RFC 8032, 5.1). It lives in OpenSSL's own memory, which wipes it when the key is freed.
///
/// Sendable because the key is never changed after it was made.
package struct Ed25519PrivateKey: ~Copyable, @unchecked Sendable {
    /// Length of a signature in bytes.
    package static let signatureSize = 64
    static let opensslName = "ED25519"
    static let seedSize = 32

    private let key: EVPKey
    /// The public half.
    package let publicKey: Ed25519PublicKey

    /// - Throws: `opensslFailure`.
    private init(takingOwnershipOf key: consuming EVPKey) throws(CryptographyError) {
        let pointer = key.pointer
        var bytes = [UInt8](repeating: 0, count: Ed25519PublicKey.size)
        var count = bytes.count
        try OpenSSL.check("EVP_PKEY_get_raw_public_key") { EVP_PKEY_get_raw_public_key(pointer, &bytes, &count) }
        publicKey = try Ed25519PublicKey(bytes)
        self.key = key
    }

    /// A new key pair; the C function is EVP_PKEY_generate.
    /// - Throws: `unsupportedAlgorithm`, `opensslFailure`.
    package static func generate() throws(CryptographyError) -> Ed25519PrivateKey {
        let context = try EVPKeyContext(generating: opensslName)
        let pointer = context.pointer
        try OpenSSL.check("EVP_PKEY_keygen_init") { EVP_PKEY_keygen_init(pointer) }
        var made: OpaquePointer?
        try OpenSSL.check("EVP_PKEY_generate") { EVP_PKEY_generate(pointer, &made) }
        let key = try OpenSSL.pointer("EVP_PKEY_generate") { made }
        return try Ed25519PrivateKey(takingOwnershipOf: EVPKey(takingOwnershipOf: key))
    }

    /// From the 32 bytes that RFC 8032 calls the private key; the C function is EVP_PKEY_new_raw_private_key_ex.
    /// - Throws: `invalidKey` for another length.
    package init(seed: borrowing Secret) throws(CryptographyError) {
        guard seed.count == Self.seedSize else {
            throw CryptographyError(
                .invalidKey, operation: "reading an Ed25519 private key", reason: "\(seed.count) bytes")
        }
        let pointer = try seed.withUnsafeBytes { (bytes) throws(CryptographyError) in
            try OpenSSL.pointer("EVP_PKEY_new_raw_private_key_ex", .invalidKey) {
                EVP_PKEY_new_raw_private_key_ex(
                    nil, Self.opensslName, nil, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count)
            }
        }
        try self.init(takingOwnershipOf: EVPKey(takingOwnershipOf: pointer))
    }

    /// The seed, to be written down.
    /// - Throws: `opensslFailure`.
    borrowing func seed() throws(CryptographyError) -> Secret {
        let pointer = key.pointer
        return try Secret(count: Self.seedSize) { (output) throws(CryptographyError) in
            var count = output.count
            let start = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
            try OpenSSL.check("EVP_PKEY_get_raw_private_key") { EVP_PKEY_get_raw_private_key(pointer, start, &count) }
        }
    }

    /// The one signature of `message`, 64 bytes; the C function is EVP_DigestSign.
    /// - Throws: `opensslFailure`.
    package borrowing func sign(_ message: [UInt8]) throws(CryptographyError) -> [UInt8] {
        let pointer = key.pointer
        let context = try OpenSSLObject("EVP_MD_CTX_new", freedBy: EVP_MD_CTX_free) { EVP_MD_CTX_new() }
        try OpenSSL.check("EVP_DigestSignInit_ex") {
            EVP_DigestSignInit_ex(context.pointer, nil, nil, nil, nil, pointer, nil)
        }
        var signature = [UInt8](repeating: 0, count: Self.signatureSize)
        var count = signature.count
        try OpenSSL.check("EVP_DigestSign") {
            EVP_DigestSign(context.pointer, &signature, &count, message, message.count)
        }
        return signature
    }
}
