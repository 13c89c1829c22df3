/// What a device is that it cannot be erased here, whoever uses it.
package struct Obstacle: RawRepresentable, Hashable, Sendable {
    /// The stable name.
    package let rawValue: String
    /// An obstacle by its name; those in use are the constants below.
    package init(rawValue: String) { self.rawValue = rawValue }

    /// A partition: erasing says something about a medium only if it covers the whole of it.
    package static let partition = Obstacle(rawValue: "partition")
    /// Stacked on other devices (device mapper, MD, bcache, volumes of ZFS): what lies below has to be erased.
    package static let stacked = Obstacle(rawValue: "stacked on other devices")
    /// It takes no writes: a switch, its driver or its end of life.
    package static let writeProtected = Obstacle(rawValue: "write-protected")
    /// A reader without a medium, or a device without a size.
    package static let noMedium = Obstacle(rawValue: "no medium")
    /// Zones that have to be written in order and reset by command, which is not supported.
    package static let hostManagedZones = Obstacle(rawValue: "host-managed zones")
    /// It holds no data when the power is off (a RAM disk), so that there is nothing to erase.
    package static let memory = Obstacle(rawValue: "in memory")
    /// A CD or DVD drive, a tape, anything that a SCSI device calls itself besides a disk.
    package static let notDisk = Obstacle(rawValue: "not a disk")
    /// One of several paths that the kernel hides behind one device.
    package static let hidden = Obstacle(rawValue: "hidden path")
}
