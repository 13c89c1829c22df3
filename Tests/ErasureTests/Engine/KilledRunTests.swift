import Foundation
import Glibc
import SystemIO
import TestSupport
import Testing

@testable import Erasure

extension RealDeviceTests {
    @Suite("A run on a real device that is killed again and again")
    struct KilledRunTests {
        /// Beside the test bundle, where the package manager puts its executables.
        private static let program: String = {
            let maps = (try? String(contentsOfFile: "/proc/self/maps", encoding: .utf8)) ?? ""
            let bundle = maps.split(separator: "\n").first { $0.hasSuffix(".xctest") }
            let path = bundle.flatMap { line in line.firstIndex(of: "/").map { String(line[$0...]) } } ?? ""
            return URL(fileURLWithPath: path).deletingLastPathComponent().appendingPathComponent("erasure-probe").path
        }()

        /// Starts the program and kills it after a time, unless it ends before.
        /// - Returns: whether it was killed.
        private func run(_ arguments: [String], killedAfter microseconds: UInt32) throws -> Bool {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: Self.program)
            process.arguments = arguments
            process.standardOutput = FileHandle.nullDevice
            try process.run()
            usleep(microseconds)
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            return process.terminationReason == .uncaughtSignal
        }

        private func expected(_ name: String, seed: UInt8, size: Int) throws -> [UInt8] {
            var drawn = seed
            let method = try #require(Method.named(name)).resolve { count throws(ErasureError) in
                drawn &+= 1
                return [UInt8](repeating: drawn, count: count)
            }
            return try Laboratory.contents(try #require(method.passes.last).filling, size: size)
        }

        @Test("killed at a hundred moments, it ends as if it had never been", arguments: [512, 4_096])
        func killed(_ sector: Int) throws {
            let loop = try LoopDevice(megabytes: 4, sector: sector)
            let folder = try TemporaryFolder()
            var randomness = Randomness(seed: UInt64(sector))
            var kills = 0
            for seed: UInt8 in 1...100 where kills < 50 {
                let journal = folder("journal-\(seed)")
                let name = ["dod-7", "modern-zero", "vsitr"][Int(seed) % 3]
                let arguments = ["run", loop.path, journal, name, "\(seed)"]
                for _ in 0..<12 where kills < 50 {
                    guard try run(arguments, killedAfter: UInt32.random(in: 3_000...90_000, using: &randomness)) else {
                        break
                    }
                    kills += 1
                }
                // What is left of it, or the proof that it has ended.
                let last = try TestSupport.run(Self.program, arguments)
                let records = try Journal.records(of: try JournalFile.read(Path(journal)), verify: nil)
                #expect(StatusVerdict.derive(from: records).status == .cleared, "\(last.text) \(last.errors)")
                #expect(try loop.bytes() == (try expected(name, seed: seed, size: 4 << 20)))
            }
            #expect(kills == 50)
        }
    }
}
