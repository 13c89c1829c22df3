import SystemIO

/// Members of ZFS pools that are imported. Their mounts name a pool and no device, and ZFS shows no holders.
struct PoolScan {
    let reach: Reach
    let graph: BlockGraph
    let roots: SystemRoots

    func holdings() -> [Holding] {
        let imported = roots.proc.appending("spl/kstat/zfs")
        guard roots.exists(imported) else { return [] }
        return reach.names.compactMap { name in
            guard let node = graph.nodes[name], let pool = pool(node), roots.exists(imported.appending(pool)) else {
                return nil
            }
            return Holding(.pool, name, by: pool, release: ReleaseCommand("zpool", "export", pool))
        }
    }

    /// The pool by its label on the device; by udev's memory of it where the device cannot be read.
    private func pool(_ node: BlockNode) -> String? {
        if let content = content(node) { return content.type == "zfs_member" ? content.group : nil }
        guard let lines = roots.text(lines: roots.udev.appending("b\(node.number)")),
            lines.contains("E:ID_FS_TYPE=zfs_member")
        else { return nil }
        return lines.first { $0.hasPrefix(Self.label) }.map { String($0.dropFirst(Self.label.count)) }
    }

    private static let label = "E:ID_FS_LABEL="

    private func content(_ node: BlockNode) -> Content? {
        let path = node.node(roots)
        guard (try? path.blockDevice()) == node.number, let descriptor = try? Descriptor.open(path, .readOnly),
            let size = try? descriptor.deviceSize()
        else { return nil }
        let list = ContentProbe.contents(descriptor, size: size).list
        return list.first { $0.type == "zfs_member" } ?? list.first
    }
}
