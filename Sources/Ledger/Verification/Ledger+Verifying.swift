import Cryptography
import Synchronization
import SystemIO
import Transparency

extension Ledger {
    /// Verifies everything that can be known of the ledger without help from outside.
    ///
    /// 1. Every entry is canonical, of a known kind and its schema; the first, and no other, names the ledger and its key.
    /// 2. There is an entry for every position, and none behind the last checkpoint.
    /// 3. Every hash of the tree is that of what lies below it, every checkpoint's root that of the tree.
    /// 4. Every checkpoint is signed by the key of the first entry, every cosignature by the witness that it names.
    /// 5. The ledger has grown from what was seen on this machine before, and the private key in its folder is its own.
    /// 6. Columns for searching say what the entries say, and SQLite's indexes lead to all of them; every personal value
    ///    matches its commitment, and none is gone that no entry says was to be erased.
    /// 7. Witnesses, their cosignatures, and what was witnessed of others are those that entries record.
    ///
    /// Others may append meanwhile; what they append is not verified.
    /// - Parameters:
    ///   - workers: how many threads work on ranges of entries.
    ///   - progress: is told how many entries of how many are done, from any thread.
    /// - Throws: ``LedgerError/Code/busy``, ``LedgerError/Code/system``, ``LedgerError/Code/cryptography``, and SystemIO's
    ///   interruption: where no verdict can be reached.
    package func verify(
        workers: Int = defaultWorkerCount, progress: @Sendable (_ done: UInt64, _ total: UInt64) -> Void = { _, _ in }
    ) throws(LedgerError) -> LedgerVerification {
        var findings = FindingList()
        let survey = try CheckpointSurvey(self)
        findings.add(survey.findings)
        let (outcomes, join) = try verifyRanges(size: survey.size, workers, progress)
        let strays = try personal.strays(from: survey.size, size)
        findings.add(join.findings)
        findings.add(strays.findings)
        if let finding = outcomes.structure { findings.add(finding) }
        if let finding = try pendingErasure() { findings.add(finding) }
        findings.add(try verifyWitnessing())
        let spooled = try spool.content()
        for name in spooled.refused {
            findings.add(LedgerFinding(.spoolRefused, field: name, "it is no entry that was spooled here"))
        }
        try addIndexFindings(outcomes, join, size: survey.size, to: &findings)
        findings.add(try survey.compare(root: join.root, with: self))
        return LedgerVerification(
            size: survey.size, root: join.root, findings: findings.kept, findingCount: findings.count,
            backwardTimes: join.backwardTimes, personalValues: join.personalValues, cosigned: survey.cosigned,
            unfinishedValues: strays.unfinished,
            waitingEntries: spooled.waiting.count, unknownOutcomes: try unknownOutcomesIfReadable())
    }

    /// What SQL does not show any more may still be in the file and its log, until an entry says that it is not.
    private func pendingErasure() throws(LedgerError) -> LedgerFinding? {
        let first: UInt64?
        do throws(LedgerError) { first = try pendingErasures().first } catch {
            // An entry or a database that cannot be read is a finding already.
            if Self.meansNoVerdict.contains(error.code) { throw error }
            first = nil
        }
        return first.map { LedgerFinding(.erasurePending, at: $0, "no entry says that it was erased") }
    }

    private static let meansNoVerdict: Set<LedgerError.Code> = [.busy, .system, .cryptography]

    /// None where the database is damaged, which is a finding already.
    private func unknownOutcomesIfReadable() throws(LedgerError) -> UInt64 {
        do throws(LedgerError) { return try unknownOutcomes() } catch {
            guard error.code == .damaged || error.code == .database else { throw error }
            return 0
        }
    }

    private func addIndexFindings(
        _ outcomes: Outcomes, _ join: RangeJoin, size: UInt64, to findings: inout FindingList
    ) throws(LedgerError) {
        for (database, schema) in [(database, LedgerTables.ledger), (personal.database, LedgerTables.personal)] {
            for finding in try schema.findings(database) { findings.add(finding) }
        }
        for (number, index) in SearchIndex.all.enumerated() {
            guard let outcome = outcomes.indexes[number] else { continue }
            let content = join.root == nil ? nil : join.indexed.digests[number]
            if let finding = try index.finding(outcome, content, size: size, database) { findings.add(finding) }
        }
    }

    /// What is known when all ranges, and all indexes, were read.
    private struct Outcomes {
        var ranges: [RangeVerifier.Outcome] = []
        var indexes: [Int: SearchIndex.Outcome] = [:]
        /// What is wrong with the pages of the personal values.
        var structure: LedgerFinding?
    }

    private func verifyRanges(
        size: UInt64, _ workers: Int, _ progress: @Sendable (UInt64, UInt64) -> Void
    ) throws(LedgerError) -> (Outcomes, RangeJoin) {
        while true {
            let erasures = try erasures()
            let outcomes = try verifyRanges(size: size, erasures, workers, progress)
            var join = RangeJoin()
            for outcome in outcomes.ranges { try join.add(outcome) }
            // What another process erases meanwhile is not missing: it recorded that before.
            let isClear = !join.findings.kept.contains { $0.kind == .personalMissing }
            if isClear { return (outcomes, join) }
            if try self.erasures().last == erasures.last { return (outcomes, join) }
        }
    }

