import Testing

@testable import Erasure

@Suite("A status follows from recorded evidence, and is nothing by default")
struct StatusTests {
    private static let size: UInt64 = 8_192

    struct Story: Sendable, CustomTestStringConvertible {
        let name: String
        let status: ErasureStatus
        let reasons: [StatusReason]
        var exceptions: [StatusException] = []
        let events: [JournalEvent]
        var testDescription: String { name }
    }

    private static func result(
        _ pass: Int, kind: MismatchKind? = nil, unwritten: UInt64 = 0, read: UInt64 = size, isFull: Bool = true,
        cacheExcluded: Bool = true
    ) -> JournalEvent {
        var counts = MismatchCounts()
        if let kind { counts[kind] = 512 }
        return .verified(
            VerificationResult(
                pass: pass, isFull: isFull, seed: 1, bytesRead: read, unwritten: unwritten, counts: counts, places: [],
                foldsAt: kind == .wrapped ? 4_096 : nil, cacheExcluded: cacheExcluded))
    }

    private static func written(_ pass: Int, bad: [Extent] = [], recovered: [Extent] = []) -> [JournalEvent] {
        [.passStarted(pass), .checkpoint(.init(pass: pass, end: size, bad: bad, recovered: recovered))]
    }

    private static let good = written(0) + [result(0)] + written(1) + [result(1)]
    private static let done = JournalEvent.finished(.completed)
    private static let sector = [Extent(512, 512)]

    private static func resumed(_ outcome: ResumeProof.Outcome) -> JournalEvent {
        .resumed(
            .init(
                bootID: "b", isIdentityStrong: true, proof: ResumeProof(outcome: outcome, bytesRead: 1, keyedBytes: 0)))
    }

    private static func mismatch(_ pass: Int, _ kind: MismatchKind) -> StatusReason {
        .mismatch(pass: pass, kind: kind, bytes: 512)
    }

