import Foundation
import SystemIO
import TestSupport
import Testing

@testable import Routes

@Suite("A server that breaks a rule of the protocol gets a named error")
struct SFTPHostileTests {
    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    /// A route whose ssh is the hostile server itself.
    private func transport(_ mode: String) throws -> SFTPTransport {
        let server = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "Servers/hostile_sftp.py")
        let program = try folder.script("exec python3 '\(server.path)' '\(mode)'", as: "ssh")
        var limits = RouteLimits()
        limits.silence = mode == "silent" ? .seconds(1) : .seconds(30)
        limits.names = 10_000
        return SFTPTransport(try SSHDestination(host: "example"), folder: "in", program: Path(program), limits: limits)
    }

    @Test(
        "while it is asked what a name is",
        arguments: [
            ("nothing", RoutesError.Code.down), ("banner", .malformed), ("silent", .timedOut),
            ("other version", .unsupported), ("ends", .connectionLost), ("huge length", .malformed),
            ("length zero", .malformed), ("length one", .malformed), ("other identifier", .malformed),
            ("other kind", .malformed), ("unknown kind", .malformed), ("short fields", .malformed),
            ("more fields", .malformed), ("unknown attributes", .malformed), ("endless attributes", .malformed),
            ("no size", .unsupported), ("half a packet", .connectionLost),
        ])
    func find(mode: String, expected: RoutesError.Code) throws {
        #expect(code { _ = try transport(mode).collect() } == expected)
    }

    @Test(
        "while it gives a file",
        arguments: [("too much data", RoutesError.Code.malformed), ("no data", .malformed), ("early end", .mismatch)])
    func read(mode: String, expected: RoutesError.Code) throws {
        #expect(code { _ = try transport(mode).collect() } == expected)
    }

    @Test("one that gives less than it is asked for is asked again, and parts stand where they belong")
    func littleData() throws {
        let collected = try transport("little data").collect()
        #expect(collected == (0..<100_000).map { UInt8(truncatingIfNeeded: $0 * 31 + ($0 >> 8)) })
    }

    @Test(
        "while it lists",
        arguments: [
            ("endless names", RoutesError.Code.tooMuch), ("no names", .malformed),
            ("more names than entries", .malformed),
        ])
    func list(mode: String, expected: RoutesError.Code) throws {
        #expect(code { _ = try transport(mode).list() } == expected)
    }

    @Test(
        "while it takes a file",
        arguments: [("acknowledges others", RoutesError.Code.malformed), ("forgets", .mismatch)])
    func write(mode: String, expected: RoutesError.Code) throws {
        #expect(code { _ = try transport(mode).put(try samplePiece(200_000)) } == expected)
    }
}
