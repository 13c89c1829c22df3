import DER
import TestSupport
import Testing

@testable import Ledger

@Suite("A report counts every entry of its period once")
struct LedgerReportTests {
    private static func time(day: Int, hour: Int = 9) -> DERTime {
        DERTime(seconds: Samples.time.seconds + Int64(day * 86_400 + hour * 3_600)) ?? Samples.time
    }

    private static func intent(_ grade: String?, _ purpose: String, by author: Author, day: Int) -> NewEntry {
        var intent = NewEntry.SealIntent(package: Samples.filled(1), header: Samples.filled(2), purpose: purpose)
        intent.grade = grade
        return .sealIntent(intent, by: author, at: time(day: day))
    }

    /// Entries of ten days, the first of which is that of the ledger's making.
    private static func filled(_ desk: Desk) throws -> Ledger {
        let ledger = try desk.ledger()
        for day in 1...9 {
            let grade = day % 3 == 0 ? nil : "C\(day % 3)/I2/A1"
            try ledger.append([
                intent(grade, day % 2 == 0 ? "provide" : "store", by: desk.author, day: day),
                .policy("numbered", value: String(day), by: desk.author, at: time(day: day)),
                .sealFailed(Samples.filled(1), cause: "no space", by: desk.author, at: time(day: day, hour: 10)),
                .sealed(
                    Samples.filled(1), manifest: Samples.filled(5), bytes: 1, entries: 1, by: desk.author,
                    at: time(day: day, hour: 11)),
            ])
        }
        return ledger
    }

    @Test("days, kinds, grades and purposes add up")
    func sums() throws {
        let report = try Self.filled(Desk()).report(since: Self.time(day: 1, hour: 0), before: Self.time(day: 10))
        #expect(report.total == 36 && report.days.values.reduce(0, +) == 36)
        #expect(report.days.count == 9 && Set(report.days.values) == [4])
        #expect(report.kinds == [.sealIntent: 9, .policy: 9, .seal: 18])
        #expect(report.grades == ["": 3, "C1/I2/A1": 3, "C2/I2/A1": 3])
        #expect(report.purposes == ["provide": 4, "store": 5])
        #expect(report.notableCount == 18 && report.notable.count == 18)
        #expect(Set(report.notable.map(\.entry.kind)) == [.policy, .seal])
    }

    @Test("a period has its first moment and not its last")
    func bounds() throws {
        let ledger = try Self.filled(Desk())
        let one = try ledger.report(since: Self.time(day: 4), before: Self.time(day: 4, hour: 10))
        #expect(one.total == 2 && one.kinds[.seal] == nil)
        let next = try ledger.report(since: Self.time(day: 4, hour: 10), before: Self.time(day: 5))
        #expect(next.total == 2 && next.kinds == [.seal: 2])
        #expect(try ledger.report(since: Self.time(day: 10), before: Self.time(day: 11)).total == 0)
        let whole = try ledger.report(since: Samples.time, before: Self.time(day: 10))
        #expect(whole.total == 37 && whole.kinds[.ledger] == 1)
    }

    @Test("what went and came by each route adds up")
    func routes() throws {
        let desk = try Desk()
        let ledger = try desk.ledger()
        try ledger.append(Samples.transfers)
        let report = try ledger.report(since: Samples.time, before: Self.time(day: 1))
        #expect(report.routes.keys.sorted() == ["nas", "sftp-a"])
        let sent = try #require(report.routes["sftp-a"])
        #expect([sent.delivered, sent.failed, sent.again, sent.arrived, sent.total] == [1, 1, 0, 0, 2])
        #expect(sent.bytes == 1_048_576)
        #expect(report.routes["nas"]?.refused == 1)
    }

    @Test("what is notable is counted beyond what is kept")
    func bounded() {
        let (since, before) = (Samples.time, Self.time(day: 1))
        var report = LedgerReport(origin: "example.jp", since: since, before: before)
        guard let entry = try? NewEntry.policy("numbered", by: Samples.author, at: Samples.time).prepared().entry else {
            Issue.record("no entry")
            return
        }
        for position in 0..<UInt64(LedgerReport.notableLimit + 7) {
            report.add(StoredEntry(position: position, entry: entry))
        }
        #expect(report.notable.count == LedgerReport.notableLimit)
        #expect(report.notableCount == LedgerReport.notableLimit + 7 && report.total == report.notableCount)
    }
}
