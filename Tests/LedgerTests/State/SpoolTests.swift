import DER
import Foundation
import Ledger
import SystemIO
import TestSupport
import Testing

@Suite("What waits in the spool comes into the ledger once, whole and in order")
struct SpoolTests {
    /// A ledger, and so many entries that wait for it.
    private func waiting(_ count: Int) throws -> Desk {
        let desk = try Desk()
        _ = try desk.ledger()
        let spool = try Spool(state: desk.state, ledger: desk.path)
        for entry in desk.entries(count) { try spool.add(entry) }
        return desk
    }

    private func spooledFiles(_ desk: Desk) throws -> [String] {
        try run("find", [desk.folder("state/ledger-spool"), "-type", "f"]).text.split(separator: "\n").map(String.init)
            .sorted()
    }

    /// The numbers of the entries that came out of the spool, in the order of the ledger.
    private func taken(_ ledger: Ledger) throws -> [Int] {
        try ledger.entries().entries.map(\.entry).filter(\.isSpooled).compactMap { Int($0.text("value") ?? "") }
    }

    @Test("the order is that in which they were written, whoever writes them")
    func order() throws {
        let desk = try Desk()
        let spools = try (0..<3).map { _ in try Spool(state: desk.state, ledger: desk.path) }
        for (number, entry) in desk.entries(30).enumerated() { try spools[number % 3].add(entry) }
        let ledger = try desk.ledger()
        #expect(try ledger.append(desk.entries(1, from: 99)).map(\.position) == [31])
        #expect(try taken(ledger) == Array(0..<30))
        #expect(try ledger.disclose(30) == ["actor": .string("tester"), "host": .string("desk")])
        #expect(try ledger.verify().isSound)
    }

    @Test("files are private, and of nobody else's ledger")
    func files() throws {
        let desk = try waiting(2)
        let modes = try run("find", [desk.folder("state/ledger-spool"), "-printf", "%y%m\n"]).text
        #expect(Set(modes.split(separator: "\n")) == ["d700", "f600"])
        #expect(try Spool(state: desk.state, ledger: Path(desk.folder("other"))).count() == 0)
    }

    @Test("an entry that is not whole is named and stays, and the others are taken")
    func torn() throws {
        let desk = try waiting(3)
        let torn = try spooledFiles(desk)[1]
        let whole = try Data(contentsOf: URL(fileURLWithPath: torn))
        for length in [0, 1, whole.count / 2, whole.count - 1] {
            try whole.prefix(length).write(to: URL(fileURLWithPath: torn))
            let findings = try desk.existing().verify().findings
            #expect(findings.map(\.kind) == [.spoolRefused], "\(length) bytes")
            #expect(findings.first?.field.map { torn.hasSuffix("/" + $0) } == true)
            try desk.existing().append(desk.entries(1, from: 9))
            #expect(try spooledFiles(desk) == [torn])
            #expect(try taken(desk.existing()) == [0, 2])
        }
        try whole.write(to: URL(fileURLWithPath: torn))
        let ledger = try desk.existing()
        try ledger.append(desk.entries(1, from: 9))
        #expect(try taken(ledger) == [0, 2, 1])
        #expect(try spooledFiles(desk).isEmpty)
    }

    @Test("an entry that was changed is named, and not taken")
    func changed() throws {
        let desk = try waiting(1)
        let file = URL(fileURLWithPath: try spooledFiles(desk)[0])
        let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        for (old, new) in [("\"tester\"", "\"nobody\""), ("\"policy\"", "\"unheard\""), ("{\"actor", "{ \"actor")] {
            #expect(text.contains(old))
            try Data(text.replacing(old, with: new).utf8).write(to: file)
            try desk.existing().append([NewEntry]())
            #expect(try desk.existing().verify().findings.map(\.kind) == [.spoolRefused], "\(new)")
            #expect(try desk.existing().size() == 1)
        }
    }

    @Test("killed at any call while it is taken in: nothing is lost and nothing doubled")
    func killed() throws {
        guard LedgerProbe.faults != nil else { return }
        for call in stride(from: 1, through: 90, by: 2) {
            let desk = try waiting(3)
            let result = try LedgerProbe.run(desk, count: 1, batch: 1, ["FUBAKO_FAULT=any:kill:\(call)"])
            #expect(result.status == 128 + 9 || result.status == 0)
            let ledger = try desk.existing()
            try ledger.append(desk.entries(1, from: 9))
            #expect(try taken(ledger) == [0, 1, 2], "call \(call)")
            #expect(try spooledFiles(desk).isEmpty)
            #expect(try ledger.verify().isSound)
        }
    }

    @Test("several processes take them in at the same time: each is there once")
    func crowd() throws {
        let desk = try waiting(60)
        let crowd = try (0..<4).map { number in
            let process = Process()
            process.executableURL = URL(fileURLWithPath: LedgerProbe.program)
            process.arguments = LedgerProbe.arguments(desk, name: "writer-\(number)", count: 5, batch: 1)
            process.standardOutput = FileHandle.nullDevice
            try process.run()
            return process
        }
        // Somebody still writes into the spool meanwhile.
        let spool = try Spool(state: desk.state, ledger: desk.path)
        for entry in desk.entries(20, from: 60) { try spool.add(entry) }
        for process in crowd {
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
        }
        let ledger = try desk.existing()
        try ledger.append([NewEntry]())
        #expect(try taken(ledger).filter { $0 < 60 } == Array(0..<60))
        #expect(try taken(ledger).sorted() == Array(0..<80))
        #expect(try ledger.size() == 1 + 80 + 20)
        #expect(try ledger.verify().isSound)
        #expect(try spooledFiles(desk).isEmpty)
    }
}
