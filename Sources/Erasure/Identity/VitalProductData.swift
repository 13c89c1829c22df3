import SystemIO

/// What a SCSI device, or the translation in front of another, tells of itself: the pages that the kernel keeps in sysfs
/// (SPC-4, 7.8; SBC-3, 6.5).
struct VitalProductData: Sendable {
    /// Page 0x80: the unit serial number.
    let serial: String?
    /// Page 0x89: the answer of the ATA drive behind a translation.
    let drive: ATAIdentity?
    /// Page 0xB1: 0 is not told, 1 does not rotate, else turns per minute.
    let rotation: UInt16

    /// - Parameters:
    ///   - answers: what the drive said itself, where it was asked: that comes first.
    ///   - hasDrive: whether there is a drive that could say something.
    init(_ node: BlockNode, _ roots: SystemRoots, _ answers: DriveAnswers?, hasDrive: Bool) {
        let folder = node.folder.appending("device")
        serial = roots.fact(folder.appending("vpd_pg80")).flatMap { Self.serial($0) }
        let page = hasDrive ? roots.fact(folder.appending("vpd_pg89")) : nil
        drive = answers?.identity ?? page.flatMap { ATAIdentity(page89: $0) }
        rotation = roots.fact(folder.appending("vpd_pgb1")).map { Self.rotation($0) } ?? 0
    }

    /// Page code, length and the number itself, padded with blanks.
    private static func serial(_ page: [UInt8]) -> String? {
        guard page.count > 4, page[1] == 0x80 else { return nil }
        let length = Int(page[2]) << 8 | Int(page[3])
        let bytes = page[4...].prefix(length).prefix { $0 != 0 }
        guard bytes.allSatisfy({ (0x20...0x7E).contains($0) }) else { return nil }
        let text = String(decoding: bytes, as: UTF8.self).trimmed
        return text.isEmpty ? nil : text
    }

    private static func rotation(_ page: [UInt8]) -> UInt16 {
        guard page.count >= 6, page[1] == 0xB1 else { return 0 }
        return UInt16(page[4]) << 8 | UInt16(page[5])
    }
}
