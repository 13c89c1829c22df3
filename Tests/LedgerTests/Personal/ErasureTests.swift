import DER
import Foundation
import Ledger
import SystemIO
import TestSupport
import Testing

@Suite("What is gone was recorded before, and what is recorded goes")
struct ErasureTests {
    private static let canary = "kanaria-" + String(repeating: "Qz7", count: 40)

    private static func isAnywhere(_ text: String, in folder: String) throws -> Bool {
        try run("grep", ["-r", "-a", "-q", "-F", text, folder]).status == 0
    }

    /// Twelve entries, of which 3, 6, 9 and 12 are by the person who will be forgotten.
    private func filled() throws -> Desk {
        let desk = try Desk()
        let ledger = try desk.ledger()
        let person = Author(actor: Self.canary, host: "desk")
        for round in 0..<4 {
            let own = NewEntry.policy("own", value: String(round), by: person, at: Samples.time)
            try ledger.append(desk.entries(2, from: 2 * round) + [own])
        }
        return desk
    }

    @discardableResult
    private func forget(_ desk: Desk, reason: String = "asked for") throws(LedgerError) -> Forgotten {
        try desk.existing().forget(person: Self.canary, reason: reason, by: desk.author, at: Samples.time)
    }

    @Test("it is recorded which fields of which entries were to be erased, and then that they are")
    func record() throws {
        let desk = try filled()
        try forget(desk)
        let ledger = try desk.existing()
        #expect(try ledger.size() == 15)
        let (intent, done) = (try ledger.entry(at: 13), try ledger.entry(at: 14))
        #expect(intent.texts("values") == ["actor 3", "actor 6", "actor 9", "actor 12"])
        #expect(intent.count("fields") == 4 && intent.text("reason") == "asked for")
        #expect(done.count("completed") == 13 && done.count("fields") == 4)
        #expect(try !Self.isAnywhere(Self.canary, in: desk.folder.path))
    }

    @Test(
        "killed at any call, what is recorded is erased by the next run that writes",
        .enabled(if: LedgerProbe.faults != nil))
    func killed() throws {
        var (recorded, unrecorded) = (0, 0)
        for call in stride(from: 1, through: 400, by: 7) {
            let desk = try filled()
            let result = try LedgerProbe.run(
                desk, name: Self.canary, count: 0, batch: 1, ["FUBAKO_FAULT=any:kill:\(call)"], doing: "forget")
            #expect(result.status == 128 + 9 || result.status == 0)
            let ledger = try desk.existing()
            let isRecorded = try ledger.size() > 13
            if isRecorded { recorded += 1 } else { unrecorded += 1 }
            try ledger.append(desk.entries(1))
            #expect(try Self.isAnywhere(Self.canary, in: desk.folder.path) == !isRecorded, "call \(call)")
            #expect(try ledger.verify().isSound, "call \(call)")
            if result.status == 0 { break }
        }
        #expect(recorded > 3 && unrecorded > 3)
    }

    @Test("while another process reads, it is recorded and not erased; the next run erases it")
    func busy() throws {
        let desk = try filled()
        let python = """
            import sqlite3, sys, time
            connection = sqlite3.connect(sys.argv[1], isolation_level=None)
            connection.execute("BEGIN")
            connection.execute("SELECT count(*) FROM personal").fetchone()
            print("reading", flush=True)
            sys.stdin.read()
            """
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", python, desk.folder("ledger/personal.sqlite")]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        _ = output.fileHandleForReading.availableData
        #expect(refusal { () throws(LedgerError) in try forget(desk) }?.code == .erasurePending)
        // An append neither waits nor fails because of it.
        let begin = ContinuousClock.now
        try desk.existing().append(desk.entries(1))
        #expect(ContinuousClock.now - begin < .seconds(10))
        #expect(try Self.isAnywhere(Self.canary, in: desk.folder.path))
        try input.fileHandleForWriting.close()
        process.waitUntilExit()
        #expect(try forget(desk) == Forgotten(erased: 4, partial: 0))
        #expect(try !Self.isAnywhere(Self.canary, in: desk.folder.path))
        #expect(try desk.existing().verify().isSound)
    }

    @Test("what was removed without a record is missing, not forgotten")
    func missing() throws {
        let desk = try filled()
        try forget(desk)
        try desk.sql("DELETE FROM personal WHERE entry IN (5, 6)", database: "personal.sqlite")
        let ledger = try desk.existing()
        let findings = try ledger.verify().findings
        #expect(findings.map(\.kind) == [.personalMissing, .personalMissing, .personalMissing])
        #expect(findings.map(\.position) == [5, 5, 6])
        #expect(findings.map(\.field) == ["actor", "host", "host"])
        #expect(try ledger.saysErased("actor", of: ledger.entry(at: 6), at: 6))
        #expect(try !ledger.saysErased("host", of: ledger.entry(at: 6), at: 6))
    }

