/// What a person has to say so that a device is erased: something that means this one device and no other.
package struct Confirmation: Hashable, Sendable {
    /// What kind of text it is.
    package enum Kind: String, Sendable {
        /// Its serial number, which is strong and nobody else's.
        case serial
        /// Its worldwide name.
        case worldwideName = "worldwide name"
        /// Where it is plugged in: the USB port and the unit.
        case place
        /// The kernel's name with the number that it gave to the device when it was plugged in.
        case sequence
    }

    /// What kind of text it is.
    package let kind: Kind
    /// The text that has to be given, as it is.
    package let text: String
    /// The volume groups, pools and arrays that have to be named, too.
    package let groups: [String]

    /// The first of its marks that no other attached device has.
    package init(_ device: Device, among devices: [Device]) {
        // Another path to the same medium has the same marks rightly.
        let paths = device.companions.filter { $0.kind == .path }.map(\.name)
        let others = devices.filter { $0.name != device.name && !paths.contains($0.name) }
        let marks: [(Kind, (Device) -> String?)] = [
            (.serial, { $0.identity.serial.flatMap { $0.isStrong ? $0.value : nil } }),
            (.worldwideName, { $0.identity.worldwideName }),
            (.place, { $0.identity.place }),
        ]
        groups = device.contents.groups
        for (kind, mark) in marks {
            guard let text = mark(device), !others.contains(where: { Self.has($0, text) }) else { continue }
            self.kind = kind
            self.text = text
            return
        }
        kind = .sequence
        text = "\(device.name)-\(device.sequence ?? 0)"
    }

    /// Whether a person has given the text and named every group. Nothing is guessed: letters have to be the same.
    package func accepts(_ given: [String]) -> Bool { ([text] + groups).allSatisfy { given.contains($0) } }

    /// By any of its marks, also a weak one.
    private static func has(_ device: Device, _ text: String) -> Bool {
        let identity = device.identity
        return [identity.serial?.value, identity.worldwideName, identity.place].contains(text)
    }
}
