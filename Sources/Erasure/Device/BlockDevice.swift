/// A block device that is open, or what stands for one in a test. Several threads use it at once.
///
/// Every offset, every length and the address of every buffer is a multiple of ``sectorSize``; a transfer is whole, or an
/// error. Errors are told apart where they are made: ``ErasureError/Code/writeProtected`` for a device that takes no write
/// at all, ``ErasureError/Code/mediumError`` for a place on a device that is still there, ``ErasureError/Code/deviceLost``
/// for one that is not.
package protocol BlockDevice: AnyObject, Sendable {
    /// Bytes, a multiple of ``sectorSize``, as the device had them when it was opened.
    var size: UInt64 { get }

    /// Bytes of a logical sector: a power of two, 512...65,536.
    var sectorSize: Int { get }

    /// Writes all of `bytes`. That says nothing about the medium: see ``flush()``.
    /// - Throws: `writeProtected`, `mediumError`, `deviceLost`, `misaligned`.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(ErasureError)

    /// Fills `buffer`, past every cache of the operating system.
    /// - Throws: `mediumError`, `deviceLost`, `misaligned`.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(ErasureError)

    /// Returns when the device says that everything written so far is on the medium, its own cache emptied.
    /// - Throws: `flushFailed`, after which nothing since the last success may be relied on; `deviceLost`.
    func flush() throws(ErasureError)

    /// Makes the operating system forget what it holds of the device (BLKFLSBUF, POSIX_FADV_DONTNEED).
    /// - Throws: `system`, `deviceLost`.
    func dropCaches() throws(ErasureError)

    /// Whether it is still the device that was opened.
    /// - Throws: `system` if that cannot be found out, which counts as gone.
    func presence() throws(ErasureError) -> DevicePresence
}

/// What has become of a device since it was opened.
package enum DevicePresence: Hashable, Sendable {
    /// It is there, and the same: kernel's sequence number, size, writable.
    case same
    /// It is there and takes no writes any more.
    case readOnly
    /// It is there with another size, in bytes.
    case resized(UInt64)
    /// Another device, or none, answers.
    case gone
}
