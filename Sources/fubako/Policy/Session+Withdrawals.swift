import Console
import Ledger
import Operations
import Terminal

extension Session {
    /// The decisions on algorithms that count in this run. Where the keyring and the ledger differ, that is told; so it is to
    /// be called once.
    /// - Throws: ``OperationError`` with `keyring`.
    func withdrawals(_ recorder: Recorder) throws(OperationError) -> Withdrawals {
        let compared = try comparedWithdrawals(recorder)
        tell(compared.differences)
        return compared.withdrawals
    }

    /// As ``withdrawals(_:)``, with what they differ on, which is not told yet.
    func comparedWithdrawals(_ recorder: Recorder) throws(OperationError) -> ComparedWithdrawals {
        try recorder.withdrawals(in: keyring, onUnread: tellUnread)
    }

    /// Tells that the ledger's decisions are not known.
    func tellUnread(_ reason: LedgerError) { output.warn(.policyNotCompared, ErrorReport(reason, language)) }

    /// Tells what the keyring and the ledger differ on.
    func tell(_ differences: [ComparedWithdrawals.Difference]) {
        for difference in differences {
            output.warn(
                .policyDiffers, difference.algorithm, words(difference.kept), words(difference.recorded),
                words(difference.counting))
        }
    }

    private func words(_ decision: Withdrawals.Decision?) -> EscapedText {
        guard let decision else { return EscapedText(Message.policySaysNothing.text(language)) }
        let message: Message =
            switch decision.kind {
            case .withdraw: .policySaysWithdrawn
            case .forgeable: .policySaysForgeable
            case .restore: .policySaysRestored
            }
        return EscapedText(message.text(language, decision.date.rfc3339))
    }
}
