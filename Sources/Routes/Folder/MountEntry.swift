import SystemIO

extension MountEntry {
    /// The mount that was made last of a device.
    static func find(_ device: UInt64) throws(RoutesError) -> MountEntry? {
        let number = DeviceNumber(device)
        return try lines().last { isOf($0, number) }.flatMap { MountEntry($0) }
    }

    /// All mounts of block devices, in the order in which they were made.
    static func ofDevices() throws(RoutesError) -> [MountEntry] {
        try lines().compactMap { MountEntry($0) }.filter { $0.source.hasPrefix("/dev/") }
    }

    private static func lines() throws(RoutesError) -> [ArraySlice<UInt8>] {
        try system { () throws(SystemError) in
            try Descriptor.open("/proc/self/mountinfo", .readOnly).readToEnd(limit: 16 << 20)
        }.split(separator: 10)
    }

    private static func isOf(_ line: ArraySlice<UInt8>, _ number: DeviceNumber) -> Bool {
        let fields = line.split(separator: 32, maxSplits: 3)
        return fields.count > 3 && fields[2].elementsEqual("\(number.major):\(number.minor)".utf8)
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
