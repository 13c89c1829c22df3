import Glibc
import SystemIO

/// A block device of the kernel, opened once: whatever is asked or written later goes through that one descriptor, so that a
/// name which leads elsewhere meanwhile changes nothing.
package final class KernelDevice: BlockDevice {
    /// What it was opened for.
    package enum Access: Sendable {
        /// Writing, held exclusively (O_EXCL), past the kernel's cache.
        case writing
        /// Reading only, past the kernel's cache; whoever uses the device goes on using it.
        case reading
    }

    /// What it was opened for.
    package let access: Access
    /// How it was named when it was opened.
    package let path: Path
    /// Which device the kernel says it is (st_rdev).
    package let number: DeviceNumber
    /// The kernel's number for this disk as it is plugged in now; no other gets it until the next start.
    package let sequence: UInt64
    /// As it was when it was opened; BLKGETSIZE64.
    package let size: UInt64
    /// Bytes of a logical sector; BLKSSZGET.
    package let sectorSize: Int
    private let descriptor: Descriptor

    /// Opens the device that a path leads to.
    /// - Throws: `notBlockDevice`; `inUse` if somebody else holds it exclusively; `writeProtected`; `noDevice` if there is
    ///   none, or no medium in it; `notPermitted`; `system`.
    package init(_ path: Path, for access: Access) throws(ErasureError) {
        // First as a place only: opening a tape or a watchdog for writing would do something already.
        let place = try Self.opening(path) { () throws(SystemError) in try Descriptor.open(path, [.pathOnly]) }
        guard let number = try onSystem(path, { () throws(SystemError) in try place.blockDevice() }) else {
            throw ErasureError(.notBlockDevice, "open", "this is no block device", path: path)
        }
        let descriptor = try Self.opening(path) { () throws(SystemError) in
            try place.reopened(access == .writing ? [.readWrite, .exclusive, .direct] : [.readOnly, .direct])
        }
        let sequence = try Self.opening(path) { () throws(SystemError) in try descriptor.diskSequence() }
        let size = try Self.opening(path) { () throws(SystemError) in try descriptor.deviceSize() }
        let sectorSize = try Self.opening(path) { () throws(SystemError) in try descriptor.sectorSize() }
        guard size > 0, (512...65_536).contains(sectorSize), size % UInt64(sectorSize) == 0 else {
            throw ErasureError(.noDevice, "open", "the device has no medium, or an impossible size", path: path)
        }
        self.access = access
        self.path = path
        self.number = number
        self.sequence = sequence
        self.size = size
        self.sectorSize = sectorSize
        self.descriptor = descriptor
    }

    private static func opening<Value: ~Copyable>(
        _ path: Path, _ body: () throws(SystemError) -> Value
    ) throws(ErasureError) -> Value {
        do throws(SystemError) { return try body() } catch {
            let code: ErasureError.Code =
                switch error.number {
                case EBUSY: .inUse
                case EROFS: .writeProtected
                case ENOENT, ENXIO, ENODEV, ENOMEDIUM: .noDevice
                case EACCES, EPERM: geteuid() == 0 ? .writeProtected : .notPermitted
                default: .system
                }
            throw ErasureError(error, code, path: path)
        }
    }

    /// The descriptor's number, so that a search for users of the device can leave it out.
    package var descriptorNumber: Int32 { descriptor.withNumber { $0 } }

    /// Another descriptor of the same device, for reading through the kernel's cache.
    func reader() throws(ErasureError) -> Descriptor {
        try onSystem(path) { () throws(SystemError) in try descriptor.reopened([.readOnly]) }
    }

    /// Sends the drive a command that reads, where the kernel takes one.
    func command<Reply>(
        _ body: (borrowing Descriptor) throws(SystemError) -> Reply
    ) throws(SystemError) -> Reply {
        try body(descriptor)
    }

    /// Waits until udevd, which reads a device that appeared under the same lock, is done with it; flock(2). While we hold it,
    /// udevd leaves the device alone.
    /// - Returns: false if somebody holds the lock longer.
    func lock(patience: Duration = .seconds(5)) throws(ErasureError) -> Bool {
        let end = ContinuousClock.now.advanced(by: patience)
        while true {
            if try onSystem(path, { () throws(SystemError) in try descriptor.lockIfFree() }) { return true }
            if ContinuousClock.now >= end { return false }
            usleep(50_000)
        }
    }

    /// Makes the kernel forget one of the disk's partitions; see ``PartitionTable``.
    func forgetPartition(_ index: Int32) throws(ErasureError) -> Bool {
        try onSystem(path) { () throws(SystemError) in try descriptor.forgetPartition(index) }
    }

    /// Makes the kernel know it again.
    func addPartition(_ index: Int32, start: UInt64, length: UInt64) throws(ErasureError) {
        try onSystem(path) { () throws(SystemError) in
            try descriptor.addPartition(index, start: start, length: length)
        }
    }
}

