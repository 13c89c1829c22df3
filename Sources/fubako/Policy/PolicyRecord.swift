import Console
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

    /// Decides on an algorithm, and records that.
    /// - Throws: ``OperationError`` as ``Withdrawals/decide(_:on:because:at:in:recorded:)``, and with `ledger`.
    func decide(
        _ kind: Withdrawals.Decision.Kind, on algorithm: String, because reason: String
    ) throws(OperationError) -> Withdrawals.Decision {
        let decision = try Withdrawals.decide(
            kind, on: algorithm, because: reason, at: recorder.now, in: session.keyring,
            recorded: recorder.recordedDecisions(session.tellUnread))
        // It holds from here on, whatever happens to the record of it.
        let author = session.author(nil)
        try recorder.appendAfterwards(
            .policy(
                decision.event, algorithm: decision.algorithm, value: decision.value, reason: decision.reason,
                by: author, at: recorder.now), by: author)
        return decision
    }

    /// The decisions that count.
    /// - Throws: ``OperationError`` with `keyring`.
    func withdrawals() throws(OperationError) -> ComparedWithdrawals { try session.comparedWithdrawals(recorder) }

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
