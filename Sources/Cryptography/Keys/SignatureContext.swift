internal import COpenSSL

/// The owner of one EVP_MD_CTX that makes or checks one signature.
struct SignatureContext: ~Copyable {
    private let context: OpaquePointer

    /// - Throws: `opensslFailure`.
    init() throws(CryptographyError) {
        context = try OpenSSL.pointer("EVP_MD_CTX_new") { EVP_MD_CTX_new() }
    }

    deinit { EVP_MD_CTX_free(context) }

    /// The signature of `message`; the C function is EVP_DigestSign.
    /// - Throws: `opensslFailure`.
    consuming func sign(
        _ message: [UInt8], _ algorithm: SignatureAlgorithm, key: borrowing EVPKey
    ) throws(CryptographyError) -> [UInt8] {
        let pointer = key.pointer
        var keyContext: OpaquePointer?
        try OpenSSL.check("EVP_DigestSignInit_ex") {
            EVP_DigestSignInit_ex(context, &keyContext, algorithm.hash.opensslName, nil, nil, pointer, nil)
        }
        try Self.setPadding(algorithm, keyContext)
        var count = 0
        try OpenSSL.check("EVP_DigestSign") { EVP_DigestSign(context, nil, &count, message, message.count) }
        var signature = [UInt8](repeating: 0, count: count)
        try OpenSSL.check("EVP_DigestSign") { EVP_DigestSign(context, &signature, &count, message, message.count) }
        return Array(signature.prefix(count))
    }

    /// Whether `signature` is one of `message`; the C function is EVP_DigestVerify. Whatever OpenSSL finds wrong with a
    /// signature, its encoding included, is a "no".
    /// - Throws: `opensslFailure` if the check cannot begin.
    consuming func isValid(
        _ signature: [UInt8], of message: [UInt8], _ algorithm: SignatureAlgorithm, key: borrowing EVPKey
    ) throws(CryptographyError) -> Bool {
        let pointer = key.pointer
        var keyContext: OpaquePointer?
        try OpenSSL.check("EVP_DigestVerifyInit_ex") {
            EVP_DigestVerifyInit_ex(context, &keyContext, algorithm.hash.opensslName, nil, nil, pointer, nil)
        }
        try Self.setPadding(algorithm, keyContext)
        return try OpenSSL.verdict("EVP_DigestVerify") {
            EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1 ? 1 : 0
        }
    }

    /// MGF1 uses the hash of the signature unless told otherwise.
    private static func setPadding(_ algorithm: SignatureAlgorithm, _ keyContext: OpaquePointer?)
        throws(CryptographyError)
    {
        switch algorithm {
        case .ecdsa: return
        case .rsaPKCS1:
            try OpenSSL.check("RSA_PKCS1_PADDING") { EVP_PKEY_CTX_set_rsa_padding(keyContext, RSA_PKCS1_PADDING) }
        case .rsaPSS:
            try OpenSSL.check("RSA_PKCS1_PSS_PADDING") {
                EVP_PKEY_CTX_set_rsa_padding(keyContext, RSA_PKCS1_PSS_PADDING)
            }
            try OpenSSL.check("RSA_PSS_SALTLEN_DIGEST") {
                EVP_PKEY_CTX_set_rsa_pss_saltlen(keyContext, RSA_PSS_SALTLEN_DIGEST)
            }
        }
    }
}
