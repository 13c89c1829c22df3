/// What a drive counts of its own life. Remapped sectors are the ones that no overwriting reaches any more.
package struct DriveCounters: Hashable, Sendable {
    /// Sectors that the drive replaced by spare ones; ATA attribute 5.
    package let reallocated: UInt64?
    /// Sectors that it could not read and waits to write; ATA attribute 197.
    package let pending: UInt64?
    /// Errors that it could not correct; ATA attribute 187, NVMe's media errors.
    package let uncorrected: UInt64?
    /// Hours that it was on; ATA attribute 9.
    package let hours: UInt64?
    /// Degrees Celsius; ATA attribute 194 or 190.
    package let temperature: Double?
    /// NVMe: how much of its life is used up, in percent, 255 at most.
    package let wear: Int?
    /// NVMe: spare blocks that are left, in percent.
    package let spare: Int?
    /// NVMe: the bits of its critical warning, 0 for none.
    package let warnings: UInt8?

    /// All of them, as they were recorded.
    init(
        reallocated: UInt64?, pending: UInt64?, uncorrected: UInt64?, hours: UInt64?, temperature: Double?,
        wear: Int? = nil, spare: Int? = nil, warnings: UInt8? = nil
    ) {
        self.reallocated = reallocated
        self.pending = pending
        self.uncorrected = uncorrected
        self.hours = hours
        self.temperature = temperature
        self.wear = wear
        self.spare = spare
        self.warnings = warnings
    }

    /// SMART READ DATA: thirty entries of twelve bytes from byte 2, each a number, flags, two rated values and six bytes of the
    /// count itself; the last byte makes the sum of all zero. What the counts mean is the makers' custom, not a standard.
    /// - Returns: nil for anything that is not such an answer.
    init?(smart bytes: [UInt8]) {
        guard bytes.count == 512, bytes.reduce(0, &+) == 0, bytes.contains(where: { $0 != 0 }) else { return nil }
        var counts: [UInt8: UInt64] = [:]
        for entry in stride(from: 2, to: 362, by: 12) where bytes[entry] != 0 {
            counts[bytes[entry]] = Self.number(bytes, entry + 5, 6)
        }
        self.init(
            reallocated: counts[5], pending: counts[197], uncorrected: counts[187],
            hours: counts[9].map { $0 & 0xFFFF_FFFF },
            // The upper bytes hold the extremes.
            temperature: (counts[194] ?? counts[190]).map { Double(Int8(truncatingIfNeeded: $0)) })
    }

    /// The NVMe log page 0x02 (NVM Express Base Specification, 5.16.1.3).
    /// - Returns: nil for anything else.
    init?(nvme bytes: [UInt8]) {
        guard bytes.count == 512, bytes.contains(where: { $0 != 0 }) else { return nil }
        let kelvin = Self.number(bytes, 1, 2)
        self.init(
            reallocated: nil, pending: nil, uncorrected: Self.number(bytes, 160, 8), hours: Self.number(bytes, 128, 8),
            temperature: kelvin == 0 ? nil : Double(kelvin) - 273, wear: Int(bytes[5]), spare: Int(bytes[3]),
            warnings: bytes[0])
    }

    private static func number(_ bytes: [UInt8], _ offset: Int, _ count: Int) -> UInt64 {
        (0..<count).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64(bytes[offset + $1]) }
    }
}
