import Cryptography
import Ledger
import Operations
import Terminal

/// What decisions on algorithms leave in the ledger, and what it tells of packages.
struct PolicyRecord {
    private let session: Session
    private let recorder: Recorder

    /// - Throws: as ``Session/recorder()``.
    init(_ session: Session) throws(any Error) {
        self.session = session
        recorder = try session.recorder()
    }

    /// Records a decision that was taken.
    /// - Throws: ``OperationError`` with `ledger`.
    func append(_ decision: Withdrawals.Decision) throws(OperationError) {
        let author = session.author(nil)
        let event = decision.kind == .restore ? "restored" : "withdrawn"
        try recorder.appendAfterwards(
            .policy(
                event, algorithm: decision.algorithm, value: decision.kind == .forgeable ? "forgeable" : nil,
                reason: decision.reason, by: author, at: recorder.now), by: author)
    }

    /// Asks the ledger.
    /// - Returns: nil where there is none; one that cannot be read is told of.
    func ask<Answer>(_ question: (Ledger) throws(LedgerError) -> Answer) -> Answer? {
        do throws(LedgerError) {
            guard let ledger = try recorder.ledger(createdBy: nil) else { return nil }
            return try question(ledger)
        } catch {
            if error.code != .notFound { session.output.warn(.policyNotListed, ErrorReport(error, session.language)) }
            return nil
        }
    }
}

extension Session {
    /// Names a package that an algorithm protects.
    func tell(affected package: RecordedPackage, _ algorithm: String) throws(any Error) {
        let (id, time) = (hexadecimal(package.packageID), package.sealingTime.rfc3339)
        guard let path = package.output else {
            return try output.line(.policyPackageNowhere, algorithm, id, time)
        }
        try output.line(.policyPackage, path, algorithm, id, time)
    }

    /// Names a package whose protection ends before it may be destroyed.
    func warn(due: DuePackage) {
        let name = due.package.output?.shown ?? hexadecimal(due.package.packageID)
        let day = due.package.retention?.description ?? ""
        guard let year = due.warning.lastYear else { return output.warn(.policyDueNow, name, day, due.warning.name) }
        output.warn(.policyDue, name, day, due.warning.name, year)
    }
}
