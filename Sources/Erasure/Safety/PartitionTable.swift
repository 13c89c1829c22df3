import SystemIO

/// The partitions that the kernel knows of a disk.
struct PartitionTable: Sendable {
    /// One of them, in bytes.
    private struct Entry: Sendable {
        let name: String
        let index: Int32
        let start: UInt64
        let length: UInt64
    }

    private let entries: [Entry]

    /// - Throws: `badSystemView` if sysfs does not tell where a partition is.
    init(of disk: BlockNode, _ graph: BlockGraph, _ roots: SystemRoots) throws(ErasureError) {
        var entries: [Entry] = []
        for node in graph.partitions(of: disk.name) {
            guard let index = node.partition, let start = roots.number(node.folder.appending("start")),
                let size = roots.number(node.folder.appending("size"))
            else {
                throw ErasureError(.badSystemView, "read", "a partition has no place on its disk", path: node.folder)
            }
            // sysfs counts in units of 512 bytes, whatever the sector is.
            entries.append(Entry(name: node.name, index: index, start: start * 512, length: size * 512))
        }
        self.entries = entries
    }

    /// Makes the kernel forget all of them, which it refuses while anybody has one open, even plainly. After a refusal it knows
    /// all of them again.
    /// - Returns: who is in the way.
    func forget(on device: KernelDevice) throws(ErasureError) -> [Holding] {
        var forgotten: [Entry] = []
        for entry in entries {
            do {
                if try device.forgetPartition(entry.index) {
                    forgotten.append(entry)
                } else {
                    restore(forgotten, on: device)
                    let look = ReleaseCommand("fuser", "--verbose", "/dev/\(BlockNode.nodeName(entry.name))")
                    return [Holding(.partition, entry.name, by: "open", release: look)]
                }
            } catch {
                restore(forgotten, on: device)
                throw error
            }
        }
        return []
    }

    /// Makes the kernel know all of them again.
    func restore(on device: KernelDevice) { restore(entries, on: device) }

    /// Nothing was written, so that what cannot be restored here comes back when the disk is plugged in anew.
    private func restore(_ entries: [Entry], on device: KernelDevice) {
        for entry in entries { try? device.addPartition(entry.index, start: entry.start, length: entry.length) }
    }
}
