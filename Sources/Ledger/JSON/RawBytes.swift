import Glibc

/// Whether both hold the same bytes. The standard library's comparison goes byte by byte through iterators, which a
/// verification of millions of entries would feel.
func isEqual(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
    guard left.count == right.count else { return false }
    guard let first = left.baseAddress, let second = right.baseAddress else { return true }
    return memcmp(first, second, left.count) == 0
}

/// Whether both hold the same bytes.
func isEqual(_ left: UnsafeRawBufferPointer, _ right: [UInt8]) -> Bool {
    right.withUnsafeBytes { isEqual(left, $0) }
}

/// Whether a text has these bytes.
func isEqual(_ left: UnsafeRawBufferPointer, _ right: StaticString) -> Bool {
    isEqual(left, UnsafeRawBufferPointer(start: right.utf8Start, count: right.utf8CodeUnitCount))
}
