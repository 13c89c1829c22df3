internal import COpenSSL

/// The keystream of AES-256 in counter mode (NIST SP 800-38A, 6.5) with an initial counter block of zeros, addressed by
/// byte offset: what `openssl enc -aes-256-ctr -iv 0` makes of zeros.
///
/// A filler, which hides nothing: the key is an ordinary value. No call after `init` allocates.
package struct Keystream: ~Copyable {
    private let context: OpenSSLObject

    /// Length of a key in bytes.
    package static let keySize = 32
    /// Offsets are multiples of this many bytes: one counter block.
    package static let blockSize = 16

    /// - Throws: `invalidKey` for another length, `unsupportedAlgorithm`, `opensslFailure`.
    package init(key: [UInt8]) throws(CryptographyError) {
        guard key.count == Self.keySize else {
            throw CryptographyError(.invalidKey, operation: "AES-256-CTR", reason: "a key of \(key.count) bytes")
        }
        let method = try Self.fetched.pointer()
        let context = try OpenSSLObject("EVP_CIPHER_CTX_new", freedBy: EVP_CIPHER_CTX_free) { EVP_CIPHER_CTX_new() }
        try OpenSSL.check("EVP_CipherInit_ex2") { EVP_CipherInit_ex2(context.pointer, method, key, nil, 1, nil) }
        self.context = context
    }

    /// Its place on the recommended list.
    /// - Throws: `notListed` if the list has dropped it.
    package static func listing() throws(CryptographyError) -> RecommendedList.Entry {
        try RecommendedList.entry(.confidentialityMode, "CTR", name)
    }

    /// Fills `buffer` with the bytes of the stream from `offset` on, which is a multiple of ``blockSize``.
    /// - Throws: `outOfRange` for another offset, `opensslFailure`.
    package mutating func fill(_ buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(CryptographyError) {
        guard offset.isMultiple(of: UInt64(Self.blockSize)) else {
            throw CryptographyError(.outOfRange, operation: "AES-256-CTR", reason: "offset \(offset) inside a block")
        }
        try seek(block: offset / UInt64(Self.blockSize))
        var done = 0
        while done < buffer.count {
            let count = min(Zeros.count, buffer.count - done)
            try encryptZeros(into: buffer.baseAddress?.advanced(by: done), count: Int32(truncatingIfNeeded: count))
            done += count
        }
    }

    /// Sets the counter, a big-endian number of 128 bits.
    private func seek(block: UInt64) throws(CryptographyError) {
        var counter = (UInt64(0), block.bigEndian)
        try OpenSSL.check("EVP_CipherInit_ex2") {
            withUnsafeBytes(of: &counter) { bytes in
                let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
                return EVP_CipherInit_ex2(context.pointer, nil, nil, start, 1, nil)
            }
        }
    }

    private func encryptZeros(into output: UnsafeMutableRawPointer?, count: Int32) throws(CryptographyError) {
        var written: Int32 = 0
        let start = output?.assumingMemoryBound(to: UInt8.self)
        try OpenSSL.check("EVP_CipherUpdate") {
            EVP_CipherUpdate(context.pointer, start, &written, Zeros.shared.start, count)
        }
    }

    private static let name = "AES-256-CTR"
    private static let fetched = FetchedAlgorithm(name, EVP_CIPHER_fetch)
}

/// The plaintext of every keystream, small enough to stay in a processor's cache: encrypting it costs no memory traffic
/// but that of the output.
/// Sendable because it is never written after its making; it lives as long as the process.
private final class Zeros: @unchecked Sendable {
    static let count = 65_536
    static let shared = Zeros()
    let start: UnsafePointer<UInt8>

    private init() {
        let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: Self.count)
        memory.initialize(repeating: 0, count: Self.count)
        start = UnsafePointer(memory)
    }

    deinit { start.deallocate() }
}