    private func verifyRanges(
        size: UInt64, _ erasures: Erasures, _ workers: Int, _ progress: @Sendable (UInt64, UInt64) -> Void
    ) throws(LedgerError) -> Outcomes {
        let total = (size + RangeVerifier.count - 1) / RangeVerifier.count
        let outcomes = Mutex<[UInt64: RangeVerifier.Outcome]>([:])
        let indexes = Mutex<[Int: SearchIndex.Outcome]>([:])
        let structure = Mutex<LedgerFinding?>(nil)
        // The pages and the indexes come first: each of them takes longer than a range.
        let indexCount = UInt64(SearchIndex.all.count)
        let (folder, positions) = (folder, PositionCounter(total: indexCount + total + 1))
        try runPositions(
            positions, workers: workers,
            context: { _ throws(LedgerError) in try RangeVerifier(folder, size: size, erasures) }
        ) { verifier, number throws(LedgerError) in
            try onSystem { () throws(SystemError) in try Interruption.check() }
            guard number > 0 else {
                let finding = try PersonalDatabase.structure(verifier.personal)
                return structure.withLock { $0 = finding }
            }
            guard number > indexCount else {
                let index = Int(number - 1)
                let outcome = try SearchIndex.all[index].outcome(size: size, verifier.database)
                return indexes.withLock { $0[index] = outcome }
            }
            let range = number - 1 - indexCount
            let outcome = try verifier.verify(range)
            let done = outcomes.withLock {
                $0[range] = outcome
                return UInt64($0.count)
            }
            progress(min(size, done * RangeVerifier.count), size)
        }
        let ranges = outcomes.withLock { all in (0..<total).compactMap { all[$0] } }
        return Outcomes(
            ranges: ranges, indexes: indexes.withLock { $0 }, structure: structure.withLock(\.self))
    }
}

extension DatabaseSchema {
    /// What is not the program's own.
    fileprivate func findings(_ database: SQLDatabase) throws(LedgerError) -> [LedgerFinding] {
        let name = Path(database.path.name).string
        let strangers: [String]
        do throws(LedgerError) {
            strangers = try database.read { row throws(LedgerError) in try self.strangers(row) }
        } catch {
            guard error.code == .damaged || error.code == .database else { throw error }
            strangers = [""]
        }
        return strangers.map { title in
            LedgerFinding(
                .schemaChanged, field: title.isEmpty ? name : name + ": " + title,
                "tables and indexes are not those of a ledger")
        }
    }
}

/// Puts the roots of ranges together, and checks what is stored above them.
struct RangeJoin {
    private(set) var findings = FindingList()
    private(set) var backwardTimes: UInt64 = 0
    private(set) var personalValues: UInt64 = 0
    private(set) var indexed = IndexedContent()
    private var peaks: [Peak] = []
    private var isWhole = true
    private var lastTime: [UInt8] = []
    private(set) var root: TreeHash?

    /// The root of ranges that make a complete subtree, and how many.
    private struct Peak {
        let hash: TreeHash
        let count: UInt64
    }

    /// Adds the next range.
    mutating func add(_ outcome: RangeVerifier.Outcome) throws(LedgerError) {
        findings.add(outcome.findings)
        personalValues += outcome.personalValues
        indexed.add(outcome.indexed)
        backwardTimes += outcome.backwardTimes
        if outcome.firstTime.lexicographicallyPrecedes(lastTime) { backwardTimes += 1 }
        lastTime = outcome.lastTime
        guard isWhole, let root = outcome.root else {
            isWhole = false
            self.root = nil
            return
        }
        do throws(CryptographyError) {
            try climb(root, outcome)
            try close()
        } catch { throw LedgerError(error) }
    }

    private mutating func climb(_ root: TreeHash, _ outcome: RangeVerifier.Outcome) throws(CryptographyError) {
        var hasher = try Cryptography.Hasher(.sha256)
        var peak = Peak(hash: root, count: 1)
        for (index, stored) in outcome.above.enumerated() {
            guard let left = peaks.last, left.count == peak.count else { break }
            peaks.removeLast()
            peak = Peak(hash: try TreeHash.node(left.hash, peak.hash, with: &hasher), count: 2 * peak.count)
            if stored == peak.hash { continue }
            let place = outcome.firstAbove + UInt64(index)
            findings.add(
                stored == nil
                    ? LedgerFinding(.hashMissing, at: place, "the tree has no hash here")
                    : LedgerFinding(.hashChanged, at: place, "the hash is not that of what lies below it"))
        }
        peaks.append(peak)
    }

    private mutating func close() throws(CryptographyError) {
        var hasher = try Cryptography.Hasher(.sha256)
        guard var hash = peaks.last?.hash else { return }
        for left in peaks.dropLast().reversed() { hash = try TreeHash.node(left.hash, hash, with: &hasher) }
        root = hash
    }
}
