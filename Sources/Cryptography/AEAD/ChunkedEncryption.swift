/// The C2SP chunked-encryption scheme (c2sp.org/chunked-encryption, v1) over SHA-512 and an AEAD with 32-byte keys.
/// With AES-256-GCM it is the instance Cobblestone-256.
///
/// ```
/// message     = salt (24) ‖ commitment (32) ‖ sealed chunk 0 ‖ sealed chunk 1 ‖ ...
/// sealed chunk = ciphertext (16,384; the last one 0...16,383) ‖ tag (16)
/// key (32) ‖ base nonce (12) ‖ commitment (32) = HKDF-Expand-SHA-512(input key,
///     "c2sp.org/chunked-encryption@v1+" ‖ AEAD name ‖ 0x00 ‖ salt ‖ context)
/// nonce of chunk i = base nonce XOR i, big endian
/// ```
package enum ChunkedEncryption {
    /// Length of every chunk but the last in bytes of plaintext.
    package static let chunkSize = 16_384
    /// Length of a full chunk in bytes of ciphertext, with its tag.
    package static let sealedChunkSize = chunkSize + AEAD.tagSize
    /// Length of the salt in bytes.
    package static let saltSize = 24
    /// Length of the key commitment in bytes.
    package static let commitmentSize = 32
    /// The largest number of chunks in a message, which keeps it below 4 PiB.
    package static let maximumChunks: UInt64 = 1 << 38

    /// Length of all sealed chunks in bytes, without salt and commitment.
    /// - Returns: nil for a plaintext that needs more than `maximumChunks`.
    package static func ciphertextCount(plaintextCount: UInt64) -> UInt64? {
        let fullChunks = plaintextCount / UInt64(chunkSize)
        guard fullChunks < maximumChunks else { return nil }
        return plaintextCount + (fullChunks + 1) * UInt64(AEAD.tagSize)
    }

    /// Length of the plaintext in bytes, from the length of all sealed chunks without salt and commitment.
    ///
    /// The last chunk is always short, so that every length belongs to one plaintext length at most.
    /// - Returns: nil for a length that no message has, above all one that ends on the boundary of a full chunk.
    package static func plaintextCount(ciphertextCount: UInt64) -> UInt64? {
        let (fullChunks, lastChunk) = ciphertextCount.quotientAndRemainder(dividingBy: UInt64(sealedChunkSize))
        guard fullChunks < maximumChunks, lastChunk >= AEAD.tagSize else { return nil }
        return fullChunks * UInt64(chunkSize) + lastChunk - UInt64(AEAD.tagSize)
    }
}
