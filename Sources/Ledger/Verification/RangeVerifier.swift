import Cryptography
import SystemIO
import Transparency

/// Verifies entries by ranges that are complete subtrees, so that several can work at the same time: each with its own
/// connections, buffers and hash contexts.
struct RangeVerifier: ~Copyable {
    /// Entries of a range: enough to make what is done once for a range cheap, few enough to share the work.
    static let level = 13
    static let count = UInt64(1) << UInt64(level)

    let database: SQLDatabase
    let personal: SQLDatabase
    let size: UInt64
    private let erasures: Erasures
    var reader = EntryReader()
    var shapes = EntryShapes()
    var hasher: Cryptography.Hasher
    var hmac: HMACSeries

    init(_ folder: LedgerFolder, size: UInt64, _ erasures: Erasures) throws(LedgerError) {
        let database = try SQLDatabase(folder.file(LedgerFolder.database), readOnly: true)
        let personal = try SQLDatabase(folder.file(LedgerFolder.personal), readOnly: true)
        let hasher = try onCryptography { () throws(CryptographyError) in try Cryptography.Hasher(.sha256) }
        let hmac = try onCryptography { () throws(CryptographyError) in try HMACSeries(.sha256) }
        self.database = database
        self.personal = personal
        self.size = size
        self.erasures = erasures
        self.hasher = hasher
        self.hmac = hmac
    }

    /// What is known of a range after its verification.
    struct Outcome: Sendable {
        var findings = FindingList()
        /// The root over the range; nil if it could not be read.
        var root: TreeHash?
        /// What is stored for subtrees above the range that its last entry completes.
        var above: [TreeHash?] = []
        /// The place of the first of them.
        var firstAbove: UInt64 = 0
        var backwardTimes: UInt64 = 0
        var personalValues: UInt64 = 0
        /// What the columns for searching hold.
        var indexed = IndexedContent()
        /// The times of the first and the last entry.
        var firstTime: [UInt8] = []
        var lastTime: [UInt8] = []
    }

    /// Verifies the range with this number.
    /// - Throws: ``LedgerError/Code/busy``, ``LedgerError/Code/cryptography``, ``LedgerError/Code/system``: where nothing
    ///   can be said. A database that is damaged is a finding.
    mutating func verify(_ number: UInt64) throws(LedgerError) -> Outcome {
        let range = number * Self.count..<min(size, (number + 1) * Self.count)
        do throws(LedgerError) {
            var pass = try RangePass(range)
            let (database, personal, erasures) = (database, personal, erasures)
            try database.read { entries throws(LedgerError) in
                try personal.read { values throws(LedgerError) in
                    try pass.run(entries, values, erasures, &reader, &shapes, &hasher, &hmac)
                }
            }
            return pass.outcome
        } catch {
            guard error.code == .damaged || error.code == .database else { throw error }
            var outcome = Outcome()
            outcome.findings.add(
                LedgerFinding(
                    .unreadable, at: range.lowerBound, count: UInt64(range.count), error.reason))
            return outcome
        }
    }
}
