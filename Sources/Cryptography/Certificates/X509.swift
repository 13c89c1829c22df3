internal import COpenSSL

/// The owner of one X509: OpenSSL's reading of a certificate, as a second opinion beside the strict one.
///
/// Sendable because it is never changed after it was made; OpenSSL guards what it caches of the extensions with a lock.
struct X509: ~Copyable, @unchecked Sendable {
    private let pointer: OpaquePointer

    /// - Throws: `malformed` if OpenSSL does not read it, or would write it differently.
    init(_ der: [UInt8]) throws(CryptographyError) {
        let read = try OpenSSL.pointer("d2i_X509", .malformed) {
            der.withUnsafeBufferPointer { buffer in
                var position = buffer.baseAddress
                return d2i_X509(nil, &position, buffer.count)
            }
        }
        let owner = X509(takingOwnershipOf: read)
        guard try owner.der() == der else { throw .malformed("reading a certificate", "not the canonical encoding") }
        self = owner
    }

    private init(takingOwnershipOf pointer: OpaquePointer) { self.pointer = pointer }

    deinit { X509_free(pointer) }

    /// Whether OpenSSL finds nothing contradictory in the extensions; the C function is X509_get_extension_flags.
    var hasValidExtensions: Bool {
        X509_get_extension_flags(pointer) & UInt32(EXFLAG_INVALID | EXFLAG_INVALID_POLICY) == 0
    }

    /// Whether names, key identifiers and key usage allow `issuer` to have issued this; the C function is
    /// X509_check_issued. It does not look at the signature.
    func names(_ issuer: borrowing X509) -> Bool { X509_check_issued(issuer.pointer, pointer) == X509_V_OK }

    /// The certified key, which was decoded together with the certificate; the C function is X509_get_pubkey.
    /// - Throws: `invalidKey` for a key that OpenSSL does not read, such as a point that is not on its curve.
    func publicKey() throws(CryptographyError) -> EVPKey {
        EVPKey(takingOwnershipOf: try OpenSSL.pointer("X509_get_pubkey", .invalidKey) { X509_get_pubkey(pointer) })
    }

    private func der() throws(CryptographyError) -> [UInt8] {
        var output: UnsafeMutablePointer<UInt8>?
        let count = try OpenSSL.count("i2d_X509") { i2d_X509(pointer, &output) }
        defer { fubako_openssl_free(output) }
        return Array(UnsafeBufferPointer(start: output, count: count))
    }
}
