import Cryptography
import Glibc

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

    /// Gives the memory of `count` bytes from `offset` on back to the system, but for the pages at both ends. They are zeros when
    /// they are used again (madvise(2), MADV_DONTNEED).
    func giveBack(_ offset: Int, _ count: Int) {
        let page = 4_096
        let start = UInt(bitPattern: part(offset, count).baseAddress)
        let first = (start + UInt(page - 1)) & ~UInt(page - 1)
        let end = (start + UInt(count)) & ~UInt(page - 1)
        guard first < end else { return }
        // What the system does not take stays, which costs nothing but memory.
        _ = madvise(UnsafeMutableRawPointer(bitPattern: first), Int(end - first), MADV_DONTNEED)
    }

    /// `count` bytes from `offset` on; the range must lie within.
    func part(_ offset: Int, _ count: Int) -> UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(rebasing: all[offset..<offset + count])
    }
}
