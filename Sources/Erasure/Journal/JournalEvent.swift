/// What a journal records.
package enum JournalEvent: Hashable, Sendable {
    /// The run. The first record, and only that one.
    case begun(RunHeader)
    /// A pass begins to be written, at its start.
    case passStarted(Int)
    /// The device has confirmed that everything up to here is on its medium.
    case checkpoint(Checkpoint)
    /// The device could not empty its cache: everything of this pass since the last checkpoint counts as unwritten.
    case flushFailed(pass: Int)
    /// A pass, written as a whole, begins to be read back.
    case verificationStarted(pass: Int, seed: UInt64)
    /// A pass was read back.
    case verified(VerificationResult)
    /// The run stopped and can be resumed.
    case paused(PauseReason)
    /// The run goes on, perhaps on another machine.
    case resumed(Resumption)
    /// The method begins again with its first pass; nothing that was written before counts.
    case restarted(RestartReason)
    /// The run is over.
    case finished(RunEnd)
    /// Something that another part of the program found out, such as the drive's health.
    case fact(kind: String, value: [UInt8])

    /// How far a pass is written.
    package struct Checkpoint: Hashable, Sendable {
        /// The pass, from 0.
        package let pass: Int
        /// Every byte before it is on the medium, except the bad places.
        package let end: UInt64
        /// Places since the last checkpoint that could not be written.
        package let bad: [Extent]
        /// Places since the last checkpoint that took a second try.
        package let recovered: [Extent]
    }

    /// What was found when a run was taken up again.
    package struct Resumption: Hashable, Sendable {
        /// The kernel's identifier of this start of the machine.
        package let bootID: String
        /// Whether the device's identity rests on a source that no other device shares.
        package let isIdentityStrong: Bool
        /// What was read to prove that it is the same device and has kept what it had confirmed.
        package let proof: ResumeProof
    }
}

/// Why a method begins again.
package enum RestartReason: UInt8, Hashable, Sendable, CaseIterable {
    /// What the device had confirmed to be on its medium is not there: it lied, or is another one.
    case confirmedDataLost = 0
    /// Nothing on the device can prove that it is the same one.
    case notProvable = 1
}

/// How a run ended.
package enum RunEnd: Hashable, Sendable {
    /// Every pass was written, and read back as the method says.
    case completed
    /// A pass that was read back is not what was written.
    case verificationFailed(pass: Int)
    /// The device cannot be erased by overwriting.
    case gaveUp(GiveUpReason)
}

/// One record of a journal.
package struct JournalRecord: Hashable, Sendable {
    /// From 0.
    package let number: UInt64
    /// Seconds since 1970-01-01T00:00:00Z, by the clock of the wall.
    package let wall: Int64
    /// Nanoseconds since the machine was started.
    package let monotonic: UInt64
    /// What happened.
    package let event: JournalEvent
}
