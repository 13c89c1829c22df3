import Glibc

/// Reading. A count of 0 from the kernel is the end; short reads are continued, EINTR retried.
extension Descriptor {
    /// Reads at the current position, once: 1 byte or more, or 0 at the end. read(2).
    package borrowing func read(into buffer: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int {
        let number = number
        return try systemCall("read") { Glibc.read(number, buffer.baseAddress, buffer.count) }
    }

    /// Reads at the current position until the buffer is full or the end is reached.
    /// - Returns: bytes read; less than the buffer holds only at the end.
    package borrowing func readUpToFull(into buffer: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int {
        var filled = 0
        while filled < buffer.count {
            let count = try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
            if count == 0 { break }
            filled += count
        }
        return filled
    }

    /// Reads at an offset until the buffer is full or the end is reached. pread(2).
    /// - Returns: bytes read; less than the buffer holds only at the end.
    package borrowing func readUpToFull(
        into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64
    ) throws(SystemError) -> Int {
        let number = number
        var filled = 0
        while filled < buffer.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
            let position = try Self.position(offset, filled, "pread")
            let count = try systemCall("pread", offset: offset + UInt64(filled)) {
                pread(number, rest.baseAddress, rest.count, position)
            }
            if count == 0 { break }
            filled += count
        }
        return filled
    }

    /// Fills the buffer from an offset.
    /// - Throws: ``SystemError/Code/shortFile`` with the offset of the end, if it comes first.
    package borrowing func readFully(
        into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64
    ) throws(SystemError) {
        let count = try readUpToFull(into: buffer, at: offset)
        if count < buffer.count { throw SystemError(.shortFile, "pread", offset: offset + UInt64(count)) }
    }

    /// `count` bytes from an offset. The caller bounds the count before memory is spent.
    /// - Throws: ``SystemError/Code/shortFile`` with the offset of the end, if it comes first.
    package borrowing func readFully(count: Int, at offset: UInt64) throws(SystemError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        try bytes.withMutableRawBytes { buffer throws(SystemError) in try readFully(into: buffer, at: offset) }
        return bytes
    }

    /// Everything from the current position to the end.
    /// - Throws: ``SystemError/Code/tooLarge`` if that is more than `limit` bytes.
    package borrowing func readToEnd(limit: Int) throws(SystemError) -> [UInt8] {
        var bytes = [UInt8]()
        var block = [UInt8](repeating: 0, count: min(limit + 1, 65_536))
        while true {
            let count = try block.withMutableRawBytes { buffer throws(SystemError) in try read(into: buffer) }
            if count == 0 { return bytes }
            if bytes.count + count > limit { throw SystemError(.tooLarge, "read", offset: UInt64(limit)) }
            bytes += block[..<count]
        }
    }

    /// The offset as the kernel takes it.
    static func position(_ offset: UInt64, _ done: Int, _ operation: String) throws(SystemError) -> off_t {
        let (sum, overflow) = offset.addingReportingOverflow(UInt64(done))
        guard !overflow, let position = off_t(exactly: sum) else {
            throw SystemError(errno: EOVERFLOW, operation, offset: offset)
        }
        return position
    }
}
