import Transparency

/// What a verification found.
package struct LedgerVerification: Sendable {
    /// How many entries the last signed checkpoint covers; without one, how many there are.
    package let size: UInt64
    /// The root over them; nil if parts could not be read.
    package let root: TreeHash?
    /// What is wrong, the first thousand.
    package let findings: [LedgerFinding]
    /// How much is wrong.
    package let findingCount: Int
    /// How many entries bear an earlier time than the one before them. Clocks differ; it is noted, and nothing is wrong.
    package let backwardTimes: UInt64
    /// How many personal values are still there, each of which matches its commitment unless a finding says otherwise.
    package let personalValues: UInt64
    /// The last size that witnesses have cosigned, and their organisations; nil if there is none.
    package let cosigned: Cosigned?
    /// Personal values that an append has left behind which was cut off; the next one removes them, and nothing is wrong.
    package internal(set) var unfinishedValues: UInt64 = 0
    /// Entries that wait in the spool for the next append.
    package internal(set) var waitingEntries = 0
    /// Of how many announced packages nothing says whether they were sealed, while nobody is sealing them: runs that ended
    /// untimely and left nothing else. It is noted, and nothing is wrong.
    package internal(set) var unknownOutcomes: UInt64 = 0

    /// Who vouches for the ledger besides itself.
    package struct Cosigned: Hashable, Sendable {
        /// How many entries they have seen.
        package let size: UInt64
        /// Each once.
        package let organisations: [String]
    }

    /// Whether nothing is wrong.
    package var isSound: Bool { findingCount == 0 }
}

/// Findings that are kept up to a bound, and counted beyond it.
struct FindingList: Sendable {
    /// Enough to see what happened; a ledger can have millions.
    static let bound = 1000

    private(set) var kept: [LedgerFinding] = []
    private(set) var count = 0

    mutating func add(_ finding: LedgerFinding) {
        count += 1
        if kept.count < Self.bound { kept.append(finding) }
    }

    mutating func add(_ other: FindingList) {
        kept += other.kept.prefix(max(0, Self.bound - kept.count))
        count += other.count
    }
}
