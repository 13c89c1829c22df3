/// A device's serial number, with what it is worth.
package struct SerialNumber: Hashable, Sendable {
    /// Who told it, from the drive itself down to what merely stands between.
    package enum Source: String, Sendable {
        /// The drive's own answer to IDENTIFY DEVICE, by the kernel's driver or passed on (VPD page 0x89).
        case ata = "ATA IDENTIFY"
        /// The controller's own, of NVMe's Identify Controller.
        case nvme = "NVMe Identify"
        /// The unit serial number of a SCSI or SAS drive (VPD page 0x80).
        case scsi = "SCSI unit serial number"
        /// The register of an SD card or eMMC (CID).
        case card = "card register"
        /// The unit serial number that a USB bridge made up or passed on.
        case bridge = "USB bridge's unit serial number"
        /// The USB descriptor: of the stick, or of the box around a drive.
        case usb = "USB descriptor"
        /// Given by the virtual machine's host.
        case virtual = "virtual machine"
        /// What udev remembers, by whatever way.
        case udev = "udev database"
    }

    /// Why it does not identify one device for sure.
    package enum Weakness: String, CaseIterable, Sendable {
        /// It may be the bridge's or the box's, not the drive's.
        case bridge = "from a bridge"
        /// Too short to be unique.
        case short = "short"
        /// A filler: one character repeated, or digits counted up.
        case filler = "filler"
        /// Another device that is attached now has the same.
        case shared = "shared"
        /// Whoever runs the virtual machine chose it.
        case chosen = "chosen by the host"
        /// It is not known how it was found out.
        case hearsay = "hearsay"
    }

    /// As it was told, without blanks around it.
    package let value: String
    /// Who told it.
    package let source: Source
    /// In the order of their declaration; none for a strong number.
    package private(set) var weaknesses: [Weakness]

    /// Whether it alone is enough to mean one device.
    package var isStrong: Bool { weaknesses.isEmpty }

    /// Judges a number by itself.
    init(_ value: String, _ source: Source) {
        self.value = value
        self.source = source
        var found: [Weakness] = []
        if source == .bridge || source == .usb { found.append(.bridge) }
        if value.utf8.count < Self.shortest(source) { found.append(.short) }
        if Self.isFiller(value) { found.append(.filler) }
        if source == .virtual { found.append(.chosen) }
        if source == .udev { found.append(.hearsay) }
        weaknesses = found
    }

    /// As it was recorded.
    init(_ value: String, _ source: Source, recorded weaknesses: [Weakness]) {
        self.value = value
        self.source = source
        self.weaknesses = weaknesses
    }

    /// The same number, seen at another device too.
    func shared() -> SerialNumber {
        var result = self
        if !weaknesses.contains(.shared) {
            let all = Set(weaknesses).union([.shared])
            result.weaknesses = Weakness.allCases.filter { all.contains($0) }
        }
        return result
    }

    /// USB mass storage demands twelve characters ("Bulk-Only Transport" 4.1.1); a card's register has eight digits.
    private static func shortest(_ source: Source) -> Int {
        switch source {
        case .usb, .bridge: 12
        case .card: 8
        default: 4
        }
    }

    private static func isFiller(_ value: String) -> Bool {
        let text = (value.lowercased().hasPrefix("0x") ? value.dropFirst(2) : Substring(value)).uppercased()
        let bytes = Array(text.utf8)
        // "0000000000", and "000000000001", which makers leave in place as often.
        if Set(bytes.dropLast()).count <= 1 { return true }
        let counted = ["0123456789ABCDEF", "1234567890ABCDEF", "12345678901234567890"]
        return counted.contains { $0.hasPrefix(text) || text.hasPrefix($0) }
    }
}
