/// How a run is carried out. Nothing of it changes what is written.
package struct RunSettings: Hashable, Sendable {
    /// Bytes of one write or read: a multiple of 65,536, so that every sector size divides it.
    package let blockSize: Int
    /// Threads for one device, more than there are processors: while one makes its next block, the others keep the device
    /// busy. With their buffers they take 32 MiB at most, 8.5 MiB by default.
    package let workers: Int
    /// Seconds between two checkpoints: what is lost at most when the power fails.
    package let checkpointSeconds: UInt64
    /// Bytes between two checkpoints at most.
    package let checkpointBytes: UInt64
    /// Bytes that are read back one after the other before another part of the device is gone to: more than the cache
    /// of any drive. A multiple of ``blockSize``.
    package let regionBytes: UInt64
    /// Sectors that may be bad before the device is given up.
    package let badSectorLimit: UInt64
    /// Seconds that may be spent on bad sectors before the device is given up.
    package let badSectorSeconds: UInt64

    /// - Parameters:
    ///   - blockSize: is rounded to a multiple of 65,536 within 65,536...8 MiB.
    ///   - workers: 1...16, fewer where their buffers would take more than 32 MiB.
    package init(
        blockSize: Int = 1 << 20, workers: Int = 8, checkpointSeconds: UInt64 = 10, checkpointBytes: UInt64 = .max,
        regionBytes: UInt64 = 256 << 20, badSectorLimit: UInt64 = 1_000, badSectorSeconds: UInt64 = 30 * 60
    ) {
        let rounded = min(max(blockSize / Self.step, 1), 128) * Self.step
        self.blockSize = rounded
        self.workers = min(max(workers, 1), 16, max((32 << 20) / (rounded + Self.step), 1))
        self.checkpointSeconds = checkpointSeconds
        self.checkpointBytes = max(checkpointBytes, 1)
        self.regionBytes = max(regionBytes, 1).roundedUp(to: UInt64(rounded))
        self.badSectorLimit = badSectorLimit
        self.badSectorSeconds = badSectorSeconds
    }

    /// Bytes that are compared at once: they fit in a processor's second cache, and hold every sector size.
    static let step = 65_536
}
