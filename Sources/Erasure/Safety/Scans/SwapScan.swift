import SystemIO

/// Swap areas on a device, and swap files on its filesystems; proc_swaps(5).
struct SwapScan {
    let reach: Reach
    let graph: BlockGraph
    let roots: SystemRoots

    func holdings() throws(ErasureError) -> [Holding] {
        guard let text = try roots.bytes(roots.proc.appending("swaps")) else { return [] }
        var found: [Holding] = []
        for line in text.split(separator: 10).dropFirst() {
            let fields = line.split(whereSeparator: { $0 == 32 || $0 == 9 })
            guard fields.count >= 2 else {
                throw ErasureError(.badSystemView, "read", "a swap area is not understood", path: "/proc/swaps")
            }
            let path = Path(MountEntry.unescaped(fields[0]))
            let release = ReleaseCommand("swapoff", path.string)
            if let part = try part(path) {
                let kind: Holding.Kind = fields[1].elementsEqual("file".utf8) ? .swapFile : .swap
                found.append(Holding(kind, part, by: path.string, release: release))
            }
        }
        return found
    }

    private func part(_ path: Path) throws(ErasureError) -> String? {
        if let part = reach.device(at: path, graph, roots) { return part }
        let found: FileMetadata
        do { found = try path.metadata() } catch {
            // In another mount namespace, or removed: whose it is cannot be told, and it lies on something.
            throw ErasureError(error, path: path)
        }
        if let node = found.node { return reach.touched[node] }
        if let backing = reach.backing, backing.device == DeviceNumber(found.identity.device),
            backing.inode == found.identity.inode
        {
            return reach.target.name
        }
        return try FileHome(graph: graph, roots: roots).parts(of: found.identity, in: reach).first
    }
}

/// Which devices a file lies on.
struct FileHome {
    let graph: BlockGraph
    let roots: SystemRoots

    /// The parts of a reach that a file's filesystem is on.
    func parts(of file: FileIdentity, in reach: Reach) throws(ErasureError) -> [String] {
        let device = DeviceNumber(file.device)
        if let part = reach.touched[device] { return [part] }
        // btrfs, and filesystems over others, have numbers of their own, that only their mounts tell.
        guard device.major == 0, let text = try roots.bytes(roots.proc.appending("self/mountinfo")) else { return [] }
        let sources = (MountEntry.all(text) ?? []).filter { $0.device == device }.map(\.source)
        return Set(sources).sorted().compactMap { reach.device(at: Path($0), graph, roots) }
    }
}
