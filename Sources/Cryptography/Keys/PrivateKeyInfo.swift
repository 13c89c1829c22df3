internal import COpenSSL

/// The owner of one PKCS8_PRIV_KEY_INFO, a private key in the clear (RFC 5208, 5). OpenSSL wipes it when it is freed.
struct PrivateKeyInfo: ~Copyable {
    let pointer: OpaquePointer

    init(takingOwnershipOf pointer: OpaquePointer) { self.pointer = pointer }

    /// All of `der`; the C function is d2i_PKCS8_PRIV_KEY_INFO.
    /// - Throws: `malformed`.
    init(_ der: UnsafeBufferPointer<UInt8>) throws(CryptographyError) {
        var position = der.baseAddress
        let read = try OpenSSL.pointer("d2i_PKCS8_PRIV_KEY_INFO", .malformed) {
            d2i_PKCS8_PRIV_KEY_INFO(nil, &position, der.count)
        }
        let owner = PrivateKeyInfo(takingOwnershipOf: read)
        guard position == der.baseAddress?.advanced(by: der.count) else {
            throw .malformed("reading a private key", "bytes are left over")
        }
        self = owner
    }

    /// Of a key in memory; the C function is EVP_PKEY2PKCS8.
    /// - Throws: `opensslFailure`.
    init(_ key: borrowing EVPKey) throws(CryptographyError) {
        let key = key.pointer
        pointer = try OpenSSL.pointer("EVP_PKEY2PKCS8") { EVP_PKEY2PKCS8(key) }
    }

    deinit { PKCS8_PRIV_KEY_INFO_free(pointer) }
}
