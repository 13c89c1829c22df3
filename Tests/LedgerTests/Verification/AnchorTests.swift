import Foundation
import Ledger
import SystemIO
import TestSupport
import Testing

@Suite("What was seen of a ledger here before is readable, or nothing is appended")
struct AnchorTests {
    private func filled() throws -> Desk {
        let desk = try Desk()
        try desk.ledger().append(desk.entries(5))
        return desk
    }

    private func anchor(_ desk: Desk) throws -> String {
        let names = try FileManager.default.contentsOfDirectory(atPath: desk.folder("state/ledgers"))
        return desk.folder("state/ledgers/") + (try #require(names.first))
    }

    struct Damage: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let command: String
    }

    private static let damages = [
        Damage(testDescription: "junk", command: "echo junk > \"$1\""),
        Damage(testDescription: "nothing", command: ": > \"$1\""),
        Damage(testDescription: "a changed byte", command: "sed -i 's/fubako/fubaka/' \"$1\""),
        Damage(testDescription: "a named pipe", command: "rm \"$1\"; mkfifo -m 600 \"$1\""),
        Damage(testDescription: "a folder", command: "rm \"$1\"; mkdir -m 700 \"$1\""),
        Damage(testDescription: "a symbolic link", command: "mv \"$1\" \"$1.old\"; ln -s \"$1.old\" \"$1\""),
        Damage(testDescription: "one that others may write", command: "chmod 666 \"$1\""),
    ]

    @Test("an older copy is not taken for the ledger because its anchor was spoilt", arguments: damages)
    func damaged(_ damage: Damage) throws {
        let desk = try filled()
        try desk.copy(to: "old")
        try desk.existing().append(desk.entries(2))
        try desk.putBack("old")
        let anchor = try anchor(desk)
        #expect(try run("sh", ["-c", damage.command, "sh", anchor]).status == 0)
        let refused = refusal { () throws(LedgerError) in try desk.existing().append(desk.entries(1)) }
        #expect(refused?.code == .anchorDamaged)
        #expect(refused?.path?.string == anchor)
        #expect(try desk.existing().verify().findings.map(\.kind).contains(.anchorDamaged))
        // Somebody decides.
        try FileManager.default.removeItem(atPath: anchor)
        if damage.testDescription == "a symbolic link" { try FileManager.default.removeItem(atPath: anchor + ".old") }
        try desk.existing().append(desk.entries(1))
        #expect(try desk.existing().verify().isSound)
    }

    @Test("no ledger is made in a place whose anchor cannot be read")
    func creation() throws {
        let desk = try filled()
        #expect(try run("sh", ["-c", "echo junk > \"$1\"", "sh", try anchor(desk)]).status == 0)
        try FileManager.default.removeItem(atPath: desk.folder("ledger"))
        #expect(refusal { () throws(LedgerError) in try desk.ledger() }?.code == .anchorDamaged)
        #expect(refusal { () throws(LedgerError) in try desk.existing() }?.code == .anchorDamaged)
    }

    @Test("line feeds behind it, as an interrupted shortening leaves them, do no harm")
    func padding() throws {
        let desk = try filled()
        #expect(try run("sh", ["-c", "printf '\\n\\n\\n' >> \"$1\"", "sh", try anchor(desk)]).status == 0)
        try desk.existing().append(desk.entries(1))
        #expect(try desk.existing().verify().isSound)
    }

    @Test("the table is whole")
    func table() { #expect(Self.damages.count == 7) }
}
