import Glibc
import SystemIO

/// Filesystems that are mounted from a device, in any mount namespace that a visible process lives in.
struct MountScan {
    let reach: Reach
    let graph: BlockGraph
    let roots: SystemRoots

    /// A mount as somebody sees it.
    private struct Seen: Hashable {
        let part: String
        let point: String
        let kind: String
    }

    /// - Parameter processes: all that were visible.
    func holdings(_ processes: [Int32]) throws(ErasureError) -> [Holding] {
        var found: [Seen: Int32?] = [:]
        var views: Set<[String?]> = []
        let own = view(roots.proc.appending("self"))
        for (process, folder) in places(processes) {
            let view = view(folder)
            guard views.insert(view).inserted || view.contains(nil) else { continue }
            guard let text = try mounts(folder) else {
                if process != nil { continue }
                throw ErasureError(.badSystemView, "read", "mountinfo is not there", path: folder)
            }
            guard let entries = MountEntry.all(text) else {
                throw ErasureError(.badSystemView, "read", "a mount is not understood", path: folder)
            }
            for entry in entries {
                guard let part = part(entry) else { continue }
                let seen = Seen(part: part, point: String(decoding: entry.point, as: UTF8.self), kind: entry.kind)
                if found[seen] == nil { found[seen] = .some(view == own ? nil : process) }
            }
        }
        return found.map { holding($0, process: $1) } + unseenPools(found.keys.map(\.part))
    }

    /// Our own view first, so that nobody else is named for what we see ourselves. A thread may have left its process's namespace.
    private func places(_ processes: [Int32]) -> [(Int32?, Path)] {
        let own: (Int32?, Path) = (nil, roots.proc.appending("self"))
        return [own]
            + processes.flatMap { process -> [(Int32?, Path)] in
                let folder = roots.proc.appending("\(process)")
                let tasks = folder.appending("task")
                let threads = ((try? roots.names(tasks)) ?? []).filter { $0 != "\(process)" }
                return [(process, folder)]
                    + threads.compactMap { name in
                        Int32(name).map { ($0, tasks.appending(name)) }
                    }
            }
    }

    /// What a process's mountinfo depends on: its namespace, and its root, above which it shows nothing.
    private func view(_ folder: Path) -> [String?] {
        [
            roots.linkTarget(folder.appending("ns/mnt")),
            roots.linkTarget(folder.appending("root")),
        ]
    }

    /// A process that is ending has no mounts any more: EINVAL.
    private func mounts(_ folder: Path) throws(ErasureError) -> [UInt8]? {
        do { return try roots.bytes(folder.appending("mountinfo")) } catch {
            if error.system?.number == EINVAL { return nil }
            // Who may not see it is named as a gap with the process's open files; our own has to be readable.
            if error.system?.code == .permissionDenied, folder.name != Array("self".utf8) { return nil }
            throw error
        }
    }

    // MARK: Whose device

    private func part(_ entry: MountEntry) -> String? {
        if let part = reach.touched[entry.device] { return part }
        if let part = reach.device(at: Path(entry.source), graph, roots) { return part }
        // Journals and real-time parts of a filesystem on devices of their own.
        for option in entry.options.split(separator: ",") {
            guard let path = option.split(separator: "=", maxSplits: 1).last, path.hasPrefix("/dev/") else { continue }
            if let part = reach.device(at: Path(String(path)), graph, roots) { return part }
        }
        return entry.kind == "btrfs" ? partOfPool(entry) : nil
    }

    /// A filesystem over several devices names one of them.
    private func partOfPool(_ entry: MountEntry) -> String? {
        guard let named = graph.device(at: Path(entry.source), roots)?.name else { return nil }
        return pools().first { $0.contains(named) }?.first { member in
            graph.nodes[member].map { reach.touched[$0.number] != nil } ?? false
        }
    }

    /// The kernel's names of each btrfs filesystem that is mounted somewhere.
    private func pools() -> [[String]] {
        let folder = roots.sys.appending("fs/btrfs")
        return ((try? roots.names(folder)) ?? []).map { uuid in
            (try? roots.names(folder.appending(uuid).appending("devices"))) ?? []
        }
    }

    /// Members of filesystems that the kernel has mounted, and nobody whom we see sees.
    private func unseenPools(_ seen: [String]) -> [Holding] {
        pools().flatMap { $0 }.compactMap { member in
            guard let node = graph.nodes[member], let part = reach.touched[node.number], !seen.contains(part)
            else { return nil }
            return Holding(.pool, part, by: "btrfs")
        }
    }

    // MARK: Naming

    private func holding(_ seen: Seen, process: Int32?) -> Holding {
        let isSystem = process == nil && Self.system.contains(seen.point)
        let command = process.map { release(seen).inNamespace(of: $0) } ?? release(seen)
        return Holding(
            isSystem ? .system : .mounted, seen.part, by: seen.point, process: process,
            release: isSystem ? nil : command)
    }

    private func release(_ seen: Seen) -> ReleaseCommand {
        let isUsers = seen.point.hasPrefix("/media/") || seen.point.hasPrefix("/run/media/")
        guard isUsers else { return ReleaseCommand("umount", seen.point) }
        return ReleaseCommand("udisksctl", "unmount", "--block-device", "/dev/\(BlockNode.nodeName(seen.part))")
    }

    /// What no running system can do without.
    static let system: Set<String> = ["/", "/boot", "/boot/efi", "/efi", "/usr", "/var", "/etc"]
}
