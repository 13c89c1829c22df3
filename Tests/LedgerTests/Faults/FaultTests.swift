import Foundation
import Ledger
import SystemIO
import TestSupport
import Testing

@Suite("Whatever call fails or kills, the ledger is whole", .enabled(if: LedgerProbe.faults != nil))
struct FaultTests {
    /// Everything that was acknowledged is there, nothing is wrong, and the ledger still grows.
    private func requireWhole(_ desk: Desk, _ result: RunResult, _ place: Comment) throws {
        let ledger = try desk.existing()
        for line in LedgerProbe.lines(result.text) {
            #expect(try ledger.entry(at: line.position).count("bytes") == line.number, place)
        }
        let before = try ledger.verify()
        #expect(before.isSound, place)
        // Either all of a batch is there or nothing.
        #expect((before.size - 1).isMultiple(of: 3), place)
        try ledger.append(desk.entries(3))
        #expect(try ledger.verify().isSound, place)
    }

    private func countCalls() throws -> Int {
        let desk = try Desk()
        _ = try desk.ledger()
        let log = try desk.folder.write([], to: "log")
        #expect(try LedgerProbe.run(desk, count: 6, batch: 3, ["FUBAKO_FAULT_LOG=\(log)"]).status == 0)
        return try desk.folder.read("log").count { $0 == UInt8(ascii: "\n") }
    }

    @Test("killed at any call, it holds what was acknowledged")
    func kills() throws {
        let calls = try countCalls()
        #expect(calls > 40)
        for call in 1...calls {
            let desk = try Desk()
            _ = try desk.ledger()
            let result = try LedgerProbe.run(desk, count: 6, batch: 3, ["FUBAKO_FAULT=any:kill:\(call)"])
            #expect(result.status == 128 + 9 || result.status == 0)
            try requireWhole(desk, result, "call \(call)")
        }
    }

    @Test("killed while it is made, it is there as a whole or not at all")
    func creation() throws {
        for call in stride(from: 1, through: 201, by: 10) {
            let desk = try Desk()
            let result = try LedgerProbe.run(desk, count: 3, batch: 3, ["FUBAKO_FAULT=any:kill:\(call)"])
            let ledger = try desk.ledger()
            for line in LedgerProbe.lines(result.text) {
                #expect(try ledger.entry(at: line.position).count("bytes") == line.number)
            }
            #expect(try ledger.verify().isSound, "call \(call)")
        }
    }

    @Test(
        "a full disk is an error of that name, and nothing is half there",
        arguments: ["ledger.sqlite", "personal.sqlite"])
    func full(_ name: String) throws {
        for call in [1, 10, 12] {
            let desk = try Desk()
            _ = try desk.ledger()
            let fault = "FUBAKO_FAULT=pwrite:ENOSPC:\(call)-:\(name)"
            let result = try LedgerProbe.run(desk, count: 6, batch: 3, [fault])
            #expect(result.status == 1)
            #expect(result.text.contains("refused: no space"), "\(result.text)")
            try requireWhole(desk, result, "\(fault)")
        }
    }

    @Test("a log that cannot be synchronised is an error, and nothing was acknowledged")
    func unsynchronised() throws {
        let desk = try Desk()
        _ = try desk.ledger()
        let result = try LedgerProbe.run(desk, count: 3, batch: 3, ["FUBAKO_FAULT=fsync:EIO:1-"])
        #expect(result.status == 1)
        #expect(LedgerProbe.lines(result.text).isEmpty)
        try requireWhole(desk, result, "fsync")
    }

    @Test("a folder that may not be written is an error of that name")
    func readOnly() throws {
        let desk = try Desk()
        _ = try desk.ledger()
        _ = try run("chmod", ["-R", "a-w", desk.folder("ledger")])
        // Root may do everything, but for root without capabilities.
        let launcher = getuid() == 0 ? ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] : []
        let result = try LedgerProbe.run(desk, count: 3, batch: 3, by: launcher)
        _ = try run("chmod", ["-R", "u+w", desk.folder("ledger")])
        #expect(result.status == 1)
        #expect(result.text.contains("refused: read only"), "\(result.text)")
        try requireWhole(desk, try RunResult.nothing, "read only")
    }
}

extension RunResult {
    /// Of a program that said nothing.
    fileprivate static var nothing: RunResult {
        get throws { try run("true", []) }
    }
}
