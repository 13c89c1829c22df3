import Console
import DER
import Keyring
import Label
import Operations
import Transfer

/// A transfer for people: which piece is where, what recipients said, what is overdue, and what to type next.
package struct TransferStatus {
    private let state: TransferState
    private let advice: [TransferAdvice]
    private let time: DERTime
    /// Names of identities by their fingerprints.
    private let people: [[UInt8]: String]

    /// - Parameters:
    ///   - people: what those who sign receipts are called, by their fingerprints.
    ///   - time: of the run.
    package init(_ state: TransferState, _ advice: [TransferAdvice], people: [[UInt8]: String], at time: DERTime) {
        self.state = state
        self.advice = advice
        self.people = people
        self.time = time
    }

    /// The lines, escaped.
    package func lines(_ language: Language) -> [String] {
        facts(language) + [""] + table(language) + details(language) + next(language)
    }

    private func facts(_ language: Language) -> [String] {
        let plan = state.plan
        var lines = [
            Message.transferHead.text(
                language, plan.package.name, plan.package.k, plan.package.n,
                EscapedText(state.standing.text(language)))
        ]
        var facts = [
            DisplayLine(.fieldPackage, plan.package.id.hexadecimal, language),
            DisplayLine(.transferCreated, plan.package.created.rfc3339, language),
            DisplayLine(
                .fieldDeadline, plan.deadline?.rfc3339 ?? Message.transferNoDeadline.text(language), language),
        ]
        if let fewest = plan.fewestRoutes {
            let message: Message = fewest.isExact ? .transferFewest : .transferFewestBound
            facts.append(DisplayLine(.fieldMode, message.text(language, fewest.count), language))
        }
        if let passphrase = plan.passphrase {
            facts.append(DisplayLine(.fieldPassphraseBy, escaped(passphrase.text), language))
        }
        if let statedBy = plan.statedBy {
            facts.append(DisplayLine(.fieldStatedBy, escaped(statedBy), language))
        }
        lines += aligned(facts).map { "  " + $0 }
        return lines
    }

    private func table(_ language: Language) -> [String] {
        let head = [
            Message.fieldPiece, .fieldRoute, .transferState, .transferDelivered, .fieldVerification, .kindReceipt,
        ]
        let rows = (1...state.plan.package.n).map { row($0, language) }
        return columns([head.map { $0.text(language) }] + rows).map { "  " + $0 }
    }

    private func row(_ piece: Int, _ language: Language) -> [String] {
        let history = state.histories[piece - 1]
        let route = state.plan.routes(of: piece).last
        let delivery = history.deliveries.last
        var standing = history.standing.text(language)
        if state.isOverdue(piece, at: time) { standing += " " + Message.transferOverdueMark.text(language) }
        let receipts = history.receipts.map { receipt in
            let verdict: Message = receipt.verdict == .good ? .receiptGood : .receiptDamaged
            return verdict.text(language, person(receipt.signer), receipt.received.rfc3339)
        }
        return [
            "\(piece)", escaped(route.map { "\($0.name) (\($0.kind))" } ?? "-"), standing,
            delivery?.finished.rfc3339 ?? "-", delivery?.verification.text(language) ?? "-",
            receipts.isEmpty ? "-" : receipts.joined(separator: language.separator),
        ]
    }

    /// What does not fit into the table: failures, carriers, media.
    private func details(_ language: Language) -> [String] {
        var lines: [String] = []
        for (index, history) in state.histories.enumerated() {
            let piece = index + 1
            if let failure = history.failure {
                lines.append(Message.transferFailed.text(language, piece, failure.route, failure.code, failure.time))
            }
            if let medium = history.deliveries.last?.medium {
                lines.append(Message.transferMedium.text(language, piece, medium))
            }
            for handover in history.handovers {
                let message: Message = handover.event == .given ? .transferGiven : .transferReceived
                let facts = [handover.carrier, handover.container, handover.seal, handover.place].compactMap(\.self)
                lines.append(
                    message.text(
                        language, piece, handover.time,
                        EscapedText(facts.map { escaped($0) }.joined(separator: language.separator))))
            }
        }
        return lines.isEmpty ? [] : [""] + lines.map { "  " + $0 }
    }

    private func next(_ language: Language) -> [String] {
        guard !advice.isEmpty else { return [] }
        return [""]
            + advice.flatMap { one in
                [one.kind.text(language, piece: one.piece) + ":", "  $ " + escaped(one.line)]
            }
    }

    private func person(_ signer: [UInt8]) -> String { people[signer] ?? String(signer.hexadecimal.prefix(16)) }
}

/// Columns as wide as their widest cell.
func columns(_ rows: [[String]]) -> [String] {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
        rows.map { $0.indices.contains(column) ? displayWidth($0[column]) : 0 }.max() ?? 0
    }
    return rows.map { row in
        let cells = zip(row, widths).map { cell, width in
            cell + String(repeating: " ", count: max(0, width - displayWidth(cell)))
        }
        let line = cells.joined(separator: "  ")
        return String(line.reversed().drop { $0 == " " }.reversed())
    }
}

extension DERTime: MessageArgument {
    /// As RFC 3339 has it.
    package var shown: String { rfc3339 }
}

extension TransferStanding {
    /// For people.
    package func text(_ language: Language) -> String {
        let message: Message =
            switch self {
            case .open: .standingOpen
            case .openable: .standingOpenable
            case .complete: .standingComplete
            case .closed: .standingClosed
            case .cancelled: .standingCancelled
            }
        return message.text(language)
    }
}

extension PieceStanding {
    /// For people.
    package func text(_ language: Language) -> String {
        let message: Message =
            switch self {
            case .pending: .piecePending
            case .failed: .pieceFailed
            case .delivered: .pieceDelivered
            case .handedOver: .pieceHandedOver
            case .received: .pieceReceived
            case .damaged: .pieceDamaged
            }
        return message.text(language)
    }
}

extension DeliveryVerification {
    /// For people.
    package func text(_ language: Language) -> String {
        let message: Message =
            switch self {
            case .none: .verificationNone
            case .toldByPlace: .verificationTold
            case .readBack: .verificationReadBack
            }
        return message.text(language)
    }
}

extension TransferAdvice.Kind {
    func text(_ language: Language, piece: Int?) -> String {
        let message: Message =
            switch self {
            case .resume: .adviceResume
            case .resend: .adviceResend
            case .replace: .adviceReplace
            case .handover: .adviceHandover
            case .close: .adviceClose
            }
        return message.text(language, piece ?? 0)
    }
}
