/// What a run is: written down, and on the medium, before the first byte of the device changes.
package struct RunHeader: Hashable, Sendable {
    /// 16 random bytes.
    package let runID: [UInt8]
    /// Who the device is, in the form of whoever found out.
    package let device: [UInt8]
    /// The plan that was confirmed, in its canonical bytes.
    package let plan: [UInt8]
    /// Bytes of the device.
    package let size: UInt64
    /// Bytes of its logical sectors.
    package let sectorSize: Int
    /// The passes, with all random choices made.
    package let method: ResolvedMethod
    /// Name, version and hash of the program.
    package let software: String
    /// The kernel's identifier of this start of the machine (/proc/sys/kernel/random/boot_id).
    package let bootID: String
    /// Whether the journal is kept where a power failure loses it.
    package let isVolatile: Bool

    /// Length of ``runID``.
    package static let runIDSize = 16

    /// All fields; `device` and `plan` take 64 KiB each at most.
    package init(
        runID: [UInt8], device: [UInt8], plan: [UInt8], size: UInt64, sectorSize: Int, method: ResolvedMethod,
        software: String, bootID: String, isVolatile: Bool = false
    ) {
        self.runID = runID
        self.device = device
        self.plan = plan
        self.size = size
        self.sectorSize = sectorSize
        self.method = method
        self.software = software
        self.bootID = bootID
        self.isVolatile = isVolatile
    }
}
