import SystemIO

/// What a device is that it cannot be erased here, by what sysfs says of it.
struct ObstacleScan {
    let node: BlockNode
    let roots: SystemRoots

    func obstacles() -> [Obstacle] {
        var found: [Obstacle] = []
        if node.disk != nil { found.append(.partition) }
        if isOtherThanDisk { found.append(.notDisk) }
        if isStacked { found.append(.stacked) }
        if number("ro") != 0 { found.append(.writeProtected) }
        if number("size") ?? 0 == 0 { found.append(.noMedium) }
        if Zoning(node, roots) == .hostManaged { found.append(.hostManagedZones) }
        if node.name.hasPrefix("ram") || node.name.hasPrefix("zram") { found.append(.memory) }
        if let hidden = number("hidden"), hidden != 0 { found.append(.hidden) }
        return found
    }

    /// The peripheral device type (SPC-4, 6.4.2): disks are direct access, optical memory, simplified direct access or zoned.
    private var isOtherThanDisk: Bool {
        guard let type = number("device/type") else { return false }
        return ![0x00, 0x07, 0x0E, 0x14].contains(type)
    }

    private var isStacked: Bool {
        !node.slaves.isEmpty || node.folder.string.contains("/virtual/block/zd")
            || ["dm", "md", "bcache"].contains { kind in
                node.name.hasPrefix(kind) && roots.exists(node.folder.appending(kind))
            }
    }

    private func number(_ attribute: String) -> UInt64? { roots.number(node.folder.appending(attribute)) }
}
