import DER
import Testing

@testable import Erasure

@Suite("Records of a journal survive a round trip")
struct JournalRecordTests {
    private static let extents = [Extent(512, 1_024), Extent(1 << 40, 512)]

    private static var result: VerificationResult {
        var counts = MismatchCounts()
        counts[.wrapped] = 1_024
        counts[.flipped] = 512
        return VerificationResult(
            pass: 3, isFull: true, seed: .max, bytesRead: 1 << 41, unwritten: 512, counts: counts,
            places: [Mismatch(extents[0], .wrapped), Mismatch(extents[1], .flipped)], foldsAt: 625_000_448,
            cacheExcluded: true)
    }

    static func events() throws -> [JournalEvent] {
        let device = ZooDevice(size: 4_096)
        let proofs = ResumeProof.Outcome.allCases.map { ResumeProof(outcome: $0, bytesRead: 7, keyedBytes: 3) }
        let pauses: [PauseReason] = [.requested, .deviceLost, .writeProtected, .gate("mounted"), .failed("no memory")]
        let headers = try Method.builtIn.map {
            JournalEvent.begun(Laboratory.header(device, try Laboratory.resolved($0)))
        }
        return headers
            + [
                .passStarted(0), .flushFailed(pass: 34), .verificationStarted(pass: 1, seed: 0x8000_0000_0000_0001),
                .checkpoint(.init(pass: 2, end: 1 << 42, bad: extents, recovered: [])),
                .checkpoint(.init(pass: 0, end: 0, bad: [], recovered: extents)), .verified(result),
                .finished(.completed), .finished(.verificationFailed(pass: 0)), .fact(kind: "health", value: [1, 2]),
            ]
            + pauses.map { .paused($0) } + RestartReason.allCases.map { .restarted($0) }
            + GiveUpReason.allCases.map { .finished(.gaveUp($0)) }
            + proofs.map { .resumed(.init(bootID: "boot", isIdentityStrong: true, proof: $0)) }
    }

    @Test("every event")
    func roundTrip() throws {
        let events = try Self.events()
        #expect(events.count == 34)
        for (number, event) in events.enumerated() {
            let record = JournalRecord(number: UInt64(number), wall: -5, monotonic: 1 << 60, event: event)
            #expect(try JournalRecord(encoded: record.encoded) == record)
        }
    }

    @Test("a record that goes on, or ends too early, is none")
    func lengths() throws {
        for event in try Self.events() {
            let bytes = JournalRecord(number: 1, wall: 0, monotonic: 0, event: event).encoded
            #expect(throws: DERError.self) { _ = try JournalRecord(encoded: bytes + [0]) }
            #expect(throws: DERError.self) { _ = try JournalRecord(encoded: bytes.dropLast()) }
        }
    }
}
