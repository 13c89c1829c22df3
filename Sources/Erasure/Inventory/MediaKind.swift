import SystemIO

/// What a medium is made of, as far as it decides how it can be erased.
package enum MediaKind: String, Sendable {
    /// Magnetic disks that turn.
    case hdd = "HDD"
    /// Flash with a drive's controller.
    case ssd = "SSD"
    /// Flash on NVMe.
    case nvme = "NVMe"
    /// A USB stick.
    case usbStick = "USB stick"
    /// An SD card, or another memory card in a reader.
    case sd = "SD"
    /// Flash soldered to the machine, with boot partitions and a replay-protected block beside it.
    case emmc = "eMMC"
    /// A file or another device.
    case loop = "loop"
    /// Made by a virtual machine's host, or by the kernel for itself.
    case virtual = "virtual"
    /// Somewhere else.
    case network = "network"
    /// It cannot be told, as with many drives in USB boxes: to be treated as flash, which overwriting reaches less of.
    case unknown = "unknown"

    init(_ node: BlockNode, _ connection: Connection, _ data: VitalProductData, _ roots: SystemRoots) {
        self =
            switch connection.bus {
            case .network: .network
            case .nvme: .nvme
            case .mmc: roots.text(node.folder.appending("device/type")) == "SD" ? .sd : .emmc
            case .virtio: .virtual
            case .none: node.name.hasPrefix("loop") ? .loop : .virtual
            case .usb: Self.onUSB(node, connection, data, roots)
            case .ata, .sas, .scsi:
                connection.isVirtual ? .virtual : Self.drive(node, data, roots, trustingKernel: true)
            case .unknown: .unknown
            }
    }

    /// By the drive's own word, and otherwise by the kernel's guess, which is "rotating" where nothing is known.
    private static func drive(
        _ node: BlockNode, _ data: VitalProductData, _ roots: SystemRoots, trustingKernel: Bool
    ) -> MediaKind {
        let rotation = data.drive.map { $0.rotation } ?? data.rotation
        if rotation == 1 { return .ssd }
        if rotation > 0x400 { return .hdd }
        switch roots.number(node.folder.appending("queue/rotational")) {
        case 0: return .ssd
        case 1: return trustingKernel ? .hdd : .unknown
        default: return .unknown
        }
    }

    /// A medium that can be taken out is a stick or a card. Sticks say that they rotate, so that for a box only the drive's own
    /// word counts.
    private static func onUSB(
        _ node: BlockNode, _ connection: Connection, _ data: VitalProductData, _ roots: SystemRoots
    ) -> MediaKind {
        guard roots.number(node.folder.appending("removable")) == 1 else {
            return drive(node, data, roots, trustingKernel: false)
        }
        let model = roots.text(node.folder.appending("device/model")) ?? ""
        let words = (model + " " + (connection.usb?.product ?? "")).uppercased().split { !$0.isLetter }
        let isCard = words.contains { ["SD", "SDHC", "SDXC", "MMC", "CF", "MS", "XD", "CARD", "READER"].contains($0) }
        return isCard || connection.unit ?? 0 > 0 ? .sd : .usbStick
    }
}
