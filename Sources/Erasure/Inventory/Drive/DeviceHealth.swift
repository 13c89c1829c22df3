import SystemIO

/// What a device tells of its own condition. Nothing of it says that a device is sound.
package struct DeviceHealth: Hashable, Sendable {
    /// Degrees Celsius, of the first sensor.
    package let temperature: Double?
    /// Of an eMMC: how much of its life is used up, in percent, rounded up to tens; 110 is beyond its end.
    package let wear: Int?
    /// Of an eMMC: whether its spare blocks run out (PRE_EOL_INFO above 1).
    package let isNearEnd: Bool?
    /// Errors that a SCSI device has answered commands with since it was plugged in.
    package let errors: UInt64?
    /// What the drive counts itself; nil where it was not asked or does not say.
    package let counters: DriveCounters?

    /// As it was recorded.
    init(temperature: Double?, wear: Int?, isNearEnd: Bool?, errors: UInt64?, counters: DriveCounters? = nil) {
        self.counters = counters
        self.temperature = temperature
        self.wear = wear
        self.isNearEnd = isNearEnd
        self.errors = errors
    }

    init(_ node: BlockNode, _ roots: SystemRoots, _ counters: DriveCounters? = nil) {
        self.counters = counters
        let device = node.folder.appending("device")
        temperature = Self.temperature(device, roots) ?? counters?.temperature
        // Two estimates for two kinds of memory, each in steps of ten percent: 0x01 is up to ten.
        let estimates = roots.text(device.appending("life_time"))?.split(separator: " ").compactMap {
            Self.hexadecimal($0)
        }
        wear = estimates?.max().flatMap { $0 == 0 ? nil : $0 * 10 }
        isNearEnd = roots.text(device.appending("pre_eol_info")).flatMap { Self.hexadecimal($0) }.map { $0 > 1 }
        errors = roots.text(device.appending("ioerr_cnt")).flatMap { Self.hexadecimal($0) }.map { UInt64($0) }
    }

    private static func temperature(_ device: Path, _ roots: SystemRoots) -> Double? {
        for folder in [device.appending("hwmon"), device] {
            for name in (try? roots.names(folder)) ?? [] where name.hasPrefix("hwmon") {
                let sensor = folder.appending(name).appending("temp1_input")
                if let value = roots.text(sensor).flatMap({ Double($0) }) { return value / 1000 }
            }
        }
        return nil
    }

    private static func hexadecimal(_ text: some StringProtocol) -> Int? {
        guard text.hasPrefix("0x") else { return nil }
        return Int(text.dropFirst(2), radix: 16).flatMap { $0 >= 0 ? $0 : nil }
    }
}