    static let stories: [Story] = [
        Story(name: "everything as it should be", status: .cleared, reasons: [], events: good + [done]),
        Story(
            name: "and a pause in between", status: .cleared, reasons: [],
            events: written(0) + [.paused(.deviceLost), resumed(.proven), result(0)] + written(1) + [result(1), done]),
        Story(
            name: "and a restart that accuses nobody", status: .cleared, reasons: [],
            events: written(0) + [resumed(.nothingFound), .restarted(.notProvable)] + good + [done]),
        Story(
            name: "and facts before and after", status: .cleared, reasons: [],
            events: [.fact(kind: "a", value: [])] + good + [done, .fact(kind: "b", value: [])]),
        Story(
            name: "a small device", status: .clearedWithExceptions, reasons: [], exceptions: [.cacheNotExcluded],
            events: written(0) + [result(0, cacheExcluded: false)] + written(1) + [result(1), done]),
        Story(
            name: "nothing but the header", status: .notErased,
            reasons: [.notFinished, .capacityNotProven, .lastPassNotVerified], events: []),
        Story(
            name: "killed after the last reading", status: .notErased, reasons: [.notFinished], events: good),
        Story(
            name: "killed in the last pass", status: .notErased, reasons: [.notFinished, .lastPassNotVerified],
            events: written(0) + [result(0)] + written(1)),
        Story(
            name: "paused", status: .paused, reasons: [.paused(.requested)],
            events: written(0) + [.paused(.requested)]),
        Story(
            name: "resumed and killed", status: .notErased,
            reasons: [.notFinished, .capacityNotProven, .lastPassNotVerified],
            events: written(0) + [.paused(.requested), resumed(.proven)]),
        Story(
            name: "flipped bits", status: .notErased,
            reasons: [mismatch(0, .flipped), .notFinished, .capacityNotProven, .lastPassNotVerified],
            events: written(0) + [result(0, kind: .flipped), .finished(.verificationFailed(pass: 0))]),
        Story(
            name: "folded addresses", status: .sendToDestruction, reasons: [.folds(at: 4_096), mismatch(0, .wrapped)],
            events: written(0) + [result(0, kind: .wrapped), .finished(.verificationFailed(pass: 0))]),
        Story(
            name: "dropped writes", status: .sendToDestruction, reasons: [mismatch(0, .dropped)],
            events: written(0) + [result(0, kind: .dropped), .finished(.verificationFailed(pass: 0))]),
        Story(
            name: "stale writes in an attempt before the last", status: .sendToDestruction,
            reasons: [mismatch(0, .stale)],
            events: written(0) + [result(0, kind: .stale), .restarted(.notProvable)] + good + [done]),
        Story(
            name: "an unreadable sector", status: .sendToDestruction, reasons: [mismatch(1, .unreadable)],
            events: written(0) + [result(0)] + written(1) + [result(1, kind: .unreadable)]),
        Story(
            name: "one sector unwritten", status: .sendToDestruction, reasons: [.unwritten(pass: 1, bytes: 512)],
            events: written(0) + [result(0)] + written(1, bad: sector) + [result(1, unwritten: 512), done]),
        Story(
            name: "a sector that took a second try", status: .sendToDestruction,
            reasons: [.replacedSectors(bytes: 512)],
            events: written(0, recovered: sector) + [result(0)] + written(1) + [result(1), done]),
        Story(
            name: "given up", status: .sendToDestruction, reasons: [.gaveUp(.flushFails)],
            events: written(0) + [.finished(.gaveUp(.flushFails))]),
        Story(
            name: "a device that lost what it had confirmed, however well it did afterwards",
            status: .sendToDestruction, reasons: [.confirmedDataLost],
            events: written(0) + [resumed(.lost), .restarted(.confirmedDataLost)] + good + [done]),
        Story(
            name: "a reading that left something out", status: .notErased, reasons: [.capacityNotProven],
            events: written(0) + [result(0, read: size - 512)] + written(1) + [result(1), done]),
        Story(
            name: "a last reading that was but a sample, where everything was due", status: .notErased,
            reasons: [.lastPassNotVerified],
            events: written(0) + [result(0)] + written(1) + [result(1, read: 512, isFull: false), done]),
    ]

    private static func records(_ events: [JournalEvent]) throws -> [JournalRecord] {
        let method = try Laboratory.resolved(try #require(Method.named("modern-zero")))
        let header = JournalEvent.begun(Laboratory.header(ZooDevice(size: Int(size)), method))
        return ([header] + events).enumerated().map {
            JournalRecord(number: UInt64($0.offset), wall: 0, monotonic: 0, event: $0.element)
        }
    }

    @Test("each story", arguments: stories)
    func derived(_ story: Story) throws {
        let verdict = StatusVerdict.derive(from: try Self.records(story.events))
        #expect(verdict.status == story.status)
        #expect(verdict.reasons == story.reasons)
        #expect(verdict.exceptions == story.exceptions)
    }

    @Test("every story stands in the table, and every status occurs")
    func count() {
        #expect(Self.stories.count == 21)
        #expect(Set(Self.stories.map(\.status)).count == ErasureStatus.allCases.count)
    }

    @Test("what others found out makes exceptions of a device that is cleared, and of no other")
    func limitations() throws {
        let found: [StatusException] = [.bridge, .reallocatedSectors(count: 3), .hiddenArea("HPA")]
        for story in Self.stories {
            let verdict = StatusVerdict.derive(from: try Self.records(story.events), exceptions: found)
            if story.status.isCertifiable {
                #expect(verdict.status == .clearedWithExceptions)
                #expect(verdict.exceptions == story.exceptions + found)
            } else {
                #expect(verdict.status == story.status)
                #expect(verdict.exceptions.isEmpty)
            }
        }
    }

    @Test("no records are no evidence")
    func none() {
        #expect(
            StatusVerdict.derive(from: [])
                == StatusVerdict(status: .notErased, reasons: [.noEvidence], exceptions: []))
    }
}
