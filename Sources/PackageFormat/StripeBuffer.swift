import Cryptography

/// Memory for a stripe or unit, kept for all of a worker's, and wiped at the end.
struct StripeBuffer: ~Copyable, @unchecked Sendable {
    // Sendable: the only owner of its memory.
    private static let lineSize = 64

    private let memory: UnsafeMutableRawBufferPointer
    /// The part that is used.
    let all: UnsafeMutableRawBufferPointer

    /// - Parameters:
    ///   - count: in bytes.
    ///   - fileOffset: where the bytes lie in the file that they are read from or written to. Memory that lies in its
    ///     cache line as the bytes lie in theirs is copied by the kernel half again as fast as memory that does not.
    init(count: Int, fileOffset: UInt64 = 0) {
        memory = .allocate(byteCount: count + Self.lineSize, alignment: 4_096)
        let start = Int(fileOffset % UInt64(Self.lineSize))
        all = UnsafeMutableRawBufferPointer(rebasing: memory[start..<start + count])
    }

    deinit {
        wipe(memory)
        memory.deallocate()
    }

    var count: Int { all.count }

    /// `count` bytes from `offset` on; the range must lie within.
    func part(_ offset: Int, _ count: Int) -> UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(rebasing: all[offset..<offset + count])
    }
}
