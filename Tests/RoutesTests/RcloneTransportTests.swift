import Foundation
import SystemIO
import TestSupport
import Testing

@testable import Routes

@Suite(
    "Pieces go through rclone and come back",
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/rclone"), "rclone is installed"), .serialized)
struct RcloneTransportTests {
    let folder: TemporaryFolder
    init() throws {
        folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder("store/箱 [1]"), withIntermediateDirectories: true)
        let secret = try run("rclone", ["obscure", "a secret that is none"]).text.split(separator: "\n")[0]
        let configuration = """
            [plain]
            type = alias
            remote = \(folder("store"))
            [hidden]
            type = crypt
            remote = \(folder("store"))
            password = \(secret)
            """
        try folder.write(Array(configuration.utf8), to: "rclone.conf")
    }

    private func transport(_ remote: String, program: String = "rclone") throws -> RcloneTransport {
        RcloneTransport(try RcloneRemote(remote, configuration: folder("rclone.conf")), program: Path(program))
    }

    @Test(
        "a local and an encrypted remote take, list and give a piece", arguments: ["plain:", "hidden:", "plain:箱 [1]"])
    func roundTrip(remote: String) throws {
        let route = try transport(remote)
        let piece = try samplePiece(300_001)
        let delivery = try route.put(piece)
        #expect(delivery.sent == 300_001)
        #expect(delivery.verification == .readBack)
        let listed = try route.list()
        #expect(listed.map(\.name.text) == [sampleName] && listed.map(\.size) == [300_001])
        #expect(try route.list() == listed)
        #expect(try route.collect() == sampleBytes(300_001))
        #expect(try route.collect(keeping: sampleBytes(100_000)) == sampleBytes(300_001))
        try route.exchangeReceipt()
        #expect(try route.put(piece).wasPresent)
        #expect(code { _ = try route.put(try samplePiece(300_001, seed: 2)) } == .exists)
    }

    @Test("what a killed rclone left is replaced")
    func cut() throws {
        let cut = try folder.script(
            "case \"$*\" in *rcat*) head -c 100000 | rclone \"$@\"; kill -9 $$;; esac\nexec rclone \"$@\"", as: "cut")
        let piece = try samplePiece(2_000_000)
        #expect(code { _ = try transport("plain:", program: cut).put(piece) } == .programFailed)
        #expect(!(try names(folder("store")).contains(sampleName)))
        #expect(try transport("plain:").put(piece).sent == 2_000_000)
        #expect(try names(folder("store")) == [sampleName, "箱 [1]"])
    }

    @Test("a remote that is not there, a file that is not there, and a program that is not there, are told apart")
    func missing() throws {
        #expect(code { _ = try transport("nobody:").list() } == .wrongRemote)
        #expect(code { _ = try transport("plain:none").list() } == .wrongRemote)
        #expect(code { _ = try transport("plain:").collect() } == .notFound)
        #expect(code { _ = try transport("plain:", program: folder("no-program")).list() } == .noProgram)
    }

    @Test(
        "names of remotes that rclone would take for something else are refused",
        arguments: [":local:/x", "-x:", "a,b:", "plain"])
    func remoteNames(text: String) {
        #expect(code { _ = try RcloneRemote(text) } == .badValue)
    }
}
