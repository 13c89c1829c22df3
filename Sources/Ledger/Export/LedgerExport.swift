import Cryptography
import SystemIO
import Transparency

/// What the verification of an export found.
package struct ExportVerification: Sendable {
    /// The ledger's key, which is trusted as far as who compares it trusts it.
    package let key: VerifierKey
    /// The owner's signature over the key; nil if there is none.
    package let pin: LedgerPin?
    /// What is wrong, and how much there is.
    package let verification: LedgerVerification
    /// What is wrong with each checkpoint that was kept elsewhere, in their order; nil where nothing is.
    package let kept: [LedgerFinding?]
    private let allCosigned: [LedgerVerification.Cosigned]

    init(
        key: VerifierKey, pin: LedgerPin?, verification: LedgerVerification, kept: [LedgerFinding?],
        allCosigned: [LedgerVerification.Cosigned]
    ) {
        self.key = key
        self.pin = pin
        self.verification = verification
        self.kept = kept
        self.allCosigned = allCosigned
    }

    /// Whether so many organisations have cosigned one of the checkpoints.
    package func isCosigned(byAtLeast count: Int) -> Bool {
        count <= 0 || allCosigned.contains { $0.organisations.count >= count }
    }
}

/// Exports of ledgers, this one's or somebody else's.
package enum LedgerExport {
    /// Verifies an export: what ``Ledger/verify(workers:progress:)`` does, as far as it needs no database.
    /// - Parameters:
    ///   - path: the archive, a regular file.
    ///   - kept: checkpoints of this ledger that were kept elsewhere, from which it must have grown.
    ///   - workers: how many threads work on pieces of the archive.
    ///   - progress: is told how many entries of how many are done, from any thread.
    /// - Throws: ``LedgerError/Code/notAnExport``, ``LedgerError/Code/transparency``, ``LedgerError/Code/system``,
    ///   ``LedgerError/Code/cryptography``.
    package static func verify(
        _ path: Path, kept: [SignedCheckpoint] = [], workers: Int = defaultWorkerCount,
        progress: @Sendable (_ done: UInt64, _ total: UInt64) -> Void = { _, _ in }
    ) throws(LedgerError) -> ExportVerification {
        let archive = try ExportArchive(path)
        let key = try ExportSurvey.key(archive)
        var findings = FindingList()
        let leaves = LeafList(archive)
        let pass = try ExportPass(archive: archive, leaves: leaves).run(workers, progress)
        var survey = try ExportSurvey(archive, key, pass.records)
        try survey.compare(pass.roots, kept: kept)
        findings.add(survey.findings)
        addExtent(leaves, survey.size, &findings)
        var personalValues: UInt64 = 0
        let namesKey = try firstFits(archive, survey.key)
        if !pass.isSound || !namesKey || archive.holds(.personal) {
            var diagnosis = try ExportDiagnosis(archive, survey.key, Erasures(pass.records))
            try diagnosis.run()
            findings.add(diagnosis.findings)
            personalValues = diagnosis.personalValues
        }
        let verification = LedgerVerification(
            size: survey.size, root: try pass.roots.root(size: survey.size), findings: findings.kept,
            findingCount: findings.count, backwardTimes: pass.backwardTimes, personalValues: personalValues,
            cosigned: survey.allCosigned.max { $0.size < $1.size })
        return ExportVerification(
            key: survey.key, pin: survey.pin, verification: verification, kept: survey.keptFindings,
            allCosigned: survey.allCosigned)
    }

    private static func addExtent(_ leaves: LeafList, _ size: UInt64, _ findings: inout FindingList) {
        if leaves.count < size {
            findings.add(
                LedgerFinding(
                    .hashMissing, at: leaves.count, count: size - leaves.count, "the list of leaves ends too early"))
        } else if leaves.count > size || !leaves.isWhole {
            findings.add(
                LedgerFinding(
                    .hashUncovered, at: size, count: max(1, leaves.count - size), "no checkpoint covers it"))
        }
    }

    /// Whether the first entry names the key of the export.
    private static func firstFits(_ archive: ExportArchive, _ key: VerifierKey) throws(LedgerError) -> Bool {
        var lines = LineSequence(archive, .entries)
        guard let line = try lines.next() else { return false }
        do throws(LedgerError) {
            let entry = try Entry(line.bytes)
            return entry.text("key") == key.text && entry.text("origin") == key.name.text
        } catch { return false }
    }
}
