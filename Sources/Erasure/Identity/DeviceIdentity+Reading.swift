import SystemIO

/// Reading what a device is recognised by from sysfs. The drive's own word comes before that of whatever stands in front of it.
extension DeviceIdentity {
    init(_ node: BlockNode, _ connection: Connection, _ data: VitalProductData, _ roots: SystemRoots) {
        let device = node.folder.appending("device")
        // sysfs counts in units of 512 bytes, whatever the sector is.
        let size = (roots.number(node.folder.appending("size")) ?? 0).multipliedReportingOverflow(by: 512)
        self.init(
            vendor: roots.text(device.appending("vendor")).flatMap { connection.isSCSI ? $0 : nil },
            model: Self.model(data, device, roots), firmware: Self.firmware(data, device, roots),
            serial: Self.serial(node, data, connection, roots),
            worldwideName: Self.worldwideName(node, data, connection, roots), size: size.partialValue,
            place: connection.place)
    }

    private static func model(_ data: VitalProductData, _ device: Path, _ roots: SystemRoots) -> String? {
        data.drive?.model ?? roots.text(device.appending("model")) ?? roots.text(device.appending("name"))
    }

    private static func firmware(_ data: VitalProductData, _ device: Path, _ roots: SystemRoots) -> String? {
        if let drive = data.drive { return drive.firmware }
        return ["rev", "firmware_rev", "fwrev"].lazy.compactMap { roots.text(device.appending($0)) }.first
    }

    // MARK: Serial number

    private static func serial(
        _ node: BlockNode, _ data: VitalProductData, _ connection: Connection, _ roots: SystemRoots
    ) -> SerialNumber? {
        if let drive = data.drive { return SerialNumber(drive.serial, .ata) }
        let own = roots.text(node.folder.appending("device/serial"))
        switch connection.bus {
        case .nvme: return own.map { SerialNumber($0, .nvme) }
        case .mmc: return own.map { SerialNumber($0, .card) }
        case .virtio:
            return (roots.text(node.folder.appending("serial")) ?? data.serial).map { SerialNumber($0, .virtual) }
        // The kernel's ATA driver answers page 0x80 with the drive's own number.
        case .ata: return data.serial.map { SerialNumber($0, .ata) } ?? remembered(node, roots)
        case .usb:
            if let serial = data.serial { return SerialNumber(serial, .bridge) }
            return connection.usb?.serial.map { SerialNumber($0, .usb) } ?? remembered(node, roots)
        default: return data.serial.map { SerialNumber($0, .scsi) } ?? remembered(node, roots)
        }
    }

    private static func remembered(_ node: BlockNode, _ roots: SystemRoots) -> SerialNumber? {
        guard let record = roots.text(lines: roots.udev.appending("b\(node.number)")) else { return nil }
        let key = "E:ID_SERIAL_SHORT="
        return record.first { $0.hasPrefix(key) }.map { SerialNumber(String($0.dropFirst(key.count)), .udev) }
    }

    // MARK: Worldwide name

    private static func worldwideName(
        _ node: BlockNode, _ data: VitalProductData, _ connection: Connection, _ roots: SystemRoots
    ) -> String? {
        if let name = data.drive?.worldwideName { return name }
        let name = roots.text(node.folder.appending("wwid")) ?? roots.text(node.folder.appending("device/wwid"))
        // What a manufacturer's text is made of says no more than model and serial number.
        guard let name, !name.hasPrefix("t10."), !name.hasPrefix("nvme.") else { return nil }
        return name
    }
}
