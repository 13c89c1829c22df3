internal import COpenSSL

/// Bytes that must stay secret: a key, a passphrase, a share, a plaintext key.
///
/// There is one owner, no description, and no way to a `String`. The memory is locked where the system allows it, left
/// out of core dumps, and wiped at the end of life. Comparison takes the same time wherever two secrets differ.
///
/// Sendable because the bytes are written only while `init` runs and are only read afterwards.
package struct Secret: ~Copyable, @unchecked Sendable {
    private let pages: LockedPages
    /// Length in bytes. The length is not secret.
    package let count: Int

    /// A secret of `count` bytes (at least 0), written by `fill` into zeroed memory.
    /// - Throws: what `fill` throws; the memory is wiped then.
    package init<Failure>(
        count: Int, _ fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        let pages = LockedPages(count: count)
        try fill(UnsafeMutableRawBufferPointer(start: pages.base, count: max(0, count)))
        self.count = max(0, count)
        self.pages = pages
    }

    /// Random bytes from OpenSSL's private DRBG; the C function is RAND_priv_bytes.
    /// - Throws: `opensslFailure` if the system gives no entropy, `outOfRange` for a count above 2^31 - 1.
    package init(random count: Int) throws(CryptographyError) {
        try self.init(count: count) { (buffer) throws(CryptographyError) in
            try fillRandomly(buffer, operation: "RAND_priv_bytes", RAND_priv_bytes)
        }
    }

    /// A copy of `bytes`; the caller wipes the original if it was secret.
    package init(copying bytes: UnsafeRawBufferPointer) {
        self.init(count: bytes.count) { $0.copyMemory(from: bytes) }
    }

    /// A copy of `bytes`, which were never secret: test vectors and other public values.
    package init(copying bytes: [UInt8]) {
        self.init(count: bytes.count) { $0.copyBytes(from: bytes) }
    }

    /// Lends the bytes for reading. The pointer is never NULL, and must not leave `body`.
    /// - Throws: what `body` throws.
    package borrowing func withUnsafeBytes<Value: ~Copyable, Failure>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        try body(UnsafeRawBufferPointer(start: pages.base, count: count))
    }

    /// Whether both hold the same bytes, in time that depends on the lengths only; the C function is CRYPTO_memcmp.
    package borrowing func equalsInConstantTime(_ other: borrowing Secret) -> Bool {
        count == other.count && CRYPTO_memcmp(pages.base, other.pages.base, count) == 0
    }
}
