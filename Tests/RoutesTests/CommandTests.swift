import Glibc
import SystemIO
import TestSupport
import Testing

@testable import Routes

@Suite("Programs are run within bounds, and ended with their owner")
struct CommandTests {
    @Test("more goes through a program than any pipe holds")
    func large() throws {
        var left = 40
        var (count, isSame) = (0, true)
        let result = try Command("cat", []).run(input: { () throws(RoutesError) in
            left -= 1
            return left < 0 ? nil : [UInt8](repeating: 7, count: 100_000)
        }) { (bytes) throws(RoutesError) in
            count += bytes.count
            isSame = isSame && bytes.allSatisfy { $0 == 7 }
        }
        #expect(result.status == 0)
        #expect(count == 4_000_000)
        #expect(isSame)
    }

    @Test("exit codes, signals and what is said on standard error are told; much of it does not block")
    func ends() throws {
        let loud = try Command("sh", ["-c", "head -c 1000000 /dev/zero | tr '\\0' x >&2; exit 3"]).run()
        #expect(loud.status == 3)
        #expect(loud.errors.utf8.count == ChildProcess.errorLimit)
        #expect(try Command("sh", ["-c", "kill -9 $$"]).run().status == 137)
        #expect(try Command("sh", ["-c", "echo $LC_ALL"]).run().output == Array("C\n".utf8))
    }

    @Test("a program that is silent for too long is ended, with what it started")
    func silence() throws {
        let folder = try TemporaryFolder()
        let script = "sleep 300 & echo $! > '\(folder("child"))'; wait"
        #expect(code { _ = try Command("sh", ["-c", script], silence: .seconds(2)).run() } == .timedOut)
        let text = String(decoding: try folder.read("child").dropLast(), as: UTF8.self)
        let child = try #require(Int32(text))
        var isGone = false
        for _ in 0..<100 where !isGone {
            isGone = kill(child, 0) == -1 || isZombie(child)
            usleep(20_000)
        }
        #expect(isGone)
    }

    @Test("a program that writes more than expected, and one that is not there, are told")
    func refusals() {
        #expect(code { _ = try Command("cat", ["/dev/zero"]).run(limit: 1000) } == .tooMuch)
        #expect(code { _ = try Command("fubako-no-such-program", []).run() } == .noProgram)
        #expect(code { _ = try Command("echo", ["a\u{0}b"]).run() } != nil)
    }

    /// Ended, though nobody has waited for it: its new parent will, or never does where there is no init.
    private func isZombie(_ process: Int32) -> Bool {
        let status = try? Descriptor.open(Path("/proc/\(process)/stat"), .readOnly).readToEnd(limit: 4096)
        return status.map { String(decoding: $0, as: UTF8.self).contains(") Z ") } ?? true
    }
}