// MARK: The seam

extension KernelDevice {
    /// pwrite(2), past the kernel's cache. See ``DeviceFailure`` for what an error is taken as.
    package func write(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(ErasureError) {
        guard access == .writing else {
            throw ErasureError(.writeProtected, "pwrite", "the device was opened for reading", path: path)
        }
        try checkPlace(UInt(bitPattern: bytes.baseAddress), bytes.count, offset)
        do { try descriptor.writeFully(bytes, at: offset) } catch {
            throw DeviceFailure(error, isWrite: true).error(self, at: offset)
        }
    }

    /// pread(2), past the kernel's cache.
    package func read(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(ErasureError) {
        try checkPlace(UInt(bitPattern: buffer.baseAddress), buffer.count, offset)
        do { try descriptor.readFully(into: buffer, at: offset) } catch {
            throw DeviceFailure(error, isWrite: false).error(self, at: offset)
        }
    }

    /// fsync(2), which makes the drive empty its cache.
    package func flush() throws(ErasureError) {
        do { try descriptor.synchronize() } catch {
            let isGone = (try? presence()) ?? .gone == .gone
            throw ErasureError(error, isGone ? .deviceLost : .flushFailed, path: path)
        }
    }

    /// BLKFLSBUF and posix_fadvise(2).
    package func dropCaches() throws(ErasureError) {
        do {
            try descriptor.flushBuffers()
            descriptor.forgetCached()
        } catch { throw ErasureError(error, path: path) }
        // What is left of a disk that was pulled out has no caches, and says so without an error.
        if try presence() == .gone { throw ErasureError(.deviceLost, "BLKFLSBUF", "the device is gone", path: path) }
    }

    /// By BLKGETDISKSEQ, BLKGETSIZE64 and BLKROGET on the one descriptor.
    package func presence() throws(ErasureError) -> DevicePresence {
        do {
            // A disk that was pulled out has the size 0 through a descriptor that is left of it.
            guard try descriptor.diskSequence() == sequence else { return .gone }
            let now = try descriptor.deviceSize()
            if now == 0 { return .gone }
            if now != size { return .resized(now) }
            let isReadOnly = try descriptor.isReadOnlyDevice()
            return access == .writing && isReadOnly ? .readOnly : .same
        } catch {
            if error.isAbsence { return .gone }
            throw ErasureError(error, path: path)
        }
    }

    private func checkPlace(_ address: UInt, _ count: Int, _ offset: UInt64) throws(ErasureError) {
        let sector = UInt64(sectorSize)
        let (end, overflow) = offset.addingReportingOverflow(UInt64(count))
        let isAligned = offset % sector == 0 && UInt64(count) % sector == 0 && address % UInt(sectorSize) == 0
        guard isAligned, !overflow, end <= size else {
            throw ErasureError(
                .misaligned, "transfer", "a transfer does not keep to the device's sectors and size", path: path,
                offset: offset)
        }
    }
}
