import SystemIO

/// All block devices of the system and how they lie on one another, at one moment.
struct BlockGraph: Sendable {
    /// By kernel name.
    let nodes: [String: BlockNode]
    /// What stands behind each loop device that is attached, by kernel name.
    let loops: [String: LoopBacking]
    /// Attached loop devices of which that could not be found out, with the reason.
    let unknownLoops: [String: String]
    private let names: [DeviceNumber: String]
    private let partitions: [String: [String]]

    /// - Throws: `system`, `badSystemView` if sysfs cannot be read or is not understood.
    init(_ roots: SystemRoots) throws(ErasureError) {
        var nodes: [String: BlockNode] = [:]
        for name in try roots.names(roots.sys.appending("class/block")) {
            nodes[name] = try BlockNode(name, roots)
        }
        var loops: [String: LoopBacking] = [:]
        var unknown: [String: String] = [:]
        // A loop device has this folder while something is attached to it.
        for node in nodes.values where roots.exists(node.folder.appending("loop")) {
            do { loops[node.name] = try roots.loopBacking(node.node(roots)) } catch {
                if !error.isAbsence || roots.exists(node.folder.appending("loop")) {
                    unknown[node.name] = error.systemMessage ?? error.code.rawValue
                }
            }
        }
        self.nodes = nodes
        self.loops = loops
        unknownLoops = unknown
        names = Dictionary(nodes.values.map { ($0.number, $0.name) }, uniquingKeysWith: { first, _ in first })
        partitions = Dictionary(
            grouping: nodes.values.filter { $0.disk != nil }.map(\.name).sorted(), by: { nodes[$0]?.disk ?? "" })
    }

    subscript(_ number: DeviceNumber) -> BlockNode? { names[number].flatMap { nodes[$0] } }

    /// The partitions that the kernel knows of a disk, sorted by name.
    func partitions(of name: String) -> [BlockNode] { (partitions[name] ?? []).compactMap { nodes[$0] } }

    /// These devices, their partitions, and everything that is stacked on any of them, however high.
    func above(_ start: [String]) -> Set<String> {
        var found: Set<String> = []
        var next = start
        while let name = next.popLast() {
            guard let node = nodes[name], found.insert(name).inserted else { continue }
            next += partitions[name] ?? []
            next += node.holders
            next += loops.filter { $0.value.blockDevice == node.number }.map(\.key)
        }
        return found
    }

    /// What a device is stacked on, however deep, without itself. A partition that something is stacked on counts with its
    /// disk, not with the disk's other partitions.
    func below(_ name: String) -> Set<String> {
        var found: Set<String> = []
        var next = lower(name)
        while let lower = next.popLast() {
            guard let node = nodes[lower], found.insert(lower).inserted else { continue }
            next += self.lower(lower)
            if let disk = node.disk { next.append(disk) }
        }
        return found
    }

    private func lower(_ name: String) -> [String] {
        var lower = nodes[name]?.slaves ?? []
        if let backing = loops[name]?.blockDevice, let node = self[backing] { lower.append(node.name) }
        return lower
    }

    /// The device that a path below /dev means: by its node, or, where nothing is there, by the kernel's name in it.
    func device(at path: Path, _ roots: SystemRoots) -> BlockNode? {
        let prefix = "/dev/"
        guard path.string.hasPrefix(prefix) else { return nil }
        let inside = roots.dev.appending(String(path.string.dropFirst(prefix.count)))
        if let number = try? inside.blockDevice() { return self[number] }
        let end = roots.resolved(inside).map { String(decoding: $0.name, as: UTF8.self) }
        let name = end ?? String(path.string.dropFirst(prefix.count))
        return nodes[String(name.map { $0 == "/" ? "!" : $0 })]
    }
}
