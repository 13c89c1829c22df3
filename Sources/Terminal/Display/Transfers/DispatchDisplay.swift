import Console
import DER
import Label
import Operations
import Transfer

extension Output {
    /// Tells what became of each piece that was to be delivered.
    package func tell(_ results: [DispatchResult]) {
        for result in results {
            if result.mayBeTwice { warn(.sentMayBeTwice, result.piece, result.route.name) }
            if let failure = result.failure {
                warn(.sentFailed, result.piece, result.route.name, ErrorReport(failure, language))
            }
            guard let delivery = result.delivery else { continue }
            tell(delivery, result)
        }
    }

    private func tell(_ delivery: RecordedDelivery, _ result: DispatchResult) {
        let message: Message =
            delivery.wasPresent ? .sentPresent : delivery.isAgain ? .sentAgain : .sentDelivered
        note(message, result.piece, result.route.name, EscapedText(delivery.verification.text(language)))
        if delivery.resumedAt > 0 { note(.sentResumed, result.piece, sizeText(delivery.resumedAt, language)) }
        guard let medium = delivery.medium else { return }
        note(.sentMedium, result.piece, medium)
        if let obstacle = result.obstacle { warn(.sentStillMounted, result.piece, obstacle) }
    }

    /// Tells how far the plan really divides the package among routes.
    package func tell(_ plan: TransferPlan) {
        guard plan.mode == .shared, let fewest = plan.fewestRoutes else { return }
        warn(fewest.isExact ? .sentShared : .sentSharedBound, plan.package.name, fewest.count)
    }
}

/// How far deliveries have come, for one line of a terminal.
package struct DispatchLine: Sendable {
    private let progress: DispatchProgress
    private let total: UInt64

    /// - Parameter total: bytes of all pieces that are to be delivered.
    package init(_ progress: DispatchProgress, total: UInt64) {
        self.progress = progress
        self.total = total
    }

    /// How much went over all routes.
    package var count: ProgressCount {
        ProgressCount(completed: progress.legs.reduce(0) { $0 + $1.sent }, total: total)
    }

    /// "nas 45%, sftp-a 12%" of those that are not done.
    package func label(_ language: Language) -> String {
        let open = progress.legs.filter { $0.sent < $0.size }
        let parts = open.map { "\(escaped($0.route)) \($0.sent * 100 / max($0.size, 1))%" }
        return Message.progressSending.text(language) + (parts.isEmpty ? "" : " " + parts.joined(separator: ", "))
    }
}
