/// One line of `/proc/PID/mountinfo`, see proc_pid_mountinfo(5).
package struct MountEntry: Hashable, Sendable {
    /// The filesystem's device; its major number is 0 where the filesystem has none of its own.
    package let device: DeviceNumber
    /// Where it is mounted, as the process sees it.
    package let point: [UInt8]
    /// The filesystem's kind as the kernel names it, such as "vfat".
    package let kind: String
    /// What is mounted, such as "/dev/sdb1".
    package let source: String
    /// The filesystem's own options, separated by commas.
    package let options: String

    /// ID, parent, device, root, mount point, options, any number of tags, "-", kind, source, options.
    package init?(_ line: ArraySlice<UInt8>) {
        let fields = line.split(separator: 32)
        guard let dash = fields.firstIndex(where: { $0.elementsEqual([45]) }), dash >= 6, fields.count > dash + 2,
            let device = DeviceNumber(String(decoding: fields[2], as: UTF8.self))
        else { return nil }
        self.device = device
        point = Self.unescaped(fields[4])
        kind = String(decoding: fields[dash + 1], as: UTF8.self)
        source = String(decoding: Self.unescaped(fields[dash + 2]), as: UTF8.self)
        options = fields.count > dash + 3 ? String(decoding: Self.unescaped(fields[dash + 3]), as: UTF8.self) : ""
    }

    /// Every line of a mountinfo file, nil if one of them is not understood.
    package static func all(_ text: [UInt8]) -> [MountEntry]? {
        let lines = text.split(separator: 10)
        let entries = lines.compactMap { MountEntry($0) }
        return entries.count == lines.count ? entries : nil
    }

    /// Spaces, tabs, line ends and backslashes are written as a backslash and three octal digits.
    package static func unescaped(_ field: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = field
        while let byte = rest.popFirst() {
            let digits = rest.prefix(3)
            if byte == 92, digits.count == 3, let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 8) {
                bytes.append(value)
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }
}
