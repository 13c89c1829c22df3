import Foundation
import Ledger
import SystemIO
import TestSupport
import Testing

@Suite("Many processes append at the same time")
struct CrowdTests {
    /// One of the processes, started again where it was killed until it has done its share.
    private final class Writer {
        let name: String
        let desk: Desk
        var acknowledged: [LedgerProbe.Line] = []
        private var process: Process?
        private var output = ""
        private var runs = 0
        static let share = 1000

        init(_ number: Int, _ desk: Desk) {
            name = "writer-\(number)"
            self.desk = desk
        }

        var isRunning: Bool { process?.isRunning ?? false }

        func start() throws {
            guard acknowledged.count < Self.share else { return }
            runs += 1
            output = try desk.folder.write([], to: "\(name)-\(runs)")
            let process = Process()
            process.executableURL = URL(fileURLWithPath: LedgerProbe.program)
            let rest = Self.share - acknowledged.count
            process.arguments = LedgerProbe.arguments(desk, name: name, count: rest, batch: 1 + runs % 3 * 12)
            process.standardOutput = FileHandle(forWritingAtPath: output)
            try process.run()
            self.process = process
        }

        func kill() { if let process, process.isRunning { Glibc.kill(process.processIdentifier, SIGKILL) } }

        func finish() throws {
            guard let process else { return }
            process.waitUntilExit()
            self.process = nil
            acknowledged += LedgerProbe.lines(
                String(decoding: try Data(contentsOf: URL(fileURLWithPath: output)), as: UTF8.self))
        }
    }

    @Test("ten processes append a thousand entries each while killed at random: all that was acknowledged is there")
    func crowd() throws {
        let desk = try Desk()
        let writers = (0..<10).map { Writer($0, desk) }
        for writer in writers { try writer.start() }
        var numbers = Numbers(seed: 4)
        for _ in 0..<40 {
            usleep(UInt32.random(in: 20_000...120_000, using: &numbers))
            let victim = writers[Int.random(in: 0..<10, using: &numbers)]
            victim.kill()
            try victim.finish()
            try victim.start()
        }
        for writer in writers {
            try writer.finish()
            while writer.acknowledged.count < Writer.share {
                try writer.start()
                try writer.finish()
            }
        }
        try requireThere(writers, desk)
    }

    private func requireThere(_ writers: [Writer], _ desk: Desk) throws {
        let ledger = try desk.existing()
        var positions: Set<UInt64> = []
        for writer in writers {
            #expect(writer.acknowledged.count >= Writer.share)
            for line in writer.acknowledged {
                #expect(positions.insert(line.position).inserted)
                #expect(try ledger.entry(at: line.position).count("bytes") == line.number)
            }
            let last = try #require(writer.acknowledged.last)
            #expect(try ledger.disclose(last.position)["actor"] == .string(writer.name))
        }
        let verification = try ledger.verify()
        #expect(verification.isSound)
        #expect(verification.size > 10_000)
        #expect(verification.personalValues == 2 * verification.size)
    }
}
