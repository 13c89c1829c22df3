import DER
import Keyring
import Ledger
import SystemIO
import TestSupport
import Testing

@testable import Operations

@Suite("The decisions of the keyring and of the ledger")
struct ComparedWithdrawalsTests {
    typealias Kind = Withdrawals.Decision.Kind

    /// A decision on one algorithm, so many seconds after the beginning.
    struct Step: Sendable {
        let kind: Kind
        let second: Int64

        init(_ kind: Kind, _ second: Int64) {
            self.kind = kind
            self.second = second
        }

        var decision: Withdrawals.Decision {
            Withdrawals.Decision(date: Office.time(second), kind: kind, algorithm: "AES-256-GCM", reason: "告示")
        }
    }

    struct Case: Sendable {
        let kept: [Step]
        let recorded: [Step]?
        /// What the algorithm is then; nil for in use.
        let effect: Kind?
        let differs: Bool

        init(_ kept: [Step], _ recorded: [Step]?, _ effect: Kind?, differs: Bool) {
            self.kept = kept
            self.recorded = recorded
            self.effect = effect
            self.differs = differs
        }
    }

    static let cases: [Case] = [
        Case([], nil, nil, differs: false), Case([], [], nil, differs: false),
        // The keyring alone, where there is no ledger.
        Case([.init(.withdraw, 1)], nil, .withdraw, differs: false),
        Case([.init(.withdraw, 1), .init(.restore, 2)], nil, nil, differs: false),
        // Both say the same.
        Case([.init(.withdraw, 1)], [.init(.withdraw, 1)], .withdraw, differs: false),
        Case(
            [.init(.forgeable, 1), .init(.withdraw, 2)], [.init(.forgeable, 1), .init(.withdraw, 2)], .withdraw,
            differs: false),
        Case(
            [.init(.withdraw, 1), .init(.restore, 1)], [.init(.withdraw, 1), .init(.restore, 1)], nil, differs: false),
        // The file was deleted, cut back, edited, or an older one was put back.
        Case([], [.init(.withdraw, 1)], .withdraw, differs: true),
        Case([], [.init(.forgeable, 1)], .forgeable, differs: true),
        Case([.init(.withdraw, 1)], [.init(.withdraw, 1), .init(.forgeable, 2)], .forgeable, differs: true),
        Case([.init(.withdraw, 1)], [.init(.forgeable, 1)], .forgeable, differs: true),
        Case([.init(.withdraw, 1), .init(.restore, 2)], [.init(.withdraw, 1)], .withdraw, differs: true),
        Case([.init(.restore, 9)], [.init(.forgeable, 1)], .forgeable, differs: true),
        Case([.init(.withdraw, 1)], [.init(.withdraw, 1), .init(.restore, 2)], nil, differs: true),
        Case([.init(.withdraw, 1)], [.init(.withdraw, 1), .init(.restore, 1)], nil, differs: true),
        // A decision that was never recorded.
        Case([.init(.withdraw, 1)], [], .withdraw, differs: true),
        Case([.init(.forgeable, 2)], [.init(.withdraw, 1)], .forgeable, differs: true),
        Case([.init(.withdraw, 3)], [.init(.withdraw, 1), .init(.restore, 2)], .withdraw, differs: true),
        Case([.init(.withdraw, 2)], [.init(.withdraw, 1), .init(.restore, 2)], .withdraw, differs: true),
        Case([.init(.withdraw, 2)], [.init(.withdraw, 1), .init(.restore, 3)], nil, differs: true),
    ]

    @Test("what either says is withdrawn stays so until a later recorded decision restores it", arguments: cases)
    func table(one: Case) {
        #expect(Self.cases.count == 20)
        var kept = Withdrawals()
        for step in one.kept { kept.add(step.decision) }
        let recorded = one.recorded.map { steps in
            var all = Withdrawals()
            for step in steps { all.add(step.decision) }
            return all
        }
        let compared = ComparedWithdrawals(kept, recorded: recorded)
        #expect(compared.withdrawals.withdrawal(of: "AES-256-GCM")?.kind == one.effect)
        #expect(compared.differences.map(\.algorithm) == (one.differs ? ["AES-256-GCM"] : []))
    }

    @Test("recorded decisions are read in their order, and nothing else that a ledger records")
    func recorded() throws {
        let office = try Office()
        let place = LedgerPlace(ledger: office.path("ledger"), state: office.path("state"))
        let recorder = Recorder(place, now: Office.now)
        let author = Author(nil)
        #expect(recorder.recordedDecisions { _ in Issue.record("there is none") } == nil)
        for step in [Step(.forgeable, 1), Step(.restore, 2)] {
            let decision = step.decision
            _ = try recorder.append(
                .policy(
                    decision.event, algorithm: decision.algorithm, value: decision.value, reason: decision.reason,
                    by: author, at: decision.date), by: author)
        }
        _ = try recorder.append(.policy("retention", value: "forever", by: author, at: Office.now), by: author)
        let recorded = try #require(recorder.recordedDecisions { _ in Issue.record("it can be read") })
        #expect(recorded.decisions == [Step(.forgeable, 1).decision, Step(.restore, 2).decision])
    }

    @Test("what they differ on can be restored, what both have in use cannot")
    func restoring() throws {
        let office = try Office()
        func restore(_ recorded: Withdrawals?) throws {
            _ = try Withdrawals.decide(
                .restore, on: "AES-256-GCM", because: "x", at: Office.now, in: office.keyring, recorded: recorded)
        }
        var recorded = Withdrawals()
        #expect(refusal { try restore(nil) } == Refusal(.notWithdrawn))
        #expect(refusal { try restore(recorded) } == Refusal(.notWithdrawn))
        recorded.add(Step(.withdraw, 1).decision)
        try restore(recorded)
        #expect(try Withdrawals(in: office.keyring).decisions.map(\.kind) == [.restore])
    }
}
