import Console
import DER
import Label
import Transfer

/// Transfers for people, a line for each.
package struct TransferListing {
    private let states: [TransferState]
    private let time: DERTime

    /// - Parameter time: of the run.
    package init(_ states: [TransferState], at time: DERTime) {
        self.states = states
        self.time = time
    }

    /// The lines, escaped.
    package func lines(_ language: Language) -> [String] { columns(states.map { row($0, language) }) }

    private func row(_ state: TransferState, _ language: Language) -> [String] {
        let package = state.plan.package
        let delivered = state.histories.count { !$0.deliveries.isEmpty }
        let received = state.histories.count { $0.standing == .received }
        let isOverdue = (1...package.n).contains { state.isOverdue($0, at: time) }
        return [
            escaped(package.name), String(package.id.hexadecimal.prefix(16)),
            Message.listedPieces.text(language, delivered, received, package.n, package.k),
            state.standing.text(language) + (isOverdue ? " " + Message.transferOverdueMark.text(language) : ""),
        ]
    }
}
