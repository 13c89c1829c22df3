import SystemIO

/// What a device is that it cannot be erased here, by what sysfs says of it.
struct ObstacleScan {
    let node: BlockNode
    let roots: SystemRoots

    func obstacles() -> [Obstacle] {
        var found: [Obstacle] = []
        if node.disk != nil { found.append(.partition) }
        if isStacked { found.append(.stacked) }
        if number("ro") != 0 { found.append(.writeProtected) }
        if number("size") ?? 0 == 0 { found.append(.noMedium) }
        if Zoning(node, roots) == .hostManaged { found.append(.hostManagedZones) }
        if node.name.hasPrefix("ram") || node.name.hasPrefix("zram") { found.append(.memory) }
        if let hidden = number("hidden"), hidden != 0 { found.append(.hidden) }
        return found
    }

    private var isStacked: Bool {
        !node.slaves.isEmpty
            || ["dm", "md", "bcache"].contains { kind in
                node.name.hasPrefix(kind) && roots.exists(node.folder.appending(kind))
            }
    }

    private func number(_ attribute: String) -> UInt64? { roots.number(node.folder.appending(attribute)) }
}
