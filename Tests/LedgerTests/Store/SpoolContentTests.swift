import DER
import Foundation
import Ledger
import SystemIO
import TestSupport
import Testing

@Suite("What waits in the spool is what was put there")
struct SpoolContentTests {
    private let desk: Desk
    private let spool: Spool

    init() throws {
        desk = try Desk()
        _ = try desk.ledger()
        spool = try Spool(state: desk.state, ledger: desk.path)
        try spool.add(.policy("first", by: desk.author, at: Samples.time))
    }

    private var folder: String {
        get throws {
            let top = desk.folder("state/ledger-spool/")
            return top + (try #require(FileManager.default.contentsOfDirectory(atPath: top).first))
        }
    }

    /// What the shell makes of the file that waits, "$1", in its folder.
    private func run(_ command: String) throws {
        let waiting = try #require(FileManager.default.contentsOfDirectory(atPath: folder).first)
        let script = "cd \(try folder) && \(command)"
        #expect(try TestSupport.run("sh", ["-c", script, "sh", waiting]).status == 0)
    }

    @Test("a verification says how many entries wait, and the next append takes them")
    func waiting() throws {
        let before = try desk.existing().verify()
        #expect(before.isSound && before.waitingEntries == 1)
        try desk.existing().append(desk.entries(1))
        let after = try desk.existing().verify()
        #expect(after.isSound && after.waitingEntries == 0 && after.size == 3)
        #expect(try desk.existing().entry(at: 1).isSpooled)
    }

    @Test(
        "what is no spooled entry is named, left where it is, and keeps no other from the ledger",
        arguments: [
            "umask 077; echo junk > 1-junk", "umask 077; : > 2-nothing", "cp \"$1\" 3-open; chmod 666 3-open",
            "umask 077; sed 's/,\"spooled\":true//' \"$1\" > 4-unmarked", "ln -s \"$1\" 5-link", "mkfifo -m 600 6-pipe",
            "mkdir -m 700 7-folder", "umask 077; sed 's/first/other/; s/^actor/Actor/' \"$1\" > 8-other",
        ])
    func refused(_ command: String) throws {
        try run(command)
        let findings = try desk.existing().verify().findings
        #expect(findings.map(\.kind) == [.spoolRefused])
        let name = try #require(findings.first?.field)
        #expect(command.contains(name))
        try desk.existing().append(desk.entries(1))
        #expect(try desk.existing().size() == 3)
        #expect(try desk.existing().entry(at: 1).text("event") == "first")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [name])
    }
}