    @Test("what was erased and is put back is named, and forgotten again")
    func putBack() throws {
        let desk = try filled()
        let values = try desk.folder.read("ledger/personal.sqlite")
        try forget(desk)
        try desk.folder.write(values, to: "ledger/personal.sqlite")
        let findings = try desk.existing().verify().findings
        #expect(findings.filter { $0.kind == .erasureIncomplete }.map(\.position) == [3, 6, 9, 12])
        #expect(findings.filter { $0.kind == .personalMissing }.map(\.position) == [13, 13, 14, 14])
        #expect(try forget(desk).erased == 4)
        #expect(try !Self.isAnywhere(Self.canary, in: desk.folder.path))
    }

    @Test(
        "a reason that names the person is refused, and nothing is recorded",
        arguments: ["because of \(canary)", "Kanaria-" + String(repeating: "QZ 7", count: 40)])
    func reason(_ reason: String) throws {
        let desk = try filled()
        let refused = refusal { () throws(LedgerError) in try forget(desk, reason: reason) }
        #expect(refused?.code == .badValue && refused?.field == "reason")
        #expect(try desk.existing().size() == 13)
        #expect(try desk.existing().disclose(3)["actor"] == .string(Self.canary))
    }

    @Test(
        "where a database holds what the program did not make, nothing is erased and nothing appended",
        arguments: [
            "CREATE TABLE keep(a, b); CREATE TRIGGER t AFTER DELETE ON personal BEGIN INSERT INTO keep VALUES(1, 2); END",
            "CREATE TRIGGER t BEFORE DELETE ON personal BEGIN SELECT RAISE(IGNORE); END",
            "CREATE TABLE evil(a)", "CREATE INDEX i ON personal(field)",
            "ALTER TABLE personal ADD COLUMN more TEXT",
        ])
    func foreign(_ sql: String) throws {
        let desk = try filled()
        try desk.sql(sql, database: "personal.sqlite")
        #expect(refusal { () throws(LedgerError) in try forget(desk) }?.code == .foreignSchema)
        let appended = refusal { () throws(LedgerError) in try desk.existing().append(desk.entries(1)) }
        #expect(appended?.code == .foreignSchema)
        let findings = try desk.existing().verify().findings
        #expect(findings.contains { $0.kind == .schemaChanged && $0.field?.hasPrefix("personal.sqlite: ") == true })
    }

    @Test("retention goes by the entries, and what stands beside the values is compared with them")
    func columns() throws {
        let desk = try filled()
        let later = try #require(DERTime(seconds: Samples.time.seconds + 40 * 86_400))
        var policy = RetentionPolicy()
        policy.otherDays = 60
        try desk.sql("UPDATE personal SET at = '2020-01-01T00:00:00Z' WHERE entry = 5", database: "personal.sqlite")
        try desk.sql("UPDATE personal SET kind = 'seal' WHERE entry = 6", database: "personal.sqlite")
        let findings = try desk.existing().verify().findings
        #expect(findings.map(\.kind) == [.columnChanged, .columnChanged, .columnChanged, .columnChanged])
        #expect(findings.map(\.position) == [5, 5, 6, 6])
        #expect(try desk.existing().applyRetention(policy, by: desk.author, at: later) == 0)
        policy.otherDays = 30
        #expect(try desk.existing().applyRetention(policy, by: desk.author, at: later) == 26)
        #expect(try desk.existing().verify().isSound)
    }

    @Test("values of no entry are named, and what an interrupted append left is told apart")
    func strays() throws {
        let desk = try filled()
        let copy = "INSERT INTO personal SELECT %, field, key, value, at, kind FROM personal WHERE entry = 5;"
        func plant(_ entry: Int) throws {
            try desk.sql(copy.replacingOccurrences(of: "%", with: String(entry)), database: "personal.sqlite")
        }
        try plant(13)
        try plant(14)
        let left = try desk.existing().verify()
        #expect(left.isSound && left.unfinishedValues == 4)
        try plant(-1)
        try plant(100)
        let findings = try desk.existing().verify().findings
        #expect(findings.map(\.kind) == [.personalUncovered, .personalUncovered])
        #expect(findings.map(\.position) == [nil, 100])
        try forget(desk)
        #expect(try desk.existing().verify().isSound)
    }

    @Test("a page that holds nothing is looked at too")
    func structure() throws {
        let desk = try filled()
        // The head of the list of free pages, and how many there are.
        let python = """
            import struct, sys
            with open(sys.argv[1], "r+b") as file:
                file.seek(32)
                file.write(struct.pack(">II", 2, 7))
            """
        try desk.sql("")
        let changed = try run("python3", ["-c", python, desk.folder("ledger/personal.sqlite")])
        #expect(changed.status == 0)
        let findings = try desk.existing().verify().findings
        #expect(findings.map(\.kind) == [.unreadable] && findings.first?.field == "personal.sqlite")
    }

    @Test("places are written as ranges, and as many entries as they take")
    func ranges() throws {
        let desk = try Desk()
        let ledger = try desk.ledger()
        try ledger.append(desk.entries(20))
        #expect(try ledger.forget(person: "tester", reason: "x", by: desk.author, at: Samples.time).erased == 21)
        #expect(try ledger.entry(at: 21).texts("values") == ["actor 0-20"])
        #expect(try ledger.verify().isSound)
    }
}
