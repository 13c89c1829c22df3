import DER

/// How far a piece is.
package enum PieceStanding: String, Hashable, Sendable, CaseIterable {
    /// Nothing was delivered yet.
    case pending
    /// The last delivery failed, and none before it succeeded.
    case failed
    /// It lies at its place, or went to the mail system.
    case delivered
    /// Somebody carries it.
    case handedOver = "handed over"
    /// A recipient has it, whole.
    case received
    /// A recipient has it, but damaged.
    case damaged
}

/// How far a transfer is.
package enum TransferStanding: String, Hashable, Sendable, CaseIterable {
    /// No recipient has enough yet.
    case open
    /// A recipient can open the package.
    case openable
    /// Every recipient can.
    case complete
    /// Nothing more is to be sent.
    case closed
    /// It was given up.
    case cancelled
}

extension PieceHistory {
    /// How far the piece is. What one recipient has whole may have been damaged before.
    package var standing: PieceStanding {
        let good = Set(receipts.filter { $0.verdict == .good }.map(\.signer))
        if receipts.contains(where: { $0.verdict == .damaged && !good.contains($0.signer) }) { return .damaged }
        if !good.isEmpty { return .received }
        if handovers.last?.event == .given { return .handedOver }
        if !deliveries.isEmpty { return .delivered }
        return failure == nil ? .pending : .failed
    }
}

extension TransferState {
    /// How far the transfer is.
    package var standing: TransferStanding {
        switch ending?.kind {
        case .closed: return .closed
        case .cancelled: return .cancelled
        case nil: break
        }
        let able = Set(receipts.map(\.signer).filter(canOpen))
        if able.isEmpty { return .open }
        return Set(plan.package.recipients).isSubset(of: able) ? .complete : .openable
    }

    /// Whether every recipient says that he opened the package; where none is named, anybody who counted.
    package var isOpenedByAll: Bool {
        let opened = Set(receipts.filter { $0.state == .opened }.map(\.signer))
        return !opened.isEmpty && Set(plan.package.recipients).isSubset(of: opened)
    }

    /// Whether a piece is missing at a time when a receipt for it should have come.
    package func isOverdue(_ piece: Int, at time: DERTime) -> Bool {
        guard ending == nil, let deadline = plan.deadline, deadline < time, histories.indices.contains(piece - 1),
            !isOpenedByAll
        else { return false }
        return histories[piece - 1].standing != .received
    }

    private func canOpen(_ signer: [UInt8]) -> Bool {
        if receipts.contains(where: { $0.signer == signer && $0.state >= .openable }) { return true }
        let good = histories.filter { history in
            history.receipts.contains { $0.signer == signer && $0.verdict == .good }
        }
        return good.count >= plan.package.k
    }
}
