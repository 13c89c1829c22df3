import Cryptography
import Dispersal
import SystemIO
import Transparency

/// One worker's buffers and contexts for sealing stripes: their plaintext becomes data units, and these give parity units.
struct StripeSealer: ~Copyable {
    private let split: Split
    private let code: ReedSolomon
    private var cipher: ChunkCipher
    private var hasher: Hasher
    let plaintext: StripeBuffer
    private let ciphertext: StripeBuffer
    private let parity: StripeBuffer

    /// - Parameter bodyOffset: where the body starts in the piece, in bytes.
    init(_ keys: borrowing PackageKeys, split: Split, bodyOffset: UInt64) throws(PackageFormatError) {
        let chunks = split.k * split.unitSize / ChunkedEncryption.sealedChunkSize
        let cipher = try cryptography { () throws(CryptographyError) in try keys.chunks.cipher() }
        let hasher = try cryptography { () throws(CryptographyError) in try Hasher(.sha256) }
        let code: ReedSolomon
        do { code = try ReedSolomon(k: split.k, n: split.n) } catch { throw PackageFormatError(error) }
        self.split = split
        self.code = code
        self.cipher = cipher
        self.hasher = hasher
        plaintext = StripeBuffer(count: chunks * ChunkedEncryption.chunkSize)
        ciphertext = StripeBuffer(count: chunks * ChunkedEncryption.sealedChunkSize, fileOffset: bodyOffset)
        parity = StripeBuffer(count: (split.n - split.k) * split.unitSize, fileOffset: bodyOffset)
    }

    /// Seals the first `count` bytes of the plaintext buffer as stripe `stripe`.
    /// - Returns: size of each of the n units, in bytes.
    mutating func seal(stripe: UInt64, count: Int) throws(PackageFormatError) -> Int {
        let size: Int
        do { size = try encrypt(stripe: stripe, count: count) } catch { throw PackageFormatError(error) }
        guard split.n > split.k else { return size }
        do throws(DispersalError) {
            try code.encode(
                (0..<split.k).map { unit($0, size: size) },
                into: (0..<split.n - split.k).map { parity.part($0 * size, size) })
        } catch { throw PackageFormatError(error) }
        return size
    }

    private mutating func encrypt(stripe: UInt64, count: Int) throws(CryptographyError) -> Int {
        let firstChunk = stripe * UInt64(plaintext.count / ChunkedEncryption.chunkSize)
        let isLast = count < plaintext.count
        let fullChunks = count / ChunkedEncryption.chunkSize
        for chunk in 0..<fullChunks {
            try encrypt(firstChunk, chunk, ChunkedEncryption.chunkSize)
            giveBackUnit(endingWith: chunk)
        }
        guard isLast else { return split.unitSize }
        let rest = count % ChunkedEncryption.chunkSize
        try encrypt(firstChunk, fullChunks, rest)
        return zeroFill(fullChunks * ChunkedEncryption.sealedChunkSize + rest + AEAD.tagSize)
    }

    /// Of wide stripes the plaintext does not stay in memory beside all of the ciphertext: no more than that of twelve units.
    private func giveBackUnit(endingWith chunk: Int) {
        let chunks = split.unitSize / ChunkedEncryption.sealedChunkSize
        guard (chunk + 1) % chunks == 0, (chunk + 1) / chunks <= split.k - 12 else { return }
        let size = chunks * ChunkedEncryption.chunkSize
        plaintext.giveBack((chunk + 1) / chunks * size - size, size)
    }

    private mutating func encrypt(_ first: UInt64, _ chunk: Int, _ count: Int) throws(CryptographyError) {
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

    /// Unit `number`, 0..<n, of the stripe sealed last: first the data, then the parity.
    func unit(_ number: Int, size: Int) -> UnsafeRawBufferPointer {
        let isData = number < split.k
        let part = isData ? ciphertext.part(number * size, size) : parity.part((number - split.k) * size, size)
        return UnsafeRawBufferPointer(part)
    }

    mutating func leafHash(unit number: Int, size: Int) throws(CryptographyError) -> [UInt8] {
        try TreeHash.leaf(unit(number, size: size), with: &hasher).bytes
    }
}
