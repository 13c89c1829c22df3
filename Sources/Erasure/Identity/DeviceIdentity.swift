import SystemIO

/// What a device is recognised by.
package struct DeviceIdentity: Hashable, Sendable {
    /// Who made it, as it says; untrusted text without control characters, like all texts here.
    package let vendor: String?
    /// Its model, as it says.
    package let model: String?
    /// The revision of its firmware.
    package let firmware: String?
    /// Its serial number, with who told it.
    package let serial: SerialNumber?
    /// Its worldwide name, as the kernel writes it: "naa.5000c500a1b2c3d4", "eui.0025385b71b0c5f3".
    package let worldwideName: String?
    /// Bytes that can be addressed.
    package let size: UInt64
    /// Where it is plugged in: the USB port, and the unit in a device that has several; nil on other buses.
    package let place: String?

    /// By what two identities differ.
    package enum Difference: String, CaseIterable, Sendable {
        case serial
        /// The same number, told by another source: by itself no other device, and less certain.
        case serialSource = "serial source"
        case worldwideName = "worldwide name"
        case size
        case model
        /// Only compared where the serial number is not strong.
        case place
        /// It was plugged in anew, or was another one all along: the kernel's number for it.
        case sequence
        /// The machine was started anew, so that the kernel's numbers say nothing.
        case start
    }

    /// What speaks against this being the device that was recorded.
    package func differences(from recorded: DeviceIdentity) -> [Difference] {
        var found: Set<Difference> = []
        if serial?.value != recorded.serial?.value { found.insert(.serial) }
        if serial?.source != recorded.serial?.source { found.insert(.serialSource) }
        if worldwideName != recorded.worldwideName { found.insert(.worldwideName) }
        if size != recorded.size { found.insert(.size) }
        if model != recorded.model { found.insert(.model) }
        let isCertain = serial?.isStrong == true && recorded.serial?.isStrong == true
        if !isCertain, place != recorded.place { found.insert(.place) }
        return Difference.allCases.filter { found.contains($0) }
    }

    /// The same, of a device whose serial number another one has too.
    func sharingSerial() -> DeviceIdentity {
        DeviceIdentity(
            vendor: vendor, model: model, firmware: firmware, serial: serial?.shared(), worldwideName: worldwideName,
            size: size, place: place)
    }
}
