import Foundation
import SystemIO
import TestSupport
import Testing

@testable import Routes

@Suite("Pieces go to a folder and come back")
struct FolderTransportTests {
    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    private var transport: FolderTransport { FolderTransport(Path(folder.path)) }

    @Test("sizes around a block arrive as they are", arguments: [0, 1, 1_048_575, 1_048_576, 1_048_577])
    func sizes(count: Int) throws {
        let delivery = try transport.put(try samplePiece(count))
        #expect(delivery.sent == UInt64(count))
        #expect(delivery.verification == .readBack)
        #expect(delivery.place == folder(sampleName))
        #expect(try names(folder.path) == [sampleName])
        #expect(try transport.collect() == sampleBytes(count))
        try transport.exchangeReceipt()
        #expect(try transport.put(try samplePiece(count)).wasPresent)
    }

    @Test("what an earlier delivery left is continued if it is the piece's beginning, and replaced if it is not")
    func leftover() throws {
        let (piece, name) = (try samplePiece(500_000), try PieceName(sampleName))
        try folder.write(Array(sampleBytes(200_000)), to: name.interim(of: piece.digest))
        let delivery = try transport.put(piece)
        #expect(delivery.resumedAt == 200_000)
        #expect(delivery.sent == 300_000)
        #expect(try folder.read(sampleName) == sampleBytes(500_000))
        try FileManager.default.removeItem(atPath: folder(sampleName))
        for leftover in [[UInt8](repeating: 0, count: 1000), [UInt8](repeating: 0, count: 600_000)] {
            try folder.write(leftover, to: name.interim(of: piece.digest))
            #expect(try transport.put(piece).sent == 500_000)
            #expect(try folder.read(sampleName) == sampleBytes(500_000))
            try FileManager.default.removeItem(atPath: folder(sampleName))
        }
    }

    @Test("collecting continues behind what was kept, and not behind more than there is")
    func fetch() throws {
        _ = try transport.put(try samplePiece(100_000))
        #expect(try transport.collect(keeping: sampleBytes(60_000)) == sampleBytes(100_000))
        #expect(code { _ = try transport.collect(keeping: sampleBytes(100_001)) } == .mismatch)
        #expect(code { _ = try transport.collect(limit: 99_999) } == .tooMuch)
    }

    @Test("something else under the piece's name is left alone")
    func exists() throws {
        try folder.write([1], to: sampleName)
        #expect(code { _ = try transport.put(try samplePiece(1)) } == .exists)
        #expect(try folder.read(sampleName) == [1])
    }

    @Test("a link is neither followed nor listed")
    func link() throws {
        try folder.write([1], to: "target")
        try FileManager.default.createSymbolicLink(atPath: folder(sampleName), withDestinationPath: folder("target"))
        #expect(try transport.list().isEmpty)
        #expect(code { _ = try transport.collect() } == .notFound)
        #expect(code { _ = try transport.put(try samplePiece(1)) } == .exists)
    }

    @Test("a folder that is not there is a route that is down")
    func missing() throws {
        let error = failure { _ = try FolderTransport(Path(folder("none"))).list() }
        #expect(error?.code == .down)
        #expect(error?.isPassing == true)
    }
}
