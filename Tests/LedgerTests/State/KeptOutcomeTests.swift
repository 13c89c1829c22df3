import DER
import Foundation
import SystemIO
import TestSupport
import Testing

@testable import Ledger

@Suite("An outcome is kept in one form, which is read strictly")
struct KeptOutcomeTests {
    private func outcome(_ package: UInt8 = 1, isResealed: Bool = false) throws -> KeptOutcome {
        let author = Author(actor: "tester", host: "desk")
        let id = [UInt8](repeating: package, count: 32)
        let digest = [UInt8](repeating: 7, count: 32)
        var entries = [
            NewEntry.sealed(
                id, manifest: digest, bytes: 12, entries: 1, names: ["{plan", "end"], output: Array("/tmp/plan".utf8),
                by: author, at: Samples.time)
        ]
        if isResealed {
            entries.append(
                .resealed(
                    id, from: digest, manifest: digest, affectedBy: nil, by: author, at: Samples.time))
        }
        return try KeptOutcome(output: "/tmp/plan\n\u{1}", entries: entries.map { try $0.prepared() })
    }

    @Test("what is written is read again", arguments: [false, true])
    func roundTrip(isResealed: Bool) throws {
        let outcome = try outcome(isResealed: isResealed)
        #expect(try KeptOutcome(encoded: outcome.encoded()) == outcome)
    }

    @Test("every truncation is refused, and every byte behind the end", arguments: [false, true])
    func truncated(isResealed: Bool) throws {
        let bytes = try outcome(isResealed: isResealed).encoded()
        for length in 0..<bytes.count {
            #expect(throws: LedgerError.self, "\(length) bytes") { try KeptOutcome(encoded: Array(bytes[..<length])) }
        }
        for more: [UInt8] in [[0x0A], [0x00], bytes] {
            #expect(throws: LedgerError.self) { try KeptOutcome(encoded: bytes + more) }
        }
    }

    @Test("every changed byte is refused, or gives another outcome")
    func changed() throws {
        let outcome = try outcome(isResealed: true)
        let bytes = try outcome.encoded()
        for index in bytes.indices {
            var other = bytes
            other[index] ^= 1
            let read = try? KeptOutcome(encoded: other)
            #expect(read != outcome, "byte \(index)")
        }
    }

    @Test("entries of other kinds, in another order, or about two packages are refused")
    func otherEntries() throws {
        let (one, two) = (try outcome(isResealed: true).entries, try outcome(2, isResealed: true).entries)
        let failed = try NewEntry.sealFailed(
            [UInt8](repeating: 1, count: 32), cause: "x", by: Author(actor: "tester", host: "desk"), at: Samples.time
        ).prepared()
        let lists = [[], [one[1]], [one[1], one[0]], [one[0], one[0]], one + [one[1]], [one[0], two[1]], [failed]]
        #expect(lists.count == 7)
        for list in lists {
            #expect(throws: LedgerError(.badValue, "", field: "entries")) {
                try KeptOutcome(output: "/tmp/plan", entries: list)
            }
        }
        #expect(throws: LedgerError(.badValue, "", field: "output")) {
            try KeptOutcome(output: "plan", entries: one)
        }
    }

    @Test("whoever seals holds it; nobody else settles that, and what is left is whole")
    func held() throws {
        let desk = try Desk()
        let folder = try OutcomeFolder(state: desk.state, ledger: desk.path)
        #expect(try folder.content().packages.isEmpty)
        let outcome = try outcome()
        let name = try #require(outcome.package)
        do {
            let held = try folder.hold([UInt8](repeating: 1, count: 32))
            #expect(try held.kept() == nil)
            try held.keep(outcome)
            #expect(try folder.abandoned(name) == nil)
        }
        let left = try #require(try folder.abandoned(name))
        #expect(try left.kept() == outcome)
        #expect(left.identifier == [UInt8](repeating: 1, count: 32))
        try left.remove()
        #expect(try folder.content().packages.isEmpty)
    }
}
