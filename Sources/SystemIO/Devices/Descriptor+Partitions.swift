internal import CSystem
import Glibc

/// The kernel's table of a disk's partitions: not what is written on the disk.
extension Descriptor {
    /// Makes the kernel forget a partition of this disk; BLKPG_DEL_PARTITION. It refuses while anyone has it open.
    /// - Returns: false if it is in use (EBUSY).
    /// - Throws: the code of errno, ENXIO if there is no such partition.
    package borrowing func forgetPartition(_ index: Int32) throws(SystemError) -> Bool {
        do { try changePartition(BLKPG_DEL_PARTITION, index, start: 0, length: 0) } catch {
            guard error.number == EBUSY else { throw error }
            return false
        }
        return true
    }

    /// Makes the kernel know a partition of this disk; BLKPG_ADD_PARTITION.
    /// - Parameters:
    ///   - start: in bytes from the beginning of the disk.
    ///   - length: in bytes.
    package borrowing func addPartition(_ index: Int32, start: UInt64, length: UInt64) throws(SystemError) {
        try changePartition(
            BLKPG_ADD_PARTITION, index, start: Int64(clamping: start), length: Int64(clamping: length))
    }

    private borrowing func changePartition(
        _ operation: Int32, _ index: Int32, start: Int64, length: Int64
    ) throws(SystemError) {
        let number = number
        var partition = blkpg_partition()
        partition.pno = index
        partition.start = start
        partition.length = length
        try withUnsafeMutablePointer(to: &partition) { pointer throws(SystemError) in
            var argument = blkpg_ioctl_arg(
                op: operation, flags: 0, datalen: CInt(MemoryLayout<blkpg_partition>.size), data: pointer)
            _ = try systemCall("BLKPG") { ioctl(number, FUBAKO_BLKPG, &argument) }
        }
    }
}
