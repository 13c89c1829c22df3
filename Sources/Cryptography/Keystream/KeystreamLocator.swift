internal import COpenSSL

/// Finds out whether bytes belong to a ``Keystream``, and to which offset of it: a block of the stream is an encrypted
/// counter, so decrypting it gives its place away.
package struct KeystreamLocator: ~Copyable {
    private let context: OpenSSLObject

    /// - Throws: `invalidKey` for another length than ``Keystream/keySize``, `unsupportedAlgorithm`, `opensslFailure`.
    package init(key: [UInt8]) throws(CryptographyError) {
        guard key.count == Keystream.keySize else {
            throw CryptographyError(.invalidKey, operation: "AES-256", reason: "a key of \(key.count) bytes")
        }
        let method = try Self.fetched.pointer()
        let context = try OpenSSLObject("EVP_CIPHER_CTX_new", freedBy: EVP_CIPHER_CTX_free) { EVP_CIPHER_CTX_new() }
        try OpenSSL.check("EVP_CipherInit_ex2") { EVP_CipherInit_ex2(context.pointer, method, key, nil, 0, nil) }
        try OpenSSL.check("EVP_CIPHER_CTX_set_padding") { EVP_CIPHER_CTX_set_padding(context.pointer, 0) }
        self.context = context
    }

    /// The offset in the stream that `bytes`, 31 or more, are copied from, or nil if they are from elsewhere.
    ///
    /// Only one of 16 alignments can meet a whole counter block, so all are tried. That other bytes pass for a block of a
    /// stream shorter than 2^64 bytes has a probability of less than 2^-60.
    /// - Parameter limit: length of the stream in bytes; places beyond it do not count.
    /// - Throws: `opensslFailure`.
    package mutating func offset(
        of bytes: UnsafeRawBufferPointer, below limit: UInt64
    ) throws(CryptographyError) -> UInt64? {
        let size = Keystream.blockSize
        guard bytes.count >= 2 * size - 1 else { return nil }
        for shift in 0..<size {
            let counter = try decrypted(UnsafeRawBufferPointer(rebasing: bytes[shift..<shift + size]))
            let (offset, overflow) = counter.low.multipliedReportingOverflow(by: UInt64(size))
            guard counter.high == 0, !overflow, offset >= UInt64(shift), offset < limit else { continue }
            return offset - UInt64(shift)
        }
        return nil
    }

    private struct Counter {
        let high: UInt64
        let low: UInt64
    }

    private func decrypted(_ block: UnsafeRawBufferPointer) throws(CryptographyError) -> Counter {
        var counter = (UInt64(0), UInt64(0))
        var written: Int32 = 0
        let input = block.baseAddress?.assumingMemoryBound(to: UInt8.self)
        try OpenSSL.check("EVP_CipherUpdate") {
            withUnsafeMutableBytes(of: &counter) { bytes in
                let output = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
                return EVP_CipherUpdate(context.pointer, output, &written, input, Int32(Keystream.blockSize))
            }
        }
        return Counter(high: UInt64(bigEndian: counter.0), low: UInt64(bigEndian: counter.1))
    }

    private static let fetched = FetchedAlgorithm("AES-256-ECB", EVP_CIPHER_fetch)
}
