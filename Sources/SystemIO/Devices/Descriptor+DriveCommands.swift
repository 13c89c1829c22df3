internal import CSystem
import Glibc

/// Commands that a drive answers with data, past the kernel's own use of it. Which commands these may be is the caller's matter.
extension Descriptor {
    /// What came back for a SCSI command.
    package struct SCSIReply: Sendable {
        /// The command was carried out, and every byte came.
        package let isGood: Bool
        /// As many bytes as were asked for.
        package let bytes: [UInt8]
    }

    /// Sends a SCSI command that reads; SG_IO of Linux's SCSI generic interface.
    /// - Parameters:
    ///   - command: the command descriptor block, at most 16 bytes.
    ///   - count: bytes to be read.
    /// - Throws: the code of errno; ENOTTY from a device that is not SCSI.
    package borrowing func scsiRead(_ command: [UInt8], count: Int) throws(SystemError) -> SCSIReply {
        let number = number
        var command = command
        var bytes = [UInt8](repeating: 0, count: count)
        var sense = [UInt8](repeating: 0, count: 32)
        var header = sg_io_hdr_t()
        header.interface_id = CInt(UInt8(ascii: "S"))
        header.dxfer_direction = SG_DXFER_FROM_DEV
        header.timeout = 10_000  // milliseconds; a drive that sleeps needs some of them
        try command.withMutableRawBytes { command throws(SystemError) in
            try bytes.withMutableRawBytes { bytes throws(SystemError) in
                try sense.withMutableRawBytes { sense throws(SystemError) in
                    header.cmdp = command.baseAddress?.assumingMemoryBound(to: UInt8.self)
                    header.cmd_len = UInt8(clamping: command.count)
                    header.dxferp = bytes.baseAddress
                    header.dxfer_len = UInt32(clamping: bytes.count)
                    header.sbp = sense.baseAddress?.assumingMemoryBound(to: UInt8.self)
                    header.mx_sb_len = UInt8(clamping: sense.count)
                    _ = try systemCall("SG_IO") { ioctl(number, UInt(SG_IO), &header) }
                }
            }
        }
        let isGood = header.status == 0 && header.host_status == 0 && header.driver_status == 0 && header.resid == 0
        return SCSIReply(isGood: isGood, bytes: bytes)
    }

    /// Reads a log page of an NVMe controller: opcode 0x02, for all namespaces (NVM Express Base Specification, 5.16).
    /// - Parameter count: bytes, a multiple of 4.
    /// - Returns: nil if the controller refuses.
    /// - Throws: the code of errno; ENOTTY from a device that is not NVMe.
    package borrowing func nvmeLogPage(_ page: UInt8, count: Int) throws(SystemError) -> [UInt8]? {
        let number = number
        var bytes = [UInt8](repeating: 0, count: count)
        var command = nvme_passthru_cmd()
        command.opcode = 0x02
        command.nsid = .max
        command.cdw10 = UInt32(page) | UInt32(clamping: count / 4 - 1) << 16
        command.timeout_ms = 10_000
        let status: CInt = try bytes.withMutableRawBytes { bytes throws(SystemError) in
            command.addr = UInt64(UInt(bitPattern: bytes.baseAddress))
            command.data_len = UInt32(clamping: bytes.count)
            return try systemCall("NVME_IOCTL_ADMIN_CMD") { ioctl(number, FUBAKO_NVME_ADMIN, &command) }
        }
        return status == 0 ? bytes : nil
    }
}
