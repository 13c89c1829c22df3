internal import CSystem
import Glibc

/// What stands behind a loop device; LOOP_GET_STATUS64 of loop(4).
package struct LoopBacking: Hashable, Sendable {
    /// The filesystem that the backing file lies in.
    package let device: DeviceNumber
    /// The backing file in it.
    package let inode: UInt64
    /// The backing block device, nil where it is a regular file.
    package let blockDevice: DeviceNumber?

    /// Facts by themselves, where no kernel is asked.
    package init(device: DeviceNumber, inode: UInt64, blockDevice: DeviceNumber?) {
        self.device = device
        self.inode = inode
        self.blockDevice = blockDevice
    }
}

extension Descriptor {
    /// What stands behind this loop device.
    /// - Returns: nil if nothing does (ENXIO).
    package borrowing func loopBacking() throws(SystemError) -> LoopBacking? {
        let number = number
        var status = loop_info64()
        do {
            _ = try withUnsafeMutablePointer(to: &status) { pointer throws(SystemError) in
                try systemCall("LOOP_GET_STATUS64") { ioctl(number, UInt(LOOP_GET_STATUS64), pointer) }
            }
        } catch {
            guard error.number == ENXIO else { throw error }
            return nil
        }
        // The kernel encodes both as in its old 32-bit form (huge_encode_dev), which glibc's macros read as well.
        return LoopBacking(
            device: DeviceNumber(status.lo_device), inode: status.lo_inode,
            blockDevice: status.lo_rdevice == 0 ? nil : DeviceNumber(status.lo_rdevice))
    }
}
