import Foundation
import SystemIO
import TestSupport
import Testing

@testable import Routes

@Suite(
    "Pieces go to a real SSH server and come back",
    .enabled(if: SSHServer.isAvailable, Comment(rawValue: SSHServer.reason)), .serialized)
struct SFTPTransportTests {
    let server: SSHServer
    init() throws { server = try SSHServer() }

    @Test(
        "sizes around a block and around the window arrive as they are",
        arguments: [0, 1, 32_767, 32_768, 32_769, 2_097_153])
    func sizes(count: Int) throws {
        let delivery = try server.transport().put(try samplePiece(count))
        #expect(delivery.sent == UInt64(count))
        #expect(delivery.resumedAt == 0)
        #expect(delivery.verification == .readBack)
        #expect(!delivery.wasPresent)
        #expect(try server.folder.read("in/\(sampleName)") == sampleBytes(count))
        #expect(try names(server.folder("in")) == [sampleName])
        #expect(try server.transport().collect() == sampleBytes(count))
    }

    @Test("a delivery that is cut off is continued where it ended", arguments: [100, 40_000, 700_000, 2_000_000])
    func putCut(bytes: Int) throws {
        let piece = try samplePiece(3_000_000)
        let cutting = try server.transport(program: try server.cuttingProgram(afterSent: bytes))
        #expect([.connectionLost, .down].contains(code { _ = try cutting.put(piece) }))
        #expect(!(try names(server.folder("in")).contains(sampleName)))
        let left = try names(server.folder("in")).first.map { try server.folder.read("in/\($0)").count } ?? 0
        let delivery = try server.transport().put(piece)
        #expect(delivery.resumedAt == UInt64(left))
        #expect(delivery.sent == UInt64(3_000_000 - left))
        #expect(bytes < 40_000 || left > 0)
        #expect(try server.folder.read("in/\(sampleName)") == sampleBytes(3_000_000))
        #expect(try names(server.folder("in")) == [sampleName])
    }

    @Test("collecting that is cut off is continued where it ended")
    func fetchCut() throws {
        _ = try server.transport().put(try samplePiece(3_000_000))
        let cutting = try server.transport(program: try server.cuttingProgram(afterReceived: 1_000_000))
        let folder = try TemporaryFolder()
        try folder.write([], to: "piece")
        let file = try Descriptor.open(Path(folder("piece")), .readWrite)
        let name = try PieceName(sampleName)
        let error = failure { _ = try cutting.fetch(name, into: file, from: 0, limit: FetchLimit(1 << 30)) }
        #expect(error?.code == .connectionLost)
        let kept = try folder.read("piece")
        #expect(kept.count > 500_000 && kept.count < 1_000_000)
        #expect(error?.offset == UInt64(kept.count))
        #expect(try server.transport().collect(keeping: kept) == sampleBytes(3_000_000))
    }

    @Test("what lies under the name in between and is not the piece's beginning is sent anew")
    func wrongLeftover() throws {
        let piece = try samplePiece(100_000)
        let interim = try PieceName(sampleName).interim(of: piece.digest)
        try server.folder.write([UInt8](repeating: 7, count: 50_000), to: "in/\(interim)")
        let delivery = try server.transport().put(piece)
        #expect(delivery.sent == 100_000)
        #expect(try server.folder.read("in/\(sampleName)") == sampleBytes(100_000))
    }

    @Test("a piece that is there already is not sent again, and another file of its name is left alone")
    func present() throws {
        let piece = try samplePiece(50_000)
        _ = try server.transport().put(piece)
        let again = try server.transport().put(piece)
        #expect(again.wasPresent)
        #expect(again.sent == 0)
        #expect(code { _ = try server.transport().put(try samplePiece(50_000, seed: 2)) } == .exists)
        #expect(try server.folder.read("in/\(sampleName)") == sampleBytes(50_000))
    }

    @Test("the leftover of this piece is removed, and nothing else")
    func leftovers() throws {
        let (piece, name) = (try samplePiece(1000), try PieceName(sampleName))
        try server.folder.write([1], to: "in/\(name.interim(of: piece.digest))")
        try server.folder.write([1], to: "in/.other.part")
        #expect(try server.transport().removeLeftover(of: piece, as: name))
        #expect(!(try server.transport().removeLeftover(of: piece, as: name)))
        #expect(try names(server.folder("in")) == [".other.part"])
    }

    @Test("only files with names of pieces are listed")
    func list() throws {
        try server.transport().exchangeReceipt()
        for name in ["b.fubako", "a.fubako", ".c.fubako", "d.txt", "-e.fubako", ".fubako-receipt"] {
            try server.folder.write([1, 2], to: "in/\(name)")
        }
        try FileManager.default.createDirectory(
            atPath: server.folder("in/f.fubako"), withIntermediateDirectories: false)
        let listed = try server.transport().list()
        #expect(listed.map(\.name.text) == ["a.fubako", "b.fubako", receiptName])
        #expect(listed.map(\.size) == [2, 2, 1200])
    }

    @Test("a host key that changed, is not known, and a key that is not let in, are told apart")
    func keys() throws {
        try server.folder.write(Array(try server.knownHost("other").utf8), to: "changed")
        try server.folder.write([], to: "unknown")
        func listing(_ destination: SSHDestination) -> RoutesError.Code? {
            code { _ = try SFTPTransport(destination, folder: "").list() }
        }
        #expect(listing(try server.destination(knownHosts: "changed")) == .hostKeyChanged)
        #expect(listing(try server.destination(knownHosts: "unknown")) == .hostKeyUnknown)
        #expect(listing(try server.destination(identity: "other")) == .refused)
    }

    @Test("a server that is down and a folder that is not there are told apart")
    func missing() throws {
        let nobody = try SSHDestination(host: "127.0.0.1", port: 1)
        #expect(code { _ = try SFTPTransport(nobody, folder: "").list() } == .down)
        #expect(code { _ = try server.transport("none").list() } == .wrongRemote)
        #expect(code { _ = try server.transport("none").put(try samplePiece(10)) } == .wrongRemote)
        #expect(code { _ = try server.transport().collect() } == .notFound)
    }

    @Test("a piece that is longer than allowed is not collected")
    func limit() throws {
        _ = try server.transport().put(try samplePiece(1001))
        #expect(code { _ = try server.transport().collect(limit: 1000) } == .tooMuch)
    }

    @Test(
        "a full and a read-only filesystem at the server are told apart",
        .enabled(if: LoopImage.isAvailable, Comment(rawValue: LoopImage.reason)))
    func filesystems() throws {
        let image = try LoopImage(kind: LoopImage.kinds[0], mebibytes: 2)
        let transport = SFTPTransport(try server.destination(), folder: image.mountPoint)
        let piece = try samplePiece(4_000_000)
        #expect(code { _ = try transport.put(piece) } == .full)
        #expect(try transport.removeLeftover(of: piece, as: try PieceName(sampleName)))
        try image.remountReadOnly()
        #expect(code { _ = try transport.put(try samplePiece(10)) } == .readOnly)
    }
}
