/// What a device was made to prove before a run went on with it.
package struct ResumeProof: Hashable, Sendable {
    /// What came of it.
    package enum Outcome: UInt8, Hashable, Sendable, CaseIterable {
        /// Nothing had been confirmed yet: there was nothing to prove.
        case nothingToProve = 0
        /// Bytes of a keyed pass, which no other device has, were found where they belong.
        case proven = 1
        /// What was confirmed is there, but only patterns that another device may have too.
        case patternsOnly = 2
        /// Something that the device had confirmed is not there.
        case lost = 3
        /// Nothing was found that says anything.
        case nothingFound = 4
    }

    /// What came of it.
    package let outcome: Outcome
    /// Bytes that were read.
    package let bytesRead: UInt64
    /// Bytes among them that belong to a keyed pass, and were right.
    package let keyedBytes: UInt64
}
