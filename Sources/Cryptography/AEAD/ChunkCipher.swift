/// Seals and opens the chunks of one message, in any order. No call allocates memory.
package struct ChunkCipher: ~Copyable, Sendable {
    private var cipher: AEADCipher
    /// The base nonce as two big-endian numbers: its first 4 and last 8 bytes.
    private let nonceHigh: UInt32
    private let nonceLow: UInt64

    init(_ keys: borrowing ChunkKeys) throws(CryptographyError) {
        let cipher = try AEADCipher(keys.aead, key: keys.key)
        nonceHigh = keys.baseNonce.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
        nonceLow = keys.baseNonce.dropFirst(4).reduce(0) { $0 << 8 | UInt64($1) }
        self.cipher = cipher
    }

    /// Seals chunk number `chunk`; `sealed` has exactly 16 bytes more than `plaintext`.
    ///
    /// No chunk number is ever sealed twice with different contents.
    /// - Throws: `outOfRange` for a number from `maximumChunks` or more than 16,384 bytes; otherwise as `AEADCipher.seal`.
    package mutating func seal(
        chunk: UInt64, _ plaintext: UnsafeRawBufferPointer, into sealed: UnsafeMutableRawBufferPointer
    ) throws(CryptographyError) {
        try Self.requireRange(chunk: chunk, count: plaintext.count)
        let nonce = nonce(of: chunk)
        try nonce.span.bytes.withUnsafeBytes { (nonce) throws(CryptographyError) in
            try cipher.seal(nonce: nonce, aad: nil, plaintext, into: sealed)
        }
    }

    /// Opens chunk number `chunk`; `plaintext` has exactly 16 bytes less than `sealed`, and is wiped on failure.
    ///
    /// That the last chunk is short, and no other, is for the caller to see to (`ChunkedEncryption.plaintextCount`).
    /// - Throws: `authenticationFailed`; `outOfRange` for a number from `maximumChunks` or more than 16,400 bytes.
    package mutating func open(
        chunk: UInt64, _ sealed: UnsafeRawBufferPointer, into plaintext: UnsafeMutableRawBufferPointer
    ) throws(CryptographyError) {
        try Self.requireRange(chunk: chunk, count: plaintext.count)
        let nonce = nonce(of: chunk)
        try nonce.span.bytes.withUnsafeBytes { (nonce) throws(CryptographyError) in
            try cipher.open(nonce: nonce, aad: nil, sealed, into: plaintext)
        }
    }

    /// The base nonce XOR the chunk number, in the order of its bytes.
    private func nonce(of chunk: UInt64) -> InlineArray<3, UInt32> {
        let low = nonceLow ^ chunk
        return [
            nonceHigh.bigEndian, UInt32(truncatingIfNeeded: low >> 32).bigEndian,
            UInt32(truncatingIfNeeded: low).bigEndian,
        ]
    }

    private static func requireRange(chunk: UInt64, count: Int) throws(CryptographyError) {
        guard chunk < ChunkedEncryption.maximumChunks, count <= ChunkedEncryption.chunkSize else {
            throw CryptographyError(
                .outOfRange, operation: "chunked encryption", reason: "chunk \(chunk) of \(count) bytes")
        }
    }
}
