/// What was found in place of what a pass had written.
package enum MismatchKind: UInt8, Hashable, Sendable, CaseIterable {
    /// What belongs elsewhere on the device: its addresses fold, so it is smaller than it says.
    case wrapped = 0
    /// What the pass before had written: a write that was confirmed never reached the medium.
    case stale = 1
    /// Neither what was written nor anything that this run wrote: writes are lost, and old or no data is read.
    case dropped = 2
    /// Nearly what was written: an eighth of the bits or fewer differ.
    case flipped = 3
    /// The device could not read it.
    case unreadable = 4
}

/// A stretch that is not what it should be.
package struct Mismatch: Hashable, Sendable {
    /// Where: a multiple of 512 bytes, and no shorter.
    package let extent: Extent
    /// What was found there.
    package let kind: MismatchKind

    /// One stretch of one kind.
    package init(_ extent: Extent, _ kind: MismatchKind) {
        self.extent = extent
        self.kind = kind
    }
}

/// Bytes of each kind of mismatch.
package struct MismatchCounts: Hashable, Sendable {
    private var bytes = [UInt64](repeating: 0, count: MismatchKind.allCases.count)

    /// None of any kind.
    package init() {}

    /// Bytes of one kind.
    package subscript(_ kind: MismatchKind) -> UInt64 {
        get { bytes[Int(kind.rawValue)] }
        set { bytes[Int(kind.rawValue)] = newValue }
    }

    /// Bytes of all kinds.
    package var total: UInt64 { bytes.reduce(0, +) }
}

/// What reading a pass back came to.
package struct VerificationResult: Hashable, Sendable {
    /// The pass, from 0.
    package let pass: Int
    /// Whether every sector was to be read.
    package let isFull: Bool
    /// What the order or the places were drawn from.
    package let seed: UInt64
    /// Bytes that were read and compared, or could not be read.
    package let bytesRead: UInt64
    /// Bytes that the pass could not write: known before, and not compared.
    package let unwritten: UInt64
    /// What was not as it should be.
    package let counts: MismatchCounts
    /// Where, from the start of the device: the first ``placeLimit`` stretches.
    package let places: [Mismatch]
    /// The greatest common divisor of all distances by which wrapped data is off: the size at which addresses fold, or a
    /// divisor of it.
    package let foldsAt: UInt64?
    /// Whether what was read cannot all have come from the drive's cache: the device is larger than a region.
    package let cacheExcluded: Bool

    /// Stretches that are kept one by one.
    package static let placeLimit = 1_000

    /// Whether everything that was read is what was written.
    package var isClean: Bool { counts.total == 0 && unwritten == 0 }

    /// Whether every sector of a device of `size` bytes was read, and is what was written.
    package func provesEverySector(of size: UInt64) -> Bool { isFull && isClean && bytesRead == size }
}
