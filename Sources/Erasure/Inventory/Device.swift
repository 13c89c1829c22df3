import SystemIO

/// A device that could be erased, with all that is known of it at one moment.
package struct Device: Hashable, Sendable {
    /// The kernel's name, such as "sdb".
    package let name: String
    /// Its node.
    package let path: Path
    /// Its number.
    package let number: DeviceNumber
    /// The kernel's number for it as it is plugged in now.
    package let sequence: UInt64?
    /// What it is recognised by, and its size.
    package private(set) var identity: DeviceIdentity
    /// Bytes of a logical sector.
    package let sectorSize: Int
    /// Bytes of a physical sector.
    package let physicalSectorSize: Int
    /// How it is connected.
    package let connection: Connection
    /// What it is made of.
    package let kind: MediaKind
    /// Whether it has to be written in order.
    package let zoning: Zoning
    /// Whether the kernel refuses writes.
    package let isReadOnly: Bool
    /// Whether the medium can be taken out.
    package let isRemovable: Bool
    /// The kernel's names of its partitions.
    package let partitions: [String]
    /// What belongs to it and is not reached by erasing it.
    package let companions: [Companion]
    /// Bytes that the drive says it has, behind a bridge or translation that may show less; nil where it does not say.
    package let ownCapacity: UInt64?
    /// Its condition, as far as it tells.
    package let health: DeviceHealth
    /// What is on it.
    package var contents: Contents

    /// Bytes of the drive that cannot be addressed here: a bridge's limit, or a hidden area that is known of.
    package var unreachable: UInt64 { (ownCapacity ?? 0) > identity.size ? (ownCapacity ?? 0) - identity.size : 0 }

    /// - Parameter answers: what the drive said, where it was asked itself.
    init(_ node: BlockNode, _ graph: BlockGraph, _ roots: SystemRoots, _ answers: DriveAnswers? = nil) {
        let connection = Connection(node, roots)
        // What a machine around this one makes of a drive has pages that are made up, too.
        let data = VitalProductData(node, roots, answers, hasDrive: !connection.isVirtual)
        func number(_ attribute: String) -> UInt64? { roots.number(node.folder.appending(attribute)) }
        name = node.name
        path = node.node(roots)
        self.number = node.number
        sequence = number("diskseq")
        identity = DeviceIdentity(node, connection, data, roots)
        sectorSize = Int(clamping: number("queue/logical_block_size") ?? 512)
        physicalSectorSize = Int(clamping: number("queue/physical_block_size") ?? 512)
        self.connection = connection
        kind = MediaKind(node, connection, data, roots)
        zoning = Zoning(node, roots)
        isReadOnly = number("ro") != 0
        isRemovable = number("removable") == 1
        partitions = graph.partitions(of: node.name).map(\.name)
        companions = CompanionSearch(node: node, connection: connection, graph: graph, roots: roots).companions()
        ownCapacity = data.drive?.capacity
        health = DeviceHealth(node, roots, answers?.counters)
        contents = .notRead
    }

    /// The same, where another device has the same serial number.
    func sharingSerial() -> Device {
        var result = self
        result.identity = identity.sharingSerial()
        return result
    }
}
