import Cryptography

/// One worker's buffers and contexts for opening stripes: their units are verified, then decrypted.
struct StripeOpener: ~Copyable {
    private var reader: StripeReader
    private var decryption: StripeDecryption

    init(_ package: borrowing UnlockedPackage) throws(PackageFormatError) {
        let reader = try StripeReader(package.structure)
        decryption = try StripeDecryption(
            package.keys, chunksPerStripe: package.structure.geometry.chunksPerStripe)
        self.reader = reader
    }

    /// Plaintext of stripe `stripe`, valid until the next call.
    /// - Throws: `damaged` with the unit; otherwise as ``StripeReader/read(stripe:)``.
    mutating func open(stripe: UInt64) throws(PackageFormatError) -> UnsafeRawBufferPointer {
        let ciphertext = try reader.read(stripe: stripe)
        if let plaintext = try decryption.open(ciphertext, stripe: stripe) { return plaintext }
        throw PackageFormatError(
            .damaged, "the unit's content is not authentic", place: Place(.unit, unit: stripe))
    }
}

/// Decrypts the chunks of stripes, one after the other or in any order.
struct StripeDecryption: ~Copyable {
    private var cipher: ChunkCipher
    private let plaintext: StripeBuffer
    private let chunksPerStripe: Int

    init(_ keys: borrowing PackageKeys, chunksPerStripe: Int) throws(PackageFormatError) {
        do { cipher = try keys.chunks.cipher() } catch { throw PackageFormatError(error) }
        plaintext = StripeBuffer(count: chunksPerStripe * ChunkedEncryption.chunkSize)
        self.chunksPerStripe = chunksPerStripe
    }

    /// Plaintext of a stripe's chunk stream, valid until the next call; nil if a chunk is not authentic.
    mutating func open(
        _ ciphertext: UnsafeRawBufferPointer, stripe: UInt64
    ) throws(PackageFormatError) -> UnsafeRawBufferPointer? {
        var (source, target, chunk) = (0, 0, stripe * UInt64(chunksPerStripe))
        while source < ciphertext.count {
            let size = min(ChunkedEncryption.sealedChunkSize, ciphertext.count - source)
            guard size >= AEAD.tagSize else { return nil }
            do throws(CryptographyError) {
                try cipher.open(
                    chunk: chunk, UnsafeRawBufferPointer(rebasing: ciphertext[source..<source + size]),
                    into: plaintext.part(target, size - AEAD.tagSize))
            } catch {
                guard error.code != .authenticationFailed else { return nil }
                throw PackageFormatError(error)
            }
            source += size
            target += size - AEAD.tagSize
            chunk += 1
        }
        return UnsafeRawBufferPointer(plaintext.part(0, target))
    }
}
