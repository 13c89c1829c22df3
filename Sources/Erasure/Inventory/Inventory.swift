import SystemIO

/// All devices of the machine that could be erased.
package struct Inventory: Sendable {
    private let roots: SystemRoots

    /// Of this machine, or of what a test wrote.
    package init(roots: SystemRoots = .real) { self.roots = roots }

    /// Every whole disk, sorted by name: without loop and network devices that nothing is attached to, without what belongs to
    /// another device, such as an eMMC's boot partitions, and without paths that the kernel hides behind one device.
    /// - Parameter withContents: whether to read what is on them and to ask the drives themselves, which needs root. Without it, a
    ///   drive behind a bridge may have another serial number.
    /// - Throws: `system`, `badSystemView`.
    package func devices(withContents: Bool) throws(ErasureError) -> [Device] {
        let graph = try BlockGraph(roots)
        let parts = Set(graph.nodes.values.flatMap { node in partsOfCard(node, graph) })
        let nodes = graph.nodes.values.filter { isShown($0) && !parts.contains($0.name) }
        return marked(nodes.map { withContents ? opened($0, graph) : Device($0, graph, roots) })
    }

    /// All that is known of an open device, read while it stayed the same.
    /// - Throws: `deviceLost` if it was exchanged meanwhile; `noDevice`; `system`, `badSystemView`.
    package func device(_ open: KernelDevice) throws(ErasureError) -> Device {
        let graph = try BlockGraph(roots)
        guard let node = graph[open.number] else {
            throw ErasureError(.noDevice, "read", "the kernel has no such device", path: open.path)
        }
        guard node.disk == nil else {
            throw ErasureError(.notBlockDevice, "read", "this is a partition, not a whole disk", path: open.path)
        }
        let others = graph.nodes.values.filter { $0.disk == nil && $0.name != node.name }
        // The others are not opened: whoever judges one of them at the same time would see a user of it.
        let all = marked([described(open, node, graph)] + others.map { Device($0, graph, roots) })
        guard let device = all.first(where: { $0.name == node.name }) else {
            throw ErasureError(.noDevice, "read", "the device is gone", path: open.path)
        }
        let isSame = device.sequence == open.sequence && device.identity.size == open.size
        guard isSame, try open.presence() == .same else {
            throw ErasureError(.deviceLost, "read", "the device was exchanged while it was looked at", path: open.path)
        }
        return device
    }

    // MARK: Which devices

    private func isShown(_ node: BlockNode) -> Bool {
        if node.disk != nil || roots.number(node.folder.appending("hidden")) ?? 0 != 0 { return false }
        let isEmpty = roots.number(node.folder.appending("size")) ?? 0 == 0
        // A reader without a card is shown, a driver's spare numbers are not.
        return !isEmpty || !["loop", "nbd", "ram", "zram", "md", "dm-"].contains { node.name.hasPrefix($0) }
    }

    private func partsOfCard(_ node: BlockNode, _ graph: BlockGraph) -> [String] {
        let connection = Connection(node, roots)
        guard node.disk == nil, connection.bus == .mmc else { return [] }
        return CompanionSearch(node: node, connection: connection, graph: graph, roots: roots).companions()
            .filter { $0.kind == .bootPartition || $0.kind == .generalPurpose }.map(\.name)
    }

    /// Sorted, and with serial numbers that several have marked as such. Paths to one medium have one number rightly.
    private func marked(_ devices: [Device]) -> [Device] {
        devices.sorted { $0.name < $1.name }.map { device in
            guard let serial = device.identity.serial?.value else { return device }
            let paths = Set(device.companions.filter { $0.kind == .path }.map(\.name))
            let isShared = devices.contains {
                $0.name != device.name && $0.identity.serial?.value == serial && !paths.contains($0.name)
            }
            return isShared ? device.sharingSerial() : device
        }
    }

    // MARK: Asking

    /// Through a descriptor that is really this device's; without one, what sysfs says.
    private func opened(_ node: BlockNode, _ graph: BlockGraph) -> Device {
        do {
            let open = try KernelDevice(node.node(roots), for: .reading)
            if open.number == node.number { return described(open, node, graph) }
            return unread(node, graph, "another device answers under the name")
        } catch { return unread(node, graph, error.reason) }
    }

    private func described(_ open: KernelDevice, _ node: BlockNode, _ graph: BlockGraph) -> Device {
        let isRemovable = roots.number(node.folder.appending("removable")) == 1
        let answers = DriveAnswers(open, Connection(node, roots), isRemovable: isRemovable)
        var device = Device(node, graph, roots, answers)
        guard open.sequence == device.sequence ?? open.sequence, let reader = try? open.reader() else {
            return unread(node, graph, "another device answers under the name")
        }
        device.contents = ContentProbe.contents(reader, size: open.size)
        return device
    }

    private func unread(_ node: BlockNode, _ graph: BlockGraph, _ reason: String) -> Device {
        var device = Device(node, graph, roots)
        device.contents = .unreadable(reason)
        return device
    }
}
