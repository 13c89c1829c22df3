import Glibc

/// Memory that a device can be written from and read into past the page cache (O_DIRECT, open(2)).
struct AlignedBuffer: ~Copyable {
    /// The whole of it, zeroed at first.
    let bytes: UnsafeMutableRawBufferPointer

    /// - Parameter alignment: a power of two; at least a page is taken.
    init(count: Int, alignment: Int) {
        bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: max(alignment, 4_096))
        bytes.initializeMemory(as: UInt8.self, repeating: 0)
    }

    deinit { bytes.deallocate() }

    /// Its first `count` bytes.
    func prefix(_ count: Int) -> UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(rebasing: bytes[..<count])
    }
}
