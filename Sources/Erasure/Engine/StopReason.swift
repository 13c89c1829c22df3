/// Why a run ended before its method did.
package enum PauseReason: Hashable, Sendable {
    /// Somebody asked for it.
    case requested
    /// The device is gone, or changed.
    case deviceLost
    /// The device takes no write any more.
    case writeProtected
    /// The safety gate found at a checkpoint that the device is in use; its words.
    case gate(String)
    /// Something else failed, such as the machine's memory; its words.
    case failed(String)
}

/// Why a device is given up: overwriting cannot erase it.
package enum GiveUpReason: UInt8, Hashable, Sendable, CaseIterable {
    /// More sectors than the limit could not be written.
    case tooManyBadSectors = 0
    /// Bad sectors took more time than the limit.
    case tooMuchTime = 1
    /// The device could not empty its cache, again and again.
    case flushFails = 2
}

/// What keeps workers from going on.
enum Stop: Hashable, Sendable {
    case pause(PauseReason)
    case giveUp(GiveUpReason)

    /// What an error of a device means for the run. A bad sector is the business of whoever narrows it.
    init(_ error: ErasureError) {
        switch error.code {
        case .deviceLost: self = .pause(.deviceLost)
        case .writeProtected: self = .pause(.writeProtected)
        default:
            if error.system?.code == .interrupted {
                self = .pause(.requested)
            } else {
                self = .pause(.failed(error.operation + ": " + error.reason))
            }
        }
    }
}
