/// What reading an erased device again says, at another time and perhaps by another person.
package enum LaterVerdict: UInt8, Hashable, Sendable, CaseIterable {
    /// Everything that was read is what the last pass had written.
    case erased = 0
    /// Something was written after the erasure: what differs is confined, and nothing of it is what was there before.
    case writtenAfterErasure = 1
    /// Old data was found, or so much else that nothing can be said for the erasure.
    case notErased = 2
    /// What could be read is right, but not everything could be.
    case unreadable = 3

    /// Judges a read-back of the last pass, by the key and patterns of the evidence.
    ///
    /// Data of an earlier pass, or of another place, was there before: the last pass never was. Anything else may have been
    /// written afterwards, which is taken for granted only up to a tenth of what was read.
    package init(_ result: VerificationResult) {
        let other = result.counts[.dropped] + result.counts[.flipped]
        if result.counts[.wrapped] + result.counts[.stale] > 0 || other > result.bytesRead / 10 {
            self = .notErased
        } else if other > 0 {
            self = .writtenAfterErasure
        } else {
            self = result.counts[.unreadable] > 0 || result.bytesRead == 0 ? .unreadable : .erased
        }
    }
}
