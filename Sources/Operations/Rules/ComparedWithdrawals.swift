import DER
import Keyring
import Ledger

/// What counts of the decisions on algorithms: those that the keyring keeps, compared with those that the ledger recorded.
///
/// The keyring's file can be edited, a recorded decision cannot: what either says is withdrawn stays withdrawn, until a
/// later recorded decision restores it.
package struct ComparedWithdrawals: Equatable, Sendable {
    /// What counts.
    package private(set) var withdrawals: Withdrawals
    /// Algorithms on which the keyring and the ledger say different things, by their names.
    package private(set) var differences: [Difference] = []

    /// What the keyring and the ledger say of an algorithm.
    package struct Difference: Hashable, Sendable {
        /// Its name on the recommended list.
        package let algorithm: String
        /// The last decision in the keyring; nil if there is none.
        package let kept: Withdrawals.Decision?
        /// The last decision in the ledger; nil if there is none.
        package let recorded: Withdrawals.Decision?
        /// The one of both that counts.
        package let counting: Withdrawals.Decision
    }

    /// - Parameters:
    ///   - kept: the decisions that stand in the keyring.
    ///   - recorded: those that stand in the ledger; nil where there is none, so that the keyring alone counts.
    init(_ kept: Withdrawals, recorded: Withdrawals?) {
        withdrawals = kept
        guard let recorded else { return }
        for algorithm in Set((kept.decisions + recorded.decisions).map(\.algorithm)).sorted() {
            let (one, other) = (kept.last(on: algorithm), recorded.last(on: algorithm))
            guard one != other, let counting = Self.counting(one, other, recorded) else { continue }
            let difference = Difference(algorithm: algorithm, kept: one, recorded: other, counting: counting)
            differences.append(difference)
            withdrawals.add(counting)
        }
    }

    private static func counting(
        _ kept: Withdrawals.Decision?, _ recorded: Withdrawals.Decision?, _ all: Withdrawals
    ) -> Withdrawals.Decision? {
        guard let kept, kept.kind != .restore else { return recorded ?? kept }
        guard let recorded else { return kept }
        guard recorded.kind == .restore else { return kept.kind == .forgeable ? kept : recorded }
        // One that the ledger knows was restored after it, whatever the clocks said.
        return all.decisions.contains(kept) || kept.date < recorded.date ? recorded : kept
    }
}

extension Withdrawals {
    /// The decisions that a ledger recorded, in its order.
    /// - Throws: ``LedgerError`` as reading entries does.
    init(recordedIn ledger: Ledger) throws(LedgerError) {
        self.init()
        var filter = EntryFilter()
        filter.kinds = [.policy]
        var next: UInt64? = 0
        while let start = next {
            let page = try ledger.entries(matching: filter, from: start)
            for stored in page.entries { if let decision = Decision(stored.entry) { add(decision) } }
            next = page.next
        }
    }
}

extension Withdrawals.Decision {
    /// As the ledger calls it.
    package var event: String { kind == .restore ? Self.restored : Self.withdrawn }
    /// What the ledger adds to that; nil for nothing.
    package var value: String? { kind == .forgeable ? kind.rawValue : nil }

    private static let restored = "restored"
    private static let withdrawn = "withdrawn"

    /// Nil for an entry that records another rule.
    fileprivate init?(_ entry: Entry) {
        guard let event = entry.text("event"), [Self.restored, Self.withdrawn].contains(event), let date = entry.time,
            let algorithm = entry.text("algorithm")
        else { return nil }
        let isForgeable = entry.text("value") == Kind.forgeable.rawValue
        let kind: Kind = event == Self.restored ? .restore : isForgeable ? .forgeable : .withdraw
        self.init(date: date, kind: kind, algorithm: algorithm, reason: entry.text("reason") ?? "")
    }
}

extension Recorder {
    /// The decisions on algorithms that count here.
    /// - Parameter onUnread: told why the ledger, which there is, could not be asked; the keyring alone counts then.
    /// - Throws: `keyring`, with `malformed` for a file that is not of the one form.
    package func withdrawals(
        in keyring: Keyring, onUnread: (LedgerError) -> Void
    ) throws(OperationError) -> ComparedWithdrawals {
        ComparedWithdrawals(try Withdrawals(in: keyring), recorded: recordedDecisions(onUnread))
    }

    /// Nil where there is no ledger.
    package func recordedDecisions(_ onUnread: (LedgerError) -> Void) -> Withdrawals? {
        do throws(LedgerError) {
            return try ledger(createdBy: nil).map { ledger throws(LedgerError) in try Withdrawals(recordedIn: ledger) }
        } catch {
            if error.code != .notFound { onUnread(error) }
            return nil
        }
    }
}
