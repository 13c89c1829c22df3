internal import CUnistring

/// Room in bytes that the normalisation form C of `count` bytes of UTF-8 can need.
///
/// The largest growth is threefold (Unicode FAQ "Normalization", U+1D160 in UTF-8).
package func nfcCapacity(forCount count: Int) -> Int { 3 * count }

/// Writes the normalisation form C (Unicode Standard Annex #15) of `utf8` to `output`.
///
/// It leaves no copy on the heap as long as no more than 64 combining marks follow one another,
/// so that it serves for secrets in locked memory. The C function is u8_normalize.
/// - Parameter output: at least `nfcCapacity(forCount: utf8.count)` bytes, apart from `utf8`.
/// - Returns: the number of bytes written, or nil if `utf8` is not valid UTF-8, or `output` too small.
package func normalizeNFC(_ utf8: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> Int? {
    guard isValidUTF8(utf8), output.count >= nfcCapacity(forCount: utf8.count) else { return nil }
    guard let source = utf8.baseAddress, let target = output.baseAddress, utf8.count > 0 else { return 0 }
    var count = output.count
    let written = u8_normalize(
        fubako_nfc(), source.assumingMemoryBound(to: UInt8.self), utf8.count,
        target.assumingMemoryBound(to: UInt8.self), &count)
    // With enough room the result is the buffer that was given; anything else is a failure (NULL, errno).
    guard written == target.assumingMemoryBound(to: UInt8.self) else { return nil }
    return count
}

/// Whether the bytes are valid UTF-8 (Unicode 3.9 D92: no overlong forms, no surrogates); the C function is u8_check.
package func isValidUTF8(_ utf8: UnsafeRawBufferPointer) -> Bool {
    guard let start = utf8.baseAddress else { return true }
    return u8_check(start.assumingMemoryBound(to: UInt8.self), utf8.count) == nil
}

/// Whether the bytes are valid UTF-8.
package func isValidUTF8(_ utf8: [UInt8]) -> Bool { utf8.withUnsafeBytes { isValidUTF8($0) } }
