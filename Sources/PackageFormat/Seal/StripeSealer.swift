import Cryptography
import SystemIO
import Transparency

/// One worker's buffers and contexts for sealing stripes.
struct StripeSealer: ~Copyable {
    private let split: Split
    private var cipher: ChunkCipher
    private var hasher: Hasher
    let plaintext: StripeBuffer
    private let ciphertext: StripeBuffer

    /// - Parameter bodyOffset: where the body starts in the piece, in bytes.
    init(_ keys: borrowing PackageKeys, split: Split, bodyOffset: UInt64) throws(PackageFormatError) {
        let chunks = split.k * split.unitSize / ChunkedEncryption.sealedChunkSize
        let cipher = try cryptography { () throws(CryptographyError) in try keys.chunks.cipher() }
        let hasher = try cryptography { () throws(CryptographyError) in try Hasher(.sha256) }
        self.split = split
        self.cipher = cipher
        self.hasher = hasher
        plaintext = StripeBuffer(count: chunks * ChunkedEncryption.chunkSize)
        ciphertext = StripeBuffer(count: chunks * ChunkedEncryption.sealedChunkSize, fileOffset: bodyOffset)
    }

    /// Seals the first `count` bytes of the plaintext buffer as stripe `stripe`.
    /// - Returns: size of each of the k data units, in bytes.
    mutating func seal(stripe: UInt64, count: Int) throws(CryptographyError) -> Int {
        let firstChunk = stripe * UInt64(plaintext.count / ChunkedEncryption.chunkSize)
        let isLast = count < plaintext.count
        let fullChunks = count / ChunkedEncryption.chunkSize
        for chunk in 0..<fullChunks { try seal(firstChunk, chunk, ChunkedEncryption.chunkSize) }
        guard isLast else { return split.unitSize }
        let rest = count % ChunkedEncryption.chunkSize
        try seal(firstChunk, fullChunks, rest)
        return zeroFill(fullChunks * ChunkedEncryption.sealedChunkSize + rest + AEAD.tagSize)
    }

    private mutating func seal(_ first: UInt64, _ chunk: Int, _ count: Int) throws(CryptographyError) {
        let source = plaintext.part(chunk * ChunkedEncryption.chunkSize, count)
        let target = ciphertext.part(chunk * ChunkedEncryption.sealedChunkSize, count + AEAD.tagSize)
        try cipher.seal(chunk: first + UInt64(chunk), UnsafeRawBufferPointer(source), into: target)
    }

    /// Cuts the last stripe into k equal units.
    private func zeroFill(_ length: Int) -> Int {
        let unit = (length + split.k - 1) / split.k
        ciphertext.part(length, unit * split.k - length).initializeMemory(as: UInt8.self, repeating: 0)
        return unit
    }

    /// Data unit `number`, 0..<k, of the stripe sealed last.
    func unit(_ number: Int, size: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(ciphertext.part(number * size, size))
    }

    mutating func leafHash(unit number: Int, size: Int) throws(CryptographyError) -> [UInt8] {
        try TreeHash.leaf(unit(number, size: size), with: &hasher).bytes
    }
}
