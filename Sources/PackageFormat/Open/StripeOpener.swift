import Cryptography
import SystemIO

/// One worker's buffers and contexts for opening stripes: a unit is verified, then decrypted.
struct StripeOpener: ~Copyable {
    private var units: UnitReader
    private var cipher: ChunkCipher
    private let plaintext: StripeBuffer
    private let geometry: StripeGeometry

    init(_ package: borrowing UnlockedPackage) throws(PackageFormatError) {
        let units = try UnitReader(package.structure)
        let cipher = try cryptography { () throws(CryptographyError) in try package.keys.chunks.cipher() }
        self.units = units
        self.cipher = cipher
        geometry = package.structure.geometry
        plaintext = StripeBuffer(count: geometry.plaintextPerStripe)
    }

    /// Plaintext of stripe `stripe`, valid until the next call.
    /// - Throws: `damaged` with the unit.
    mutating func open(
        stripe: UInt64, from file: borrowing Descriptor
    ) throws(PackageFormatError) -> UnsafeRawBufferPointer {
        let ciphertext = try units.read(stripe: stripe, from: file)
        let count = geometry.plaintextCount(stripe: stripe)
        let firstChunk = stripe * UInt64(geometry.chunksPerStripe)
        do throws(CryptographyError) {
            try decrypt(ciphertext, firstChunk: firstChunk, count: count)
        } catch {
            guard error.code == .authenticationFailed else {
                throw PackageFormatError(error)
            }
            throw PackageFormatError(
                .damaged, "the unit's content is not authentic", place: Place(.unit, unit: stripe))
        }
        return UnsafeRawBufferPointer(plaintext.part(0, count))
    }

    private mutating func decrypt(
        _ ciphertext: UnsafeRawBufferPointer, firstChunk: UInt64, count: Int
    ) throws(CryptographyError) {
        let length = geometry.ciphertextCount(stripe: firstChunk / UInt64(geometry.chunksPerStripe))
        var (source, target, chunk) = (0, 0, firstChunk)
        while source < length {
            let size = min(ChunkedEncryption.sealedChunkSize, length - source)
            try cipher.open(
                chunk: chunk, UnsafeRawBufferPointer(rebasing: ciphertext[source..<source + size]),
                into: plaintext.part(target, size - AEAD.tagSize))
            source += size
            target += size - AEAD.tagSize
            chunk += 1
        }
    }
}
