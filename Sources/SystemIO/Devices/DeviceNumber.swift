internal import CSystem

/// A device number in its two parts; makedev(3).
package struct DeviceNumber: Hashable, Sendable {
    /// Which driver, 0 for a filesystem without a device of its own.
    package let major: UInt32
    /// Which device of the driver.
    package let minor: UInt32

    /// Its parts.
    package init(major: UInt32, minor: UInt32) {
        self.major = major
        self.minor = minor
    }

    /// The number as stat(2) and the kernel's structures have it.
    package init(_ device: UInt64) { self.init(major: fubako_major(device), minor: fubako_minor(device)) }

    /// "8:16", as sysfs and mountinfo write it; nil for anything else.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let major = UInt32(parts[0]), let minor = UInt32(parts[1]) else { return nil }
        self.init(major: major, minor: minor)
    }
}

extension DeviceNumber: CustomStringConvertible {
    /// As sysfs writes it: "8:16".
    package var description: String { "\(major):\(minor)" }
}
