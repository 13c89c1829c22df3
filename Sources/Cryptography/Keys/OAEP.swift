internal import COpenSSL

/// RSAES-OAEP (RFC 8017, 7.1) with SHA-256, MGF1 over SHA-256 and the empty label.
private enum OAEP {
    /// Two hashes and two octets of a ciphertext are not plaintext.
    static let overhead = 2 * HashAlgorithm.sha256.digestSize + 2

    static func setPadding(_ context: borrowing EVPKeyContext) throws(CryptographyError) {
        let pointer = context.pointer
        let name = HashAlgorithm.sha256.opensslName
        try OpenSSL.check("RSA_PKCS1_OAEP_PADDING") { EVP_PKEY_CTX_set_rsa_padding(pointer, RSA_PKCS1_OAEP_PADDING) }
        try OpenSSL.check("OAEP hash") { EVP_PKEY_CTX_set_rsa_oaep_md_name(pointer, name, nil) }
        try OpenSSL.check("OAEP mask") { EVP_PKEY_CTX_set_rsa_mgf1_md_name(pointer, name, nil) }
    }
}

extension PublicKey {
    /// The OAEP ciphertext of `secret`, as long as the modulus. The C function is EVP_PKEY_encrypt.
    /// - Throws: `unsupportedAlgorithm` for a key that is not RSA, `notListed` below 3072 bits,
    ///   `outOfRange` for a secret longer than the modulus less 66 bytes, `opensslFailure`.
    package func encryptOAEP(_ secret: borrowing Secret) throws(CryptographyError) -> [UInt8] {
        let operation = "RSA-OAEP encryption"
        guard let size = modulusSize else {
            throw CryptographyError(.unsupportedAlgorithm, operation: operation, reason: "a key of type \(type.name)")
        }
        guard type.isUsable else {
            throw CryptographyError(.notListed, operation: operation, reason: "\(type.name) is too short")
        }
        guard secret.count <= size - OAEP.overhead else {
            throw CryptographyError(.outOfRange, operation: operation, reason: "a secret of \(secret.count) bytes")
        }
        return try secret.withUnsafeBytes { (plaintext) throws(CryptographyError) in
            try withKey { (key) throws(CryptographyError) in
                let context = try EVPKeyContext(key)
                let pointer = context.pointer
                try OpenSSL.check("EVP_PKEY_encrypt_init") { EVP_PKEY_encrypt_init(pointer) }
                try OAEP.setPadding(context)
                var output = [UInt8](repeating: 0, count: size)
                var count = size
                let input = plaintext.baseAddress?.assumingMemoryBound(to: UInt8.self)
                try OpenSSL.check("EVP_PKEY_encrypt") {
                    EVP_PKEY_encrypt(pointer, &output, &count, input, plaintext.count)
                }
                return Array(output.prefix(count))
            }
        }
    }
}

extension PrivateKey {
    /// What `encryptOAEP` was given. The C function is EVP_PKEY_decrypt.
    /// - Throws: `authenticationFailed` for every ciphertext that does not decrypt, without saying why;
    ///   `unsupportedAlgorithm` for a key that is not RSA.
    package borrowing func decryptOAEP(_ ciphertext: [UInt8]) throws(CryptographyError) -> Secret {
        let operation = "RSA-OAEP decryption"
        guard let size = publicKey.modulusSize else {
            throw CryptographyError(.unsupportedAlgorithm, operation: operation, reason: "a key of type \(type.name)")
        }
        let refusal = CryptographyError(
            .authenticationFailed, operation: operation, reason: "the ciphertext is not for this key, or was altered")
        guard ciphertext.count == size else { throw refusal }
        let context = try EVPKeyContext(key)
        let pointer = context.pointer
        try OpenSSL.check("EVP_PKEY_decrypt_init") { EVP_PKEY_decrypt_init(pointer) }
        try OAEP.setPadding(context)
        var count = size
        let padded = try Secret(count: size) { (output) throws(CryptographyError) in
            let start = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
            let opened = try OpenSSL.verdict("EVP_PKEY_decrypt") {
                EVP_PKEY_decrypt(pointer, start, &count, ciphertext, ciphertext.count) == 1 ? 1 : 0
            }
            if !opened { throw refusal }
        }
        return padded.prefix(count)
    }
}
