import SystemIO

/// A block device as sysfs has it: a whole disk, a partition, or something stacked on others.
struct BlockNode: Hashable, Sendable {
    /// The kernel's name, such as "sdb1"; a slash in it is an exclamation mark.
    let name: String
    let number: DeviceNumber
    /// Its folder in sysfs, without links.
    let folder: Path
    /// Of a partition: the name of the disk.
    let disk: String?
    /// Of a partition: which.
    let partition: Int32?
    /// What is stacked on it, by name.
    let holders: [String]
    /// What it is stacked on, by name.
    let slaves: [String]

    /// - Returns: nil if the device has gone meanwhile.
    init?(_ name: String, _ roots: SystemRoots) throws(ErasureError) {
        guard let folder = roots.resolved(roots.sys.appending("class/block").appending(name)) else { return nil }
        guard let text = try roots.bytes(folder.appending("dev")) else { return nil }
        guard let number = DeviceNumber(String(decoding: text, as: UTF8.self).trimmed) else {
            throw ErasureError(.badSystemView, "read", "the device number is not understood", path: folder)
        }
        self.name = name
        self.number = number
        self.folder = folder
        let partition = roots.number(folder.appending("partition")).flatMap { Int32(exactly: $0) }
        self.partition = partition
        disk = partition == nil ? nil : String(decoding: folder.folder.name, as: UTF8.self)
        holders = try roots.names(folder.appending("holders"))
        slaves = try roots.names(folder.appending("slaves"))
    }

    /// Where its node is.
    func node(_ roots: SystemRoots) -> Path { roots.dev.appending(Self.nodeName(name)) }

    /// The name below /dev: "cciss!c0d0" is "cciss/c0d0" there.
    static func nodeName(_ name: String) -> String { String(name.map { $0 == "!" ? "/" : $0 }) }
}
