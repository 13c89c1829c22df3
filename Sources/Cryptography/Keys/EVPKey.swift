internal import COpenSSL

/// The owner of one EVP_PKEY.
///
/// Sendable because the key is never changed after it was made; OpenSSL guards its internal caches with locks.
struct EVPKey: ~Copyable, @unchecked Sendable {
    let pointer: OpaquePointer

    init(takingOwnershipOf pointer: OpaquePointer) { self.pointer = pointer }

    deinit { EVP_PKEY_free(pointer) }

    /// The DER of the SubjectPublicKeyInfo; the C function is i2d_PUBKEY.
    /// - Throws: `opensslFailure`.
    func subjectPublicKeyInfo() throws(CryptographyError) -> [UInt8] {
        var output: UnsafeMutablePointer<UInt8>?
        let count = try OpenSSL.count("i2d_PUBKEY") { i2d_PUBKEY(pointer, &output) }
        defer { fubako_openssl_free(output) }
        return Array(UnsafeBufferPointer(start: output, count: count))
    }
}

/// The owner of one EVP_PKEY_CTX: a single operation with a key.
struct EVPKeyContext: ~Copyable {
    let pointer: OpaquePointer

    /// For an operation with `key`.
    /// - Throws: `opensslFailure`.
    init(_ key: borrowing EVPKey) throws(CryptographyError) {
        let key = key.pointer
        pointer = try OpenSSL.pointer("EVP_PKEY_CTX_new_from_pkey") { EVP_PKEY_CTX_new_from_pkey(nil, key, nil) }
    }

    /// For making a key of OpenSSL's type `name`.
    /// - Throws: `unsupportedAlgorithm`.
    init(generating name: String) throws(CryptographyError) {
        pointer = try OpenSSL.pointer("EVP_PKEY_CTX_new_from_name", .unsupportedAlgorithm) {
            EVP_PKEY_CTX_new_from_name(nil, name, nil)
        }
    }

    deinit { EVP_PKEY_CTX_free(pointer) }
}
