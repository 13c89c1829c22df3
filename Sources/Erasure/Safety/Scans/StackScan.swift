import SystemIO

/// What the kernel itself has stacked on a device: device mapper, RAID, caches, loop devices.
struct StackScan {
    let reach: Reach
    let graph: BlockGraph
    let roots: SystemRoots

    func holdings() throws(ErasureError) -> [Holding] {
        var found: [Holding] = []
        for name in reach.names {
            guard let node = graph.nodes[name] else { continue }
            found += node.holders.filter { !reach.chain.contains($0) }.map { holding($0, of: node) }
            if let cache = try registeredCache(node) { found.append(cache) }
        }
        return found + loops()
    }

    // MARK: Holders

    private func holding(_ holder: String, of node: BlockNode) -> Holding {
        let folder = roots.sys.appending("class/block").appending(holder)
        if let uuid = roots.text(folder.appending("dm/uuid")) ?? roots.text(folder.appending("dm/name")) {
            return mapped(roots.text(folder.appending("dm/name")) ?? holder, uuid: uuid, of: node)
        }
        if roots.exists(folder.appending("md")) {
            let stop = ReleaseCommand("mdadm", "--stop", "/dev/\(BlockNode.nodeName(holder))")
            return Holding(.array, node.name, by: holder, release: stop)
        }
        if holder.hasPrefix("bcache") {
            return Holding(.cache, node.name, by: holder, release: .stop("/sys/block/\(holder)/bcache/stop"))
        }
        return Holding(.stacked, node.name, by: holder)
    }

    /// The makers of device mapper devices begin their UUIDs with what they are.
    private func mapped(_ name: String, uuid: String, of node: BlockNode) -> Holding {
        if uuid.hasPrefix("LVM-") {
            let group = Self.volumeGroup(name)
            return Holding(
                .volumeGroup, node.name, by: name, release: ReleaseCommand("vgchange", "--activate", "n", group))
        }
        if uuid.hasPrefix("CRYPT-") {
            return Holding(.encryption, node.name, by: name, release: ReleaseCommand("cryptsetup", "close", name))
        }
        if uuid.hasPrefix("mpath-") {
            return Holding(.multipath, node.name, by: name, release: ReleaseCommand("multipath", "-f", name))
        }
        return Holding(.stacked, node.name, by: name, release: ReleaseCommand("dmsetup", "remove", name))
    }

    /// The group in "group-volume", where hyphens of the names themselves are doubled.
    static func volumeGroup(_ name: String) -> String {
        var group = ""
        var rest = Substring(name)
        while let character = rest.popFirst() {
            if character == "-" {
                guard rest.first == "-" else { break }
                rest.removeFirst()
            }
            group.append(character)
        }
        return group
    }

    /// A device that bcache has registered, as the cache itself or before anything is attached, has no holder.
    private func registeredCache(_ node: BlockNode) throws(ErasureError) -> Holding? {
        let folder = node.folder.appending("bcache")
        let isNamed = node.name.hasPrefix("bcache") || node.holders.contains { $0.hasPrefix("bcache") }
        guard !isNamed, roots.exists(folder) else { return nil }
        if let set = roots.linkName(folder.appending("set")) {
            return Holding(.cache, node.name, by: set, release: .stop("/sys/fs/bcache/\(set)/stop"))
        }
        return Holding(.cache, node.name, by: "bcache", release: .stop("/sys/class/block/\(node.name)/bcache/stop"))
    }

    // MARK: Loop devices

    /// Loop devices over anything that is touched, and those over the file behind the target. They are no holders, and their
    /// backing may not have a name.
    private func loops() -> [Holding] {
        var found: [Holding] = []
        for (loop, backing) in graph.loops where !reach.chain.contains(loop) {
            let detach = ReleaseCommand("losetup", "--detach", "/dev/\(loop)")
            if let number = backing.blockDevice, let part = reach.touched[number] {
                found.append(Holding(.loop, part, by: loop, release: detach))
            } else if let own = reach.backing, own.device == backing.device, own.inode == backing.inode {
                found.append(Holding(.backingFile, reach.target.name, by: loop, release: detach))
            }
        }
        for (loop, reason) in graph.unknownLoops where !reach.chain.contains(loop) || loop == reach.target.name {
            let detach = ReleaseCommand("losetup", "--detach", "/dev/\(loop)")
            found.append(Holding(.unknown, reach.target.name, by: "\(loop): \(reason)", release: detach))
        }
        return found
    }
}
