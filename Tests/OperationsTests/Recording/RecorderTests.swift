import DER
import Foundation
import Ledger
import Synchronization
import SystemIO
import TestSupport
import Testing

@testable import Operations

@Suite("While the ledger cannot be used, nothing is done or nothing is lost")
struct RecorderTests {
    private let office: Office
    private static let author = Author(actor: "soumu", host: "desk")

    init() throws {
        office = try Office()
        _ = try recorder().append(Self.entry(0), by: Self.author)
        try Self.shell("cp -a ledger older", office)
        _ = try recorder().append(Self.entry(1), by: Self.author)
    }

    private static func entry(_ number: Int) -> NewEntry {
        .policy("numbered", value: String(number), by: author, at: Office.now)
    }

    private func recorder(
        _ policy: UnavailableLedger = .stop, _ told: @escaping @Sendable (LedgerError) -> Void = { _ in }
    ) -> Recorder {
        let place = LedgerPlace(
            ledger: office.path("ledger"), state: office.path("ledger-state"), whenUnavailable: policy)
        return Recorder(place, now: Office.now, onSpooling: told)
    }

    private static func shell(_ script: String, _ office: Office) throws {
        let result = try run("sh", ["-ec", "cd \"$1\"; " + script, "sh", office.folder.path])
        #expect(result.status == 0, "\(result.errors)")
    }

    private func numbers() throws -> [String] {
        let ledger = try #require(try recorder().ledger(createdBy: nil))
        #expect(try ledger.verify().isSound)
        return try ledger.entries().entries.dropFirst().map { stored in
            (stored.entry.text("value") ?? "") + (stored.entry.isSpooled ? " spooled" : "")
        }
    }

    struct Trouble: Sendable {
        let name: String
        let harm: String
        let repair: String
        let code: LedgerError.Code
    }

    static let troubles = [
        Trouble(
            name: "it is gone", harm: "mv ledger away", repair: "mv away ledger", code: .lost),
        Trouble(
            name: "an older copy was put back", harm: "mv ledger away; cp -a older ledger",
            repair: "rm -r ledger; mv away ledger", code: .rolledBack),
        Trouble(
            name: "a file is missing", harm: "mv ledger/ledger.vkey away", repair: "mv away ledger/ledger.vkey",
            code: .damaged),
        Trouble(
            name: "its database is none",
            harm:
                "mkdir away; mv ledger/ledger.sqlite* away; head -c 9000 /dev/zero | tr '\\0' x > ledger/ledger.sqlite; chmod 600 ledger/ledger.sqlite",
            repair: "rm ledger/ledger.sqlite*; mv away/* ledger", code: .damaged),
        Trouble(
            name: "others may read it", harm: "chmod 755 ledger", repair: "chmod 700 ledger", code: .system),
        Trouble(
            name: "a file lies in its place", harm: "mv ledger away; : > ledger", repair: "rm ledger; mv away ledger",
            code: .system),
    ]

    @Test("with the policy to stop, nothing is recorded anywhere", arguments: troubles.indices)
    func stop(row: Int) throws {
        let trouble = Self.troubles[row]
        try Self.shell(trouble.harm, office)
        let recorder = recorder()
        for _ in 0..<2 {
            let error = failure { _ = try recorder.append(Self.entry(2), by: Self.author) }
            #expect(error?.code == .ledger)
            guard case .ledger(let cause) = error?.underlying else {
                Issue.record("\(trouble.name): no cause")
                return
            }
            #expect(cause.code == trouble.code, "\(trouble.name)")
            #expect(failure { try recorder.prepare(by: Self.author) }?.code == .ledger)
        }
        try Self.shell(trouble.repair, office)
        _ = try self.recorder().append(Self.entry(3), by: Self.author)
        #expect(try numbers() == ["0", "1", "3"], "\(trouble.name)")
    }

    @Test("with the policy to spool, everything comes in later, in order; it is told once", arguments: troubles.indices)
    func spool(row: Int) throws {
        let trouble = Self.troubles[row]
        try Self.shell(trouble.harm, office)
        let told = Mutex<[LedgerError.Code]>([])
        let recorder = recorder(.spool) { error in told.withLock { $0.append(error.code) } }
        try recorder.prepare(by: Self.author)
        for number in 2...4 { #expect(try recorder.append(Self.entry(number), by: Self.author) == nil) }
        try recorder.appendAfterwards([Self.entry(5), Self.entry(6)], by: Self.author)
        #expect(told.withLock { $0 } == [trouble.code], "\(trouble.name)")
        try Self.shell(trouble.repair, office)
        #expect(try self.recorder().append(Self.entry(7), by: Self.author)?.position == 8)
        #expect(try numbers() == ["0", "1"] + (2...6).map { "\($0) spooled" } + ["7"], "\(trouble.name)")
    }

    @Test("what is done already is spooled whatever the policy says", arguments: troubles.indices)
    func afterwards(row: Int) throws {
        let trouble = Self.troubles[row]
        try Self.shell(trouble.harm, office)
        try recorder().appendAfterwards(Self.entry(2), by: Self.author)
        try Self.shell(trouble.repair, office)
        #expect(try recorder().append(Self.entry(3), by: Self.author)?.position == 4)
        #expect(try numbers() == ["0", "1", "2 spooled", "3"], "\(trouble.name)")
    }

    @Test("the table is whole")
    func table() { #expect(Self.troubles.count == 6) }

    @Test("an entry that is not one is refused, and not spooled")
    func badEntry() throws {
        let bad = NewEntry.policy("", by: Self.author, at: Office.now)
        let error = failure { _ = try recorder(.spool).append(bad, by: Self.author) }
        #expect(error?.code == .ledger)
        #expect(try Spool(state: office.path("ledger-state"), ledger: office.path("ledger")).count() == 0)
    }

    @Test("a ledger that another process holds is waited for, and then spooled")
    func busy() throws {
        let holder = Process()
        let (input, output) = (Pipe(), Pipe())
        holder.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        let python = """
            import sqlite3, sys
            connection = sqlite3.connect(sys.argv[1], isolation_level=None)
            connection.execute("BEGIN IMMEDIATE")
            print("held", flush=True)
            sys.stdin.read()
            """
        holder.arguments = ["python3", "-c", python, office.folder("ledger/ledger.sqlite")]
        (holder.standardInput, holder.standardOutput) = (input, output)
        try holder.run()
        #expect(!output.fileHandleForReading.availableData.isEmpty)
        let told = Mutex<[LedgerError.Code]>([])
        let recorder = recorder(.spool) { error in told.withLock { $0.append(error.code) } }
        #expect(try recorder.append(Self.entry(2), by: Self.author) == nil)
        try input.fileHandleForWriting.close()
        holder.waitUntilExit()
        #expect(told.withLock { $0 } == [.busy])
        _ = try self.recorder().append(Self.entry(3), by: Self.author)
        #expect(try numbers() == ["0", "1", "2 spooled", "3"])
    }

    @Test("where none is kept, nothing is recorded and nothing made")
    func none() throws {
        let recorder = Recorder.none(now: Office.now)
        try recorder.prepare(by: Self.author)
        #expect(try recorder.append(Self.entry(2), by: Self.author) == nil)
        try recorder.appendIfKept(Self.entry(2), by: Self.author)
        let empty = LedgerPlace(ledger: office.path("new"), state: office.path("new-state"))
        try Recorder(empty, now: Office.now).appendIfKept(Self.entry(2), by: Self.author)
        #expect(try !office.exists("new") && !office.exists("new-state"))
    }
}
