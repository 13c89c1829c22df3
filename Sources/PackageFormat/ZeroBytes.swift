import Glibc

extension UnsafeRawBufferPointer {
    /// Whether every byte is zero; true for no bytes. Not in constant time.
    ///
    /// That is so if the first byte is zero and every byte equals the one after it, which memcmp(3) finds many bytes at a
    /// time, at any alignment.
    var isZero: Bool {
        guard let base = baseAddress, let first else { return true }
        return first == 0 && memcmp(base, base + 1, count - 1) == 0
    }
}
