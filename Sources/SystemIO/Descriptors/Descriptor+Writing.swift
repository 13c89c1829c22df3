import Glibc

/// Writing. Short writes are continued, EINTR retried.
extension Descriptor {
    /// Writes at the current position, once, for whoever has to know how much went out before an error. write(2).
    /// - Returns: bytes written: 1 or more, unless there are none to write.
    package borrowing func write(_ bytes: UnsafeRawBufferPointer) throws(SystemError) -> Int {
        guard !bytes.isEmpty else { return 0 }
        let number = number
        let count = try systemCall("write") { Glibc.write(number, bytes.baseAddress, bytes.count) }
        // A write of nothing would be repeated for ever.
        if count == 0 { throw SystemError(errno: EIO, "write") }
        return count
    }

    /// Writes everything at the current position. write(2).
    /// - Throws: the code of errno, with the bytes already written as the offset.
    package borrowing func writeFully(_ bytes: UnsafeRawBufferPointer) throws(SystemError) {
        let number = number
        try Self.advance(bytes, "write", from: 0) { rest, done throws(SystemError) in
            try systemCall("write", offset: UInt64(done)) { Glibc.write(number, rest.baseAddress, rest.count) }
        }
    }

    /// Writes everything at an offset. pwrite(2).
    /// - Throws: the code of errno, with the offset that could not be written.
    package borrowing func writeFully(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(SystemError) {
        let number = number
        try Self.advance(bytes, "pwrite", from: offset) { rest, done throws(SystemError) in
            let position = try Self.position(offset, done, "pwrite")
            return try systemCall("pwrite", offset: offset + UInt64(done)) {
                pwrite(number, rest.baseAddress, rest.count, position)
            }
        }
    }

    /// Writes everything at the current position.
    package borrowing func writeFully(_ bytes: [UInt8]) throws(SystemError) {
        try bytes.withRawBytes { buffer throws(SystemError) in try writeFully(buffer) }
    }

    /// Writes everything at an offset.
    package borrowing func writeFully(_ bytes: [UInt8], at offset: UInt64) throws(SystemError) {
        try bytes.withRawBytes { buffer throws(SystemError) in try writeFully(buffer, at: offset) }
    }

    private static func advance(
        _ bytes: UnsafeRawBufferPointer, _ operation: String, from offset: UInt64,
        _ step: (UnsafeRawBufferPointer, Int) throws(SystemError) -> Int
    ) throws(SystemError) {
        var done = 0
        while done < bytes.count {
            let count = try step(UnsafeRawBufferPointer(rebasing: bytes[done...]), done)
            // A write of nothing would be repeated for ever.
            if count == 0 { throw SystemError(errno: EIO, operation, offset: offset + UInt64(done)) }
            done += count
        }
    }
}
