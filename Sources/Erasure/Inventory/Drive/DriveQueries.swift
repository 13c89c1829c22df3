import SystemIO

/// Questions to a drive itself that change nothing on it. Whatever stands between may not pass them on.
protocol DriveQueries {
    /// 512 bytes of answer to IDENTIFY DEVICE; nil where the way to the drive does not pass it on.
    func identifyDevice() -> [UInt8]?
    /// 512 bytes of answer to SMART READ DATA.
    func smartData() -> [UInt8]?
    /// 512 bytes of the NVMe log page "SMART / Health Information".
    func nvmeHealth() -> [UInt8]?
}

extension KernelDevice: DriveQueries {
    func identifyDevice() -> [UInt8]? { ata(command: 0xEC) }

    func smartData() -> [UInt8]? { ata(command: 0xB0, feature: 0xD0, address: 0xC2_4F00) }

    func nvmeHealth() -> [UInt8]? {
        guard let reply = try? command({ (device) throws(SystemError) in try device.nvmeLogPage(0x02, count: 512) })
        else { return nil }
        return reply
    }

    /// A command that reads one sector by programmed I/O, in an ATA PASS-THROUGH (16) (SAT-4, 12.2.2).
    private func ata(command: UInt8, feature: UInt8 = 0, address: UInt32 = 0) -> [UInt8]? {
        // Protocol 4 is PIO data-in; from the drive, in blocks, as many as the count says.
        var block: [UInt8] = [0x85, 4 << 1, 0x0E, 0, feature, 0, 1, 0, 0, 0, 0, 0, 0, 0, command, 0]
        for (index, place) in [8, 10, 12].enumerated() {
            block[place] = UInt8(truncatingIfNeeded: address >> (8 * UInt32(index)))
        }
        let reply = try? self.command { (device) throws(SystemError) in try device.scsiRead(block, count: 512) }
        guard let reply, reply.isGood else { return nil }
        return reply.bytes
    }
}
