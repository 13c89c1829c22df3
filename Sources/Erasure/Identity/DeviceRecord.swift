import DER
import SystemIO

/// A device as plan, journal and evidence record it: what it is recognised by, and what an erasure cannot reach.
package struct DeviceRecord: Hashable, Sendable {
    /// The kernel's name of it then.
    package let name: String
    /// The kernel's number for it as it was plugged in, and 0 where the kernel has none.
    package let sequence: UInt64
    /// The kernel's identifier of the start of the machine within which ``sequence`` means something.
    package let bootID: String
    /// What it is recognised by, and its size.
    package let identity: DeviceIdentity
    /// Bytes of a logical sector.
    package let sectorSize: Int
    /// Bytes of a physical sector.
    package let physicalSectorSize: Int
    /// How it was connected.
    package let bus: Connection.Bus
    /// What it is made of.
    package let kind: MediaKind
    /// Whether it has to be written in order.
    package let zoning: Zoning
    /// Whether the medium can be taken out.
    package let isRemovable: Bool
    /// Bytes that the drive says it has; nil where it does not say.
    package let ownCapacity: UInt64?
    /// What belongs to it and is not reached by erasing it.
    package let companions: [Companion]
    /// Formats and labels of what was on it, nil where that could not be read.
    package let contents: [String]?
    /// The volume groups, pools and arrays that it was a member of.
    package let groups: [String]
    /// Its condition, as far as it told.
    package let health: DeviceHealth

    /// Of a device as it is now.
    /// - Parameter bootID: see ``SystemRoots/bootIdentifier()``.
    package init(_ device: Device, bootID: String) {
        name = device.name
        sequence = device.sequence ?? 0
        self.bootID = bootID
        identity = device.identity
        sectorSize = device.sectorSize
        physicalSectorSize = device.physicalSectorSize
        bus = device.connection.bus
        kind = device.kind
        zoning = device.zoning
        isRemovable = device.isRemovable
        ownCapacity = device.ownCapacity
        companions = device.companions
        if case .found(let list) = device.contents {
            contents = list.map { [$0.type, $0.label].compactMap { $0 }.joined(separator: " ") }
        } else {
            contents = nil
        }
        groups = device.contents.groups
        health = device.health
    }

    /// Bytes of the drive that could not be addressed.
    package var unreachable: UInt64 { (ownCapacity ?? 0) > identity.size ? (ownCapacity ?? 0) - identity.size : 0 }

    // MARK: The same device

    /// What speaks against a device being the planned one, plugged in all the time since the plan; nothing, if empty.
    package func differences(from device: Device, bootID: String) -> [DeviceIdentity.Difference] {
        var found = device.identity.differences(from: identity)
        if bootID != self.bootID {
            found.append(.start)
        } else if device.sequence ?? 0 != sequence {
            found.append(.sequence)
        }
        return found
    }

    /// What speaks against a device being the one whose erasure was begun, perhaps on another machine; nothing, if empty. Of its
    /// place and of the kernel's numbers nothing is expected.
    package func differencesAtResumption(from device: Device) -> [DeviceIdentity.Difference] {
        let kept: Set<DeviceIdentity.Difference> = [.serial, .serialSource, .worldwideName, .size, .model]
        return device.identity.differences(from: identity).filter { kept.contains($0) }
    }
}
