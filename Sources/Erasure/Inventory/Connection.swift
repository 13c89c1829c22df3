import SystemIO

/// How a device is connected.
package struct Connection: Hashable, Sendable {
    /// What the machine speaks to it.
    package enum Bus: String, Sendable {
        case ata = "ATA"
        case sas = "SAS"
        case scsi = "SCSI"
        case usb = "USB"
        case nvme = "NVMe"
        case mmc = "MMC"
        case virtio = "virtio"
        /// Another machine: see ``NetworkConnection``.
        case network = "network"
        /// Nothing: a device that the kernel makes of files, memory or other devices.
        case none = "none"
        case unknown = "unknown"
    }

    /// A device on USB: a stick, a card reader, a bridge with a drive behind it.
    package struct USB: Hashable, Sendable {
        /// Bus and ports on the way, such as "1-2.3".
        package let port: String
        /// Vendor and product, such as "0781:5581".
        package let identifier: String
        /// What its descriptor says; untrusted text.
        package let product: String?
        /// The serial number in its descriptor.
        package let serial: String?
        /// "uas" or "usb-storage".
        package let driver: String?
    }

    /// What the machine speaks to it.
    package let bus: Bus
    /// The device on USB that it is part of.
    package let usb: USB?
    /// Which unit of a SCSI device, 0 for most.
    package let unit: UInt64?
    /// The network behind it.
    package let network: NetworkConnection.Kind?
    /// Whether a machine around this one made it.
    package let isVirtual: Bool

    /// Where it is plugged in, for people and for telling equal devices apart: "1-2.3:1" is unit 1 at port 3 of a hub at port 2.
    package var place: String? { usb.map { "\($0.port):\(unit ?? 0)" } }

    /// Whether its attributes are those of a SCSI device.
    var isSCSI: Bool { unit != nil }

    init(_ node: BlockNode, _ roots: SystemRoots) {
        let components = node.folder.string.split(separator: "/").map(String.init)
        let network = NetworkConnection(node, roots)?.kind
        unit = Self.unit(components)
        usb = Self.usb(node.folder, components, roots)
        self.network = network
        bus = network == nil ? Self.bus(node, components, isSCSI: unit != nil, isUSB: usb != nil) : .network
        let makers = ["virtio", "vbd-", "VMBUS", "pseudo_"]
        isVirtual = components.contains { component in makers.contains { component.hasPrefix($0) } }
    }

    private static func bus(_ node: BlockNode, _ components: [String], isSCSI: Bool, isUSB: Bool) -> Bus {
        if isUSB { return .usb }
        if node.name.hasPrefix("nvme") { return .nvme }
        if components.contains("mmc_host") { return .mmc }
        if components.contains(where: { $0.hasPrefix("ata") && Int($0.dropFirst(3)) != nil }) { return .ata }
        if components.contains(where: { $0.hasPrefix("end_device-") }) { return .sas }
        if isSCSI { return .scsi }
        if components.contains(where: { $0.hasPrefix("virtio") }) { return .virtio }
        return components.contains("virtual") ? .none : .unknown
    }

    /// The unit in the SCSI address above "block": "6:0:0:1" is unit 1.
    private static func unit(_ components: [String]) -> UInt64? {
        guard let block = components.lastIndex(of: "block"), block > 0 else { return nil }
        let parts = components[block - 1].split(separator: ":")
        let numbers = parts.compactMap { UInt64($0) }
        return parts.count == 4 && numbers.count == 4 ? numbers[3] : nil
    }

    /// The folder of the USB device is above that of its interface: "1-2.3" above "1-2.3:1.0".
    private static func usb(_ folder: Path, _ components: [String], _ roots: SystemRoots) -> USB? {
        guard let interface = components.lastIndex(where: { isInterface($0) }), interface > 0 else { return nil }
        let place = Path("/" + components[..<interface].joined(separator: "/"))
        let vendor = roots.text(place.appending("idVendor")) ?? "?"
        let product = roots.text(place.appending("idProduct")) ?? "?"
        return USB(
            port: components[interface - 1], identifier: "\(vendor):\(product)",
            product: roots.text(place.appending("product")), serial: roots.text(place.appending("serial")),
            driver: roots.linkName(place.appending(components[interface]).appending("driver")))
    }

    /// Bus, "-", ports with dots, ":", configuration, ".", interface.
    private static func isInterface(_ component: String) -> Bool {
        let parts = component.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let dash = parts[0].firstIndex(of: "-") else { return false }
        let numbers = [parts[0][..<dash]] + parts[0][parts[0].index(after: dash)...].split(separator: ".")
        let interface = parts[1].split(separator: ".")
        return interface.count == 2 && (numbers + interface).allSatisfy { UInt($0) != nil }
    }
}
