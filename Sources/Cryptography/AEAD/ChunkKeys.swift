/// The keys of one message of the C2SP chunked-encryption scheme, derived from its input key, salt and context.
package struct ChunkKeys: ~Copyable, Sendable {
    /// Binds the ciphertext to these keys. Who decrypts compares it, in constant time, before any chunk is opened.
    package let commitment: [UInt8]
    /// The AEAD that the chunks are sealed with.
    package let aead: AEAD
    let key: Secret
    let baseNonce: [UInt8]

    /// Derives the keys.
    /// - Parameters:
    ///   - inputKey: `AEAD.keySize` uniformly random bytes.
    ///   - salt: `ChunkedEncryption.saltSize` bytes that never repeat under one input key.
    ///   - context: what the message is bound to; may be empty.
    /// - Throws: `invalidKey` or `outOfRange` for another length of input key or salt, `opensslFailure`.
    package init(
        _ aead: AEAD, inputKey: borrowing Secret, salt: [UInt8], context: [UInt8]
    ) throws(CryptographyError) {
        try self.init(aead, derivationHash: .sha512, inputKey: inputKey, salt: salt, context: context)
    }

    /// The scheme with another hash in HKDF-Expand. Not Cobblestone: only published vectors need it.
    init(
        _ aead: AEAD, derivationHash: HashAlgorithm, inputKey: borrowing Secret, salt: [UInt8], context: [UInt8]
    ) throws(CryptographyError) {
        guard inputKey.count == AEAD.keySize else {
            throw Self.refusal(.invalidKey, "an input key of \(inputKey.count) bytes")
        }
        guard salt.count == ChunkedEncryption.saltSize else {
            throw Self.refusal(.outOfRange, "a salt of \(salt.count) bytes")
        }
        let label = Array("c2sp.org/chunked-encryption@v1+\(aead.ianaName)".utf8)
        let size = AEAD.keySize + AEAD.nonceSize + ChunkedEncryption.commitmentSize
        let derived = try HKDF.expand(derivationHash, key: inputKey, info: label + [0] + salt + context, count: size)
        let publicPart = derived.withUnsafeBytes { Array($0[AEAD.keySize...]) }
        self.aead = aead
        key = derived.prefix(AEAD.keySize)
        baseNonce = Array(publicPart.prefix(AEAD.nonceSize))
        commitment = Array(publicPart.dropFirst(AEAD.nonceSize))
    }

    /// A cipher for the chunks of this message. Each worker has its own.
    /// - Throws: `unsupportedAlgorithm`, `opensslFailure`.
    package borrowing func cipher() throws(CryptographyError) -> ChunkCipher { try ChunkCipher(self) }

    private static func refusal(_ code: CryptographyError.Code, _ reason: String) -> CryptographyError {
        CryptographyError(code, operation: "chunked encryption", reason: reason)
    }
}
