import SystemIO

/// One line of `/proc/self/mountinfo`, see proc_pid_mountinfo(5).
struct MountEntry: Hashable {
    let kind: String
    let source: String
    let point: [UInt8]

    /// The mount that was made last of a device.
    static func find(_ device: UInt64) throws(RoutesError) -> MountEntry? {
        let text = try system { () throws(SystemError) in
            try Descriptor.open("/proc/self/mountinfo", .readOnly).readToEnd(limit: 16 << 20)
        }
        let number = DeviceNumber(device)
        return text.split(separator: 10).last { isOf($0, number) }.flatMap(MountEntry.init)
    }

    private static func isOf(_ line: ArraySlice<UInt8>, _ number: DeviceNumber) -> Bool {
        let fields = line.split(separator: 32, maxSplits: 3)
        return fields.count > 3 && fields[2].elementsEqual("\(number.major):\(number.minor)".utf8)
    }

    /// ID, parent, device, root, mount point, options, any number of tags, "-", kind, source, options.
    init?(_ line: ArraySlice<UInt8>) {
        let fields = line.split(separator: 32)
        guard let dash = fields.firstIndex(where: { $0.elementsEqual([45]) }), dash >= 6, fields.count > dash + 2
        else { return nil }
        point = Self.unescaped(fields[4])
        kind = String(decoding: fields[dash + 1], as: UTF8.self)
        source = String(decoding: Self.unescaped(fields[dash + 2]), as: UTF8.self)
    }

    /// Spaces, tabs, line ends and backslashes are written as a backslash and three octal digits.
    private static func unescaped(_ field: ArraySlice<UInt8>) -> [UInt8] {
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

/// Label and UUID of a filesystem, read from the device by blkid(8). Whoever may not read the device asks lsblk(8), which
/// knows them from udev.
struct FilesystemProbe: Hashable {
    var label: String?
    var uuid: String?

    init(_ device: String) throws(RoutesError) {
        let commands = [
            Command("blkid", ["-p", "-o", "export", "-s", "LABEL", "-s", "UUID", "--", device]),
            Command("lsblk", ["--nodeps", "--pairs", "--output", "LABEL,UUID", "--", device]),
        ]
        for command in commands where uuid == nil {
            guard let result = try Self.output(of: command) else { continue }
            label = Self.value("LABEL", in: result) ?? label
            uuid = Self.value("UUID", in: result)
        }
    }

    /// A program that is missing or may not read the device is no failure of the delivery.
    private static func output(of command: Command) throws(RoutesError) -> String? {
        do {
            let result = try command.run()
            return result.status == 0 ? String(decoding: result.output, as: UTF8.self) : nil
        } catch {
            if error.code == .noProgram || error.code == .programFailed { return nil }
            throw error
        }
    }

    /// `LABEL=a\ b` on a line of its own, or `LABEL="a b"` beside others.
    private static func value(_ key: String, in text: String) -> String? {
        for line in text.split(separator: "\n") {
            if let start = line.firstRange(of: "\(key)=\""), !line[..<start.lowerBound].hasSuffix("PART") {
                let value = line[start.upperBound...].prefix { $0 != "\"" }
                return value.isEmpty ? nil : String(value)
            }
            if line.hasPrefix("\(key)=") {
                let value = line.dropFirst(key.count + 1).filter { $0 != "\\" }
                return value.isEmpty ? nil : String(value)
            }
        }
        return nil
    }
}
