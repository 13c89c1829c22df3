import DER
import SystemIO
import Transfer

/// What is to be done next about a transfer.
package struct TransferAdvice: Hashable, Sendable {
    /// What it is; the raw value is the sub-command.
    package enum Kind: String, Hashable, Sendable {
        /// Pieces that were not delivered yet.
        case resume
        /// A piece of which no receipt came in time, or that came damaged.
        case resend
        /// A piece of the outbox that is gone.
        case replace
        /// Nobody has said who carries a piece.
        case handover
        /// Every recipient can open the package.
        case close
    }

    /// What it is.
    package let kind: Kind
    /// The piece that it is about.
    package let piece: Int?
    /// Words of the command line, behind the program's name. What is in angle brackets is to be filled in.
    package let command: [String]

    /// What is to be done next about a transfer that is open, the most urgent first.
    /// - Parameter missing: pieces that are not in the outbox.
    package static func all(_ state: TransferState, missing: Set<Int> = [], at time: DERTime) -> [TransferAdvice] {
        guard state.ending == nil else { return [] }
        let undelivered = Set(state.undelivered.map { state.plan.assignments[$0].piece })
        let lost = missing.filter { state.histories[$0 - 1].standing != .received }.sorted()
        var list = lost.map { advice(.replace, $0, state) }
        if !undelivered.isSubset(of: missing) { list.append(advice(.resume, nil, state)) }
        for piece in 1...state.plan.package.n where !undelivered.contains(piece) && !missing.contains(piece) {
            if let one = next(piece, state, at: time) { list.append(one) }
        }
        if state.standing == .complete { list.append(advice(.close, nil, state)) }
        return list
    }

    /// What is to be done about a piece that was delivered.
    private static func next(_ piece: Int, _ state: TransferState, at time: DERTime) -> TransferAdvice? {
        let history = state.histories[piece - 1]
        if history.standing == .damaged || state.isOverdue(piece, at: time) { return advice(.resend, piece, state) }
        let isCarried = state.plan.routes(of: piece).last?.kind == "carried"
        guard isCarried, history.standing == .delivered, history.handovers.isEmpty else { return nil }
        return advice(.handover, piece, state, ["--carrier", "<name>"])
    }

    private static func advice(
        _ kind: Kind, _ piece: Int?, _ state: TransferState, _ more: [String] = []
    ) -> TransferAdvice {
        let number = piece.map { ["--piece", String($0)] } ?? []
        return TransferAdvice(
            kind: kind, piece: piece,
            command: ["transfer", kind.rawValue, state.plan.package.name] + number + more)
    }
}

extension TransferStore {
    /// Pieces of an open transfer that are not in its outbox.
    package func missing(_ state: TransferState) -> Set<Int> { state.missing(in: outbox(state.plan.package.id)) }
}

extension HeldTransfer {
    /// Pieces that are not in the outbox.
    package var missing: Set<Int> { state.missing(in: outbox) }
}

extension TransferState {
    fileprivate func missing(in outbox: Path) -> Set<Int> {
        guard ending == nil else { return [] }
        let pieces = plan.package.pieces.enumerated().filter { _, piece in
            (try? Descriptor.open(outbox.appending(piece.fileName), .pathOnly)) == nil
        }
        return Set(pieces.map { $0.offset + 1 })
    }
}
