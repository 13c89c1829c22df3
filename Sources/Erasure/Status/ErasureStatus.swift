/// What may be said of a device after a run. It follows from recorded evidence only.
package enum ErasureStatus: UInt8, Hashable, Sendable, CaseIterable {
    /// Every addressable sector was overwritten as the method says, and proven to be.
    case cleared = 0
    /// As ``cleared``, except for what overwriting cannot reach or what was not proven: named one by one.
    case clearedWithExceptions = 1
    /// Nothing may be claimed. The default.
    case notErased = 2
    /// The run stands still and can be resumed. Nothing may be claimed.
    case paused = 3
    /// Overwriting cannot erase this device.
    case sendToDestruction = 4

    /// Whether a certificate may be made.
    package var isCertifiable: Bool { self == .cleared || self == .clearedWithExceptions }
}

/// Why a status is what it is.
package enum StatusReason: Hashable, Sendable {
    /// The records are not those of a run.
    case noEvidence
    /// The run neither ended nor recorded why it stands still.
    case notFinished
    /// The run stands still.
    case paused(PauseReason)
    /// The device was given up.
    case gaveUp(GiveUpReason)
    /// So many bytes of a pass could not be written.
    case unwritten(pass: Int, bytes: UInt64)
    /// So many bytes are not what a pass had written.
    case mismatch(pass: Int, kind: MismatchKind, bytes: UInt64)
    /// The device stores no more than this, or a divisor of it, whatever it says.
    case folds(at: UInt64)
    /// The device lost what it had confirmed to be on its medium.
    case confirmedDataLost
    /// So many bytes were refused first and written then: what they replaced may still be on the medium.
    case replacedSectors(bytes: UInt64)
    /// No pass proves that every sector keeps what is written to it.
    case capacityNotProven
    /// The last pass was not read back as its method says.
    case lastPassNotVerified
}

/// What overwriting cannot reach, or what was not proven.
package enum StatusException: Hashable, Sendable {
    /// Only a part of the last pass was read back, in thousandths.
    case sampled(perMille: Int)
    /// The device is so small that its cache may have answered for its medium.
    case cacheNotExcluded
    /// An area that the device does not show, such as a host protected area; its name.
    case hiddenArea(String)
    /// Another unit of the same device, which this run did not touch; its name.
    case siblingUnit(String)
    /// A partition of an eMMC that cannot be erased or was not, such as boot0 or RPMB; its name.
    case separatePartition(String)
    /// Sectors that the drive had put aside before or during the run.
    case reallocatedSectors(count: UInt64)
    /// A bridge stands between the drive and this machine: identity and size are the bridge's word.
    case bridge
    /// The serial number does not tell this device from others.
    case weakSerial
    /// Flash memory keeps spare blocks that no write reaches.
    case spareBlocks
}

/// A status and what it rests on.
package struct StatusVerdict: Hashable, Sendable {
    /// What may be said.
    package let status: ErasureStatus
    /// Why nothing better may be said; empty if the device is cleared.
    package let reasons: [StatusReason]
    /// What is excepted, if the device is cleared.
    package let exceptions: [StatusException]
}
