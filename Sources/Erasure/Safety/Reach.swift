import SystemIO

/// Everything that a write to a disk changes under whoever uses it.
///
/// ```
///   dm-0  loop3          above: what is stacked on any of it, however high
///     \    /
///     sdb1  sdb2         the partitions
///        \  /
///   sdc = sdb            other paths to the same medium
///         |
///      sdd1, sdd         below: what the device itself is made of
/// ```
struct Reach: Sendable {
    let target: BlockNode
    /// By number, with the kernel's name.
    let touched: [DeviceNumber: String]
    /// Character devices that lead to the same disk: SCSI generic, NVMe generic.
    let characters: [DeviceNumber: String]
    /// The target and what it is made of: stacked on each other without being a use.
    let chain: Set<String>
    /// The file behind the target, if it is a loop device over one.
    let backing: LoopBacking?

    init(_ target: BlockNode, _ graph: BlockGraph, _ roots: SystemRoots) {
        self.target = target
        let siblings = Multipath.siblings(of: target, graph, roots)
        let below = graph.below(target.name)
        var names = graph.above([target.name] + siblings)
        for lower in below {
            // Of a disk that is there only as the home of a partition, the other partitions are not touched.
            let hasLowerPartition = graph.partitions(of: lower).contains { below.contains($0.name) }
            names.formUnion(hasLowerPartition ? [lower] : graph.above([lower]))
        }
        // A partition of a disk in use is refused like the disk.
        if let disk = target.disk { names.formUnion(graph.above([disk])) }
        var touched: [DeviceNumber: String] = [:]
        for name in names { if let node = graph.nodes[name] { touched[node.number] = name } }
        self.touched = touched
        characters = Self.characters([target.name] + siblings, graph, roots)
        chain = below.union([target.name])
        backing = graph.loops[target.name].flatMap { $0.blockDevice == nil ? $0 : nil }
    }

    /// The kernel's names, sorted.
    var names: [String] { touched.values.sorted() }

    /// The name of what a path below /dev means, if a write would change it.
    func device(at path: Path, _ graph: BlockGraph, _ roots: SystemRoots) -> String? {
        graph.device(at: path, roots).flatMap { touched[$0.number] }
    }

    private static func characters(
        _ disks: [String], _ graph: BlockGraph, _ roots: SystemRoots
    ) -> [DeviceNumber: String] {
        var found: [DeviceNumber: String] = [:]
        for disk in disks {
            guard let folder = graph.nodes[disk]?.folder else { continue }
            // nvme1n1 is ng1n1 as a character device; its folder lies beside that of the disk.
            let namespace = disk.hasPrefix("nvme") ? [folder.folder.appending("ng" + disk.dropFirst(4))] : []
            let generic = ["scsi_generic", "bsg"].flatMap { kind in
                let parent = folder.appending("device").appending(kind)
                return ((try? roots.names(parent)) ?? []).map { parent.appending($0) }
            }
            for place in generic + namespace {
                guard let number = roots.text(place.appending("dev")).flatMap({ DeviceNumber($0) }) else { continue }
                found[number] = disk
            }
        }
        return found
    }
}

/// Several devices of the kernel that are one medium.
enum Multipath {
    /// The other devices that name the same medium: an equal worldwide identifier of a kind that is unique, and an equal size.
    static func siblings(of node: BlockNode, _ graph: BlockGraph, _ roots: SystemRoots) -> [String] {
        guard node.disk == nil, let identifier = identifier(node, roots) else { return [] }
        let size = roots.number(node.folder.appending("size"))
        return graph.nodes.values.filter {
            $0.disk == nil && $0.name != node.name && self.identifier($0, roots) == identifier
                && roots.number($0.folder.appending("size")) == size
        }.map(\.name).sorted()
    }

    /// Identifiers that a manufacturer makes of texts ("t10.") are often the same for all devices of a kind.
    private static func identifier(_ node: BlockNode, _ roots: SystemRoots) -> String? {
        let text = roots.text(node.folder.appending("wwid")) ?? roots.text(node.folder.appending("device/wwid"))
        guard let text, !text.hasPrefix("t10."), text.contains(where: { $0 != "0" && $0 != "." }) else { return nil }
        return text
    }
}
