internal import COpenSSL

/// Seals and opens messages under one key (RFC 5116). It is keyed once; each message sets only a new nonce.
///
/// The caller never uses a nonce twice under one key.
/// Input and output may be the same memory, from the same address, or must not overlap.
/// Sendable because it is the only owner of its contexts.
package struct AEADCipher: ~Copyable, @unchecked Sendable {
    private var encryption: CipherContext
    private var decryption: CipherContext

    /// Keys both directions.
    /// - Throws: `invalidKey` if `key` has not `AEAD.keySize` bytes, `unsupportedAlgorithm`, `opensslFailure`.
    package init(_ aead: AEAD, key: borrowing Secret) throws(CryptographyError) {
        guard key.count == AEAD.keySize else {
            throw CryptographyError(.invalidKey, operation: aead.name, reason: "a key of \(key.count) bytes")
        }
        let encryption = try key.withUnsafeBytes { (bytes) throws(CryptographyError) in
            try CipherContext(aead, key: bytes, encrypts: true)
        }
        let decryption = try key.withUnsafeBytes { (bytes) throws(CryptographyError) in
            try CipherContext(aead, key: bytes, encrypts: false)
        }
        self.encryption = encryption
        self.decryption = decryption
    }

    /// Writes the ciphertext of `plaintext` and the tag behind it to `output`, which has exactly 16 bytes more.
    /// - Throws: `outOfRange` for a wrong length of nonce or output, `opensslFailure`.
    package mutating func seal(
        nonce: UnsafeRawBufferPointer, aad: UnsafeRawBufferPointer?, _ plaintext: UnsafeRawBufferPointer,
        into output: UnsafeMutableRawBufferPointer
    ) throws(CryptographyError) {
        try Self.requireSizes(nonce: nonce.count, plaintext: plaintext.count, ciphertext: output.count)
        try encryption.begin(nonce: nonce)
        if let aad { try encryption.authenticate(aad) }
        try encryption.transform(plaintext, into: output)
        try encryption.finish(tag: UnsafeMutableRawBufferPointer(rebasing: output[plaintext.count...]))
    }

    /// Writes the plaintext of `ciphertext`, which ends with its tag, to `output`, which has exactly 16 bytes less.
    /// On failure `output` is wiped.
    /// - Throws: `authenticationFailed` for another key, nonce or associated data, or altered bytes;
    ///   `outOfRange` for a wrong length of nonce, ciphertext or output; `opensslFailure`.
    package mutating func open(
        nonce: UnsafeRawBufferPointer, aad: UnsafeRawBufferPointer?, _ ciphertext: UnsafeRawBufferPointer,
        into output: UnsafeMutableRawBufferPointer
    ) throws(CryptographyError) {
        try Self.requireSizes(nonce: nonce.count, plaintext: output.count, ciphertext: ciphertext.count)
        do throws(CryptographyError) {
            try decryption.begin(nonce: nonce)
            if let aad { try decryption.authenticate(aad) }
            try decryption.transform(UnsafeRawBufferPointer(rebasing: ciphertext[..<output.count]), into: output)
            let tag = UnsafeRawBufferPointer(rebasing: ciphertext[output.count...])
            guard try decryption.finish(verifying: tag) else {
                throw CryptographyError(.authenticationFailed, operation: "AEAD open", reason: "the tag does not match")
            }
        } catch {
            OPENSSL_cleanse(output.baseAddress, output.count)
            throw error
        }
    }

    private static func requireSizes(nonce: Int, plaintext: Int, ciphertext: Int) throws(CryptographyError) {
        guard nonce == AEAD.nonceSize else {
            throw CryptographyError(.outOfRange, operation: "AEAD", reason: "a nonce of \(nonce) bytes")
        }
        guard ciphertext == plaintext + AEAD.tagSize else {
            throw CryptographyError(
                .outOfRange, operation: "AEAD", reason: "\(ciphertext) bytes of ciphertext for \(plaintext)")
        }
    }
}
