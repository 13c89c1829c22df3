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
        // In place: of wide stripes, a second buffer would be most of a worker's memory.
        let ciphertext = try reader.read(stripe: stripe)
        if let count = try decryption.open(UnsafeRawBufferPointer(ciphertext), stripe: stripe, into: ciphertext) {
            return UnsafeRawBufferPointer(rebasing: ciphertext[..<count])
        }
        throw PackageFormatError(
            .damaged, "the unit's content is not authentic", place: Place(.unit, unit: stripe))
    }
}

/// Decrypts the chunks of stripes, one after the other or in any order.
struct StripeDecryption: ~Copyable {
    private var cipher: ChunkCipher
    private let chunksPerStripe: Int

    init(_ keys: borrowing PackageKeys, chunksPerStripe: Int) throws(PackageFormatError) {
        do { cipher = try keys.chunks.cipher() } catch { throw PackageFormatError(error) }
        self.chunksPerStripe = chunksPerStripe
    }

    /// Decrypts a stripe's chunk stream.
    /// - Parameter plaintext: as long at least; may be the same memory, whose content is then lost.
    /// - Returns: bytes of plaintext; nil if a chunk is not authentic.
    mutating func open(
        _ ciphertext: UnsafeRawBufferPointer, stripe: UInt64, into plaintext: UnsafeMutableRawBufferPointer
    ) throws(PackageFormatError) -> Int? {
        let isInPlace = ciphertext.baseAddress == UnsafeRawPointer(plaintext.baseAddress)
        var (source, target, chunk) = (0, 0, stripe * UInt64(chunksPerStripe))
        while source < ciphertext.count {
            let size = min(ChunkedEncryption.sealedChunkSize, ciphertext.count - source)
            let count = size - AEAD.tagSize
            guard count >= 0 else { return nil }
            // A cipher takes the same memory for both, but none that overlaps otherwise: the plaintext moves up afterwards.
            let place = isInPlace ? source : target
            let output = UnsafeMutableRawBufferPointer(rebasing: plaintext[place..<place + count])
            do throws(CryptographyError) {
                try cipher.open(
                    chunk: chunk, UnsafeRawBufferPointer(rebasing: ciphertext[source..<source + size]), into: output)
            } catch {
                guard error.code != .authenticationFailed else { return nil }
                throw PackageFormatError(error)
            }
            if place != target {
                UnsafeMutableRawBufferPointer(rebasing: plaintext[target..<target + count])
                    .copyMemory(from: UnsafeRawBufferPointer(output))
            }
            source += size
            target += count
            chunk += 1
        }
        return target
    }
}
