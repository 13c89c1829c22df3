/// What is on a device.
package enum Contents: Hashable, Sendable {
    /// Nobody has looked.
    case notRead
    /// It could not be read, for the reason given.
    case unreadable(String)
    /// Everything whose signature is known; nothing of that kind, if empty.
    case found([Content])

    /// What was found.
    package var list: [Content] { if case .found(let list) = self { list } else { [] } }

    /// The volume groups, pools and arrays that the device is a member of, each once: who erases it has to name them.
    package var groups: [String] { Set(list.compactMap(\.group)).sorted() }
}

/// One thing on a device, by its signature.
package struct Content: Hashable, Sendable {
    /// What kind of thing, after libblkid.
    package enum Usage: String, Sendable {
        case filesystem
        /// A member of an array, a volume group or a pool.
        case member = "raid"
        /// Encrypted.
        case encrypted = "crypto"
        /// Swap areas, journals, caches.
        case other
        case partitionTable = "partition table"
    }

    /// What kind of thing.
    package let usage: Usage
    /// libblkid's name of the format: "ext4", "LVM2_member", "crypto_LUKS", "gpt".
    package let type: String
    /// Its label; untrusted text, like all texts here.
    package let label: String?
    /// Its UUID, or what it has in its place.
    package let uuid: String?
    /// The volume group, pool or array that it is a member of.
    package let group: String?
    /// Where it begins, in bytes on the device.
    package let start: UInt64
    /// Bytes that it has; of a partition, all of it.
    package let length: UInt64
    /// The partition's number in the table on the device; nil outside of partitions.
    package let partition: Int?
}
