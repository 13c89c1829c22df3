import Testing

@testable import Erasure

@Suite("A journal that tells what cannot have happened is refused")
struct RunStateTests {
    private static let size: UInt64 = 8_192

    private static func header() throws -> JournalEvent {
        .begun(
            Laboratory.header(
                ZooDevice(size: Int(size)), try Laboratory.resolved(try #require(Method.named("modern-zero")))))
    }

    private static func checkpoint(_ pass: Int, _ end: UInt64, bad: [Extent] = []) -> JournalEvent {
        .checkpoint(.init(pass: pass, end: end, bad: bad, recovered: []))
    }

    private static func verified(_ pass: Int) -> JournalEvent {
        .verified(
            VerificationResult(
                pass: pass, isFull: true, seed: 1, bytesRead: size, unwritten: 0, counts: MismatchCounts(), places: [],
                foldsAt: nil, cacheExcluded: true))
    }

    private static func records(_ events: [JournalEvent]) -> [JournalRecord] {
        events.enumerated().map {
            JournalRecord(number: UInt64($0.offset), wall: 0, monotonic: 0, event: $0.element)
        }
    }

    struct Story: Sendable, CustomTestStringConvertible {
        let rule: String
        let events: [JournalEvent]
        var testDescription: String { rule }
    }

    private static let first: [JournalEvent] = [.passStarted(0), checkpoint(0, size), verified(0)]

    static let impossible: [Story] = [
        Story(rule: "a checkpoint without a pass", events: [checkpoint(0, 512)]),
        Story(rule: "the second pass first", events: [.passStarted(1)]),
        Story(rule: "a pass twice", events: [.passStarted(0), .passStarted(0)]),
        Story(rule: "the next pass before the end of one", events: [.passStarted(0), .passStarted(1)]),
        Story(
            rule: "the next pass before the reading back",
            events: [.passStarted(0), checkpoint(0, size), .passStarted(1)]),
        Story(
            rule: "a third pass of two",
            events: first + [.passStarted(1), checkpoint(1, size), verified(1)]
                + [.passStarted(2)]),
        Story(rule: "a checkpoint of another pass", events: first + [.passStarted(1), checkpoint(0, size)]),
        Story(rule: "a checkpoint beyond the end", events: [.passStarted(0), checkpoint(0, size + 512)]),
        Story(rule: "a checkpoint inside a sector", events: [.passStarted(0), checkpoint(0, 100)]),
        Story(
            rule: "a checkpoint that goes back", events: [.passStarted(0), checkpoint(0, 1_024), checkpoint(0, 512)]),
        Story(
            rule: "a bad sector where nothing was written",
            events: [.passStarted(0), checkpoint(0, 512, bad: [Extent(512, 512)])]),
        Story(rule: "reading back what is not written", events: [.passStarted(0), verified(0)]),
        Story(rule: "reading back twice", events: first + [verified(0)]),
        Story(rule: "completed without passes", events: [.finished(.completed)]),
        Story(rule: "completed after one pass of two", events: first + [.finished(.completed)]),
        Story(rule: "a pass after the end", events: [.finished(.gaveUp(.tooMuchTime)), .passStarted(0)]),
        Story(rule: "two ends", events: [.finished(.gaveUp(.tooMuchTime)), .finished(.gaveUp(.tooMuchTime))]),
        Story(
            rule: "reading back after a restart",
            events: [.passStarted(0), checkpoint(0, size), .restarted(.notProvable), verified(0)]),
    ]

    @Test("refused", arguments: impossible)
    func refused(_ story: Story) throws {
        let records = Self.records([try Self.header()] + story.events)
        #expect {
            _ = try RunState(records)
        } throws: {
            ($0 as? ErasureError)?.code == .journalDamaged
        }
        #expect(StatusVerdict.derive(from: records).status == .notErased)
        #expect(StatusVerdict.derive(from: records).reasons == [.noEvidence])
    }

    @Test("every story stands in the table")
    func count() { #expect(Self.impossible.count == 18) }

    @Test("no records, and no beginning, are no run")
    func empty() {
        #expect(throws: ErasureError.self) { _ = try RunState([]) }
        #expect(throws: ErasureError.self) { _ = try RunState(Self.records([.passStarted(0)])) }
    }

    @Test("until the last record of a good run nothing is claimed")
    func prefixes() throws {
        let story: [JournalEvent] =
            [try Self.header()] + Self.first + [.passStarted(1), Self.checkpoint(1, Self.size), Self.verified(1)]
            + [.finished(.completed)]
        for count in 0..<story.count {
            let verdict = StatusVerdict.derive(from: Self.records(Array(story.prefix(count))))
            #expect(verdict.status == .notErased)
        }
        #expect(StatusVerdict.derive(from: Self.records(story)).status == .cleared)
    }
}
