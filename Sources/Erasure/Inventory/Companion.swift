import SystemIO

/// Something that belongs to the same device, and that erasing this one does not reach.
package struct Companion: Hashable, Sendable {
    /// What it is.
    package enum Kind: String, Sendable {
        /// Another name of the same medium.
        case path = "other path"
        /// Another unit of the same USB device.
        case unit = "other unit"
        /// Another namespace of the same NVMe subsystem.
        case namespace = "other namespace"
        /// A boot partition of an eMMC.
        case bootPartition = "boot partition"
        /// The replay-protected block of an eMMC, which nothing erases.
        case replayProtected = "replay-protected block"
        /// A general purpose partition of an eMMC.
        case generalPurpose = "general purpose partition"
    }

    /// What it is.
    package let kind: Kind
    /// The kernel's name of it.
    package let name: String
}

/// Finding them.
struct CompanionSearch {
    let node: BlockNode
    let connection: Connection
    let graph: BlockGraph
    let roots: SystemRoots

    func companions() -> [Companion] {
        let paths = Multipath.siblings(of: node, graph, roots).map { Companion(kind: .path, name: $0) }
        return paths + units() + namespaces() + partsOfCard()
    }

    private var others: [BlockNode] {
        graph.nodes.values.filter { $0.disk == nil && $0.name != node.name }.sorted { $0.name < $1.name }
    }

    private func units() -> [Companion] {
        guard let port = connection.usb?.port else { return [] }
        return others.filter { Connection($0, roots).usb?.port == port }.map { Companion(kind: .unit, name: $0.name) }
    }

    private func namespaces() -> [Companion] {
        guard connection.bus == .nvme, let own = subsystem(node) else { return [] }
        return others.filter { $0.name.hasPrefix("nvme") && subsystem($0) == own }
            .filter { roots.number($0.folder.appending("hidden")) ?? 0 == 0 }
            .map { Companion(kind: .namespace, name: $0.name) }
    }

    private func subsystem(_ node: BlockNode) -> String? {
        roots.text(node.folder.appending("device/subsysnqn")) ?? roots.text(node.folder.appending("device/serial"))
    }

    /// "mmcblk0boot0", "mmcblk0gp1" and "mmcblk0rpmb" beside "mmcblk0".
    private func partsOfCard() -> [Companion] {
        guard connection.bus == .mmc else { return [] }
        let characters = (try? roots.names(roots.sys.appending("bus/mmc_rpmb/devices"))) ?? []
        let names = Set(others.map(\.name)).union(characters).sorted()
        return names.filter { $0.hasPrefix(node.name) }.compactMap { name in
            let rest = name.dropFirst(node.name.count)
            if rest.hasPrefix("boot") { return Companion(kind: .bootPartition, name: name) }
            if rest.hasPrefix("gp") { return Companion(kind: .generalPurpose, name: name) }
            return rest == "rpmb" ? Companion(kind: .replayProtected, name: name) : nil
        }
    }
}
