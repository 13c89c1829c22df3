import SystemIO

/// The name of the volume group in the label that LVM2 writes on a physical volume, which libblkid does not tell.
///
/// ```
/// sector 0...3:  "LABELONE" ‖ sector ‖ CRC ‖ offset of the header ‖ "LVM2 001"       little endian
/// header:        UUID (32) ‖ size (8) ‖ data areas ‖ metadata areas                  each (offset, size), ended by zeros
/// metadata area: CRC (4) ‖ magic (16) ‖ version (4) ‖ start (8) ‖ size (8) ‖ (offset, size, CRC, flags) of the text
/// text:          NAME { ...
/// ```
enum VolumeGroupName {
    /// - Parameter start: where the physical volume begins, in bytes.
    /// - Returns: nil if there is none, or it is not understood.
    static func read(_ descriptor: borrowing Descriptor, at start: UInt64) -> String? {
        guard let head = try? descriptor.readFully(count: 4096, at: start) else { return nil }
        for sector in 0..<4 where head[(sector * 512)...].starts(with: "LABELONE".utf8) {
            guard head[(sector * 512 + 24)...].starts(with: "LVM2 001".utf8) else { continue }
            let header = sector * 512 + Int(number(head, sector * 512 + 20, bytes: 4))
            guard let area = metadataArea(head, header) else { return nil }
            return name(descriptor, start, area)
        }
        return nil
    }

    /// The first metadata area behind the list of data areas.
    private static func metadataArea(_ head: [UInt8], _ header: Int) -> UInt64? {
        var position = header + 40
        var lists = 0
        while position + 16 <= head.count {
            let offset = number(head, position, bytes: 8)
            position += 16
            if offset == 0 {
                lists += 1
                if lists == 2 { return nil }
            } else if lists == 1 {
                return offset
            }
        }
        return nil
    }

    private static func name(_ descriptor: borrowing Descriptor, _ start: UInt64, _ area: UInt64) -> String? {
        let (place, overflow) = start.addingReportingOverflow(area)
        guard !overflow, let header = try? descriptor.readFully(count: 512, at: place),
            header[4...].starts(with: " LVM2 x[5A%r0N*>".utf8)
        else { return nil }
        let (text, beyond) = place.addingReportingOverflow(number(header, 40, bytes: 8))
        guard !beyond, let bytes = try? descriptor.readFully(count: 512, at: text) else { return nil }
        let name = bytes.prefix { allowed.contains($0) }
        // Names have at most 127 characters (lvm(8)).
        guard (1...127).contains(name.count), bytes[name.count...].starts(with: " {".utf8) else { return nil }
        return String(decoding: name, as: UTF8.self)
    }

    private static func number(_ bytes: [UInt8], _ offset: Int, bytes count: Int) -> UInt64 {
        guard offset >= 0, offset + count <= bytes.count else { return 0 }
        return (0..<count).reversed().reduce(0) { $0 << 8 | UInt64(bytes[offset + $1]) }
    }

    private static let allowed = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+_.-".utf8)
}
