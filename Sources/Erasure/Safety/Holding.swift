/// Someone or something that uses a device, so that nothing may be written to it.
package struct Holding: Hashable, Sendable {
    /// What kind of use it is, as a stable name.
    package struct Kind: RawRepresentable, Hashable, Sendable {
        /// The stable name.
        package let rawValue: String
        /// A kind by its name; those in use are the constants below.
        package init(rawValue: String) { self.rawValue = rawValue }

        /// A filesystem is mounted; ``Holding/holder`` is where, ``Holding/process`` a process in whose namespace it is
        /// visible where that is not ours.
        package static let mounted = Kind(rawValue: "mounted")
        /// Memory is swapped out to the device.
        package static let swap = Kind(rawValue: "swap")
        /// Memory is swapped out to a file on the device.
        package static let swapFile = Kind(rawValue: "swap file")
        /// A loop device is attached over it.
        package static let loop = Kind(rawValue: "loop device")
        /// Another loop device, or a process, uses the file behind this loop device.
        package static let backingFile = Kind(rawValue: "backing file")
        /// It carries a logical volume; ``Holding/holder`` is the volume's name, with the group's.
        package static let volumeGroup = Kind(rawValue: "volume group")
        /// It carries an encrypted volume that is unlocked.
        package static let encryption = Kind(rawValue: "encrypted volume")
        /// It is a path of a multipath device.
        package static let multipath = Kind(rawValue: "multipath")
        /// It is a member of a RAID array that runs.
        package static let array = Kind(rawValue: "RAID array")
        /// It belongs to a cache that runs (bcache).
        package static let cache = Kind(rawValue: "cache")
        /// It is a member of a pool that is imported (ZFS), or of a filesystem over several devices that is mounted (btrfs).
        package static let pool = Kind(rawValue: "pool")
        /// Another kind of device is stacked on it.
        package static let stacked = Kind(rawValue: "stacked device")
        /// A process has it open.
        package static let process = Kind(rawValue: "process")
        /// It is reached over a network, where other hosts may use it.
        package static let network = Kind(rawValue: "network")
        /// This host offers it to others.
        package static let exported = Kind(rawValue: "exported")
        /// The running system needs it; ``Holding/holder`` is the folder.
        package static let system = Kind(rawValue: "system")
        /// It carries files that this run needs, such as its journal; ``Holding/holder`` is the path.
        package static let ownFiles = Kind(rawValue: "own files")
        /// The kernel says that somebody holds it exclusively (EBUSY), and not who.
        package static let claimed = Kind(rawValue: "claimed")
        /// Somebody holds the lock of flock(2) longer than udevd ever does.
        package static let locked = Kind(rawValue: "locked")
        /// A partition of it is open: the kernel refuses to forget it.
        package static let partition = Kind(rawValue: "open partition")
        /// It could not be found out, which counts as in use; ``Holding/holder`` is what could not be read.
        package static let unknown = Kind(rawValue: "unknown")
    }

    /// What kind of use it is.
    package let kind: Kind
    /// The kernel's name of the part that is in use: the disk, a partition, or what is stacked on one.
    package let device: String
    /// What uses it: a path, a program's name, a volume. Untrusted text, not escaped.
    package let holder: String
    /// The process that uses it or sees the mount.
    package let process: Int32?
    /// What ends the use; nil where no command can.
    package let release: ReleaseCommand?

    /// All of its fields.
    package init(
        _ kind: Kind, _ device: String, by holder: String, process: Int32? = nil, release: ReleaseCommand? = nil
    ) {
        self.kind = kind
        self.device = device
        self.holder = holder
        self.process = process
        self.release = release
    }
}
