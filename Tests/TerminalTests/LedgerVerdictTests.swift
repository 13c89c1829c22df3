import Operations
import TestSupport
import Testing

@testable import Console
@testable import Ledger
@testable import Terminal

@Suite("A verdict about a ledger ends the program with the code of its cause")
struct LedgerVerdictTests {
    static let causes: [(own: [LedgerFinding.Kind], compared: [LedgerFinding.Kind], ExitCode)] = [
        ([], [], .success), ([.otherHistory], [], .forked), ([.otherHistory, .rolledBack], [], .forked),
        ([], [.keptOtherHistory], .forked), ([], [.keptLonger, .keptOtherHistory], .forked),
        ([.keptOtherHistory], [], .forked), ([.rolledBack], [], .damaged), ([], [.keptLonger], .damaged),
        ([], [.keptOtherLedger], .damaged), ([], [.keptOtherEntry], .damaged), ([.otherLedger], [], .damaged),
        ([.entryChanged], [.keptOtherHistory], .damaged), ([.hashChanged, .otherHistory], [], .damaged),
        ([.checkpointRoot], [], .damaged),
    ]

    private static func verdict(
        _ own: [LedgerFinding.Kind], count: Int? = nil, cosigned: LedgerVerification.Cosigned? = nil
    ) -> LedgerVerdict {
        let verification = LedgerVerification(
            size: 3, root: nil, findings: own.map { LedgerFinding($0, "a reason") }, findingCount: count ?? own.count,
            backwardTimes: 0, personalValues: 0, cosigned: cosigned)
        return LedgerVerdict(verification, origin: "example.jp", key: "key")
    }

    @Test("two histories are told apart from damage, which hides them", arguments: causes)
    func codes(_ own: [LedgerFinding.Kind], _ compared: [LedgerFinding.Kind], _ expected: ExitCode) {
        var verdict = Self.verdict(own)
        verdict.compared = compared.map { .init(file: "kept", finding: LedgerFinding($0, "a reason")) }
        #expect(verdict.exitCode == expected)
    }

    @Test("findings that are counted only may be damage")
    func beyondTheBound() { #expect(Self.verdict([.otherHistory], count: 2).exitCode == .damaged) }

    @Test("cosignatures that are missing are damage, and an earlier checkpoint counts only if nothing is wrong")
    func quorum() {
        let one = LedgerVerification.Cosigned(size: 2, organisations: ["監査室"])
        var verdict = Self.verdict([], cosigned: one)
        verdict.demand(organisations: 1) { false }
        verdict.demand(organisations: 2) { true }
        #expect(verdict.exitCode == .success)
        verdict.demand(organisations: 2) { false }
        #expect(verdict.exitCode == .damaged)
        #expect(verdict.lines(.en)[1] == "  at 2 entries: fewer organisations than asked for have cosigned")
        var forked = Self.verdict([.otherHistory], cosigned: one)
        forked.demand(organisations: 2) { true }
        #expect(forked.exitCode == .forked && forked.lines(.en).count > verdict.lines(.en).count)
    }

    static let faults: [([ProofFault], ExitCode)] = [
        ([], .success), ([.twoHistories], .forked), ([.notConsistent], .damaged), ([.notIncluded], .damaged),
        ([.twoHistories, .notConsistent], .damaged), ([.twoHistories, .notSigned], .badSignature),
        ([.twoHistories, .unknownKind], .forked), ([.unknownKind], .unsupported),
    ]

    @Test("so does a verdict about a proof", arguments: faults)
    func proofs(_ faults: [ProofFault], _ expected: ExitCode) {
        var verdict = ProofVerdict(
            of: "growth", .growth(old: 1, new: 2), origin: "example.jp", key: "key", faults: faults, owner: .told)
        #expect(verdict.exitCode == expected)
        verdict.learned = .twoHistories(1)
        #expect(verdict.exitCode == .forked)
    }
}
