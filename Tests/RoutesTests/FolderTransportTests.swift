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

@Suite(
    "A stick is written, recorded and unmounted",
    .enabled(if: LoopImage.isAvailable, Comment(rawValue: LoopImage.reason)), .serialized)
struct MediumTests {
    @Test(
        "filesystem, label and UUID are recorded, and the piece is there after unmounting", arguments: LoopImage.kinds)
    func record(kind: String) throws {
        let image = try LoopImage(kind: kind, mebibytes: 8)
        _ = try FolderTransport(Path(image.mountPoint)).put(try samplePiece(1_000_000))
        let folder = try Descriptor.open(Path(image.mountPoint), [.readOnly, .folder])
        try Medium.synchronize(folder)
        let medium = try Medium.of(folder)
        #expect(medium.kind == kind)
        #expect(medium.label == "FUBAKO")
        #expect(medium.uuid == LoopImage.uuids[kind])
        #expect(medium.mountPoint.string == image.mountPoint)
        #expect(code { try medium.unmount() } == .programFailed)
    }

    @Test("unmounting leaves an empty folder, which is not the registered medium", arguments: LoopImage.kinds)
    func unmount(kind: String) throws {
        let image = try LoopImage(kind: kind, mebibytes: 2)
        let before = try names(image.mountPoint)
        let registered = RegisteredMedium(serial: nil, uuid: LoopImage.uuids[kind])
        let transport = FolderTransport(Path(image.mountPoint), medium: registered)
        _ = try transport.put(try samplePiece(1000))
        try Medium.of(try Descriptor.open(Path(image.mountPoint), [.readOnly, .folder])).unmount()
        #expect(try names(image.mountPoint).isEmpty)
        #expect([.wrongRemote, .notFound].contains(code { _ = try transport.put(try samplePiece(1000)) }))
        #expect(try names(image.mountPoint).isEmpty)
        #expect(before == (kind == "ext4" ? ["lost+found"] : []))
    }

    @Test(
        "a stick that is full keeps what it took, and the delivery is continued when there is room",
        arguments: LoopImage.kinds)
    func full(kind: String) throws {
        let image = try LoopImage(kind: kind, mebibytes: 6)
        let transport = FolderTransport(Path(image.mountPoint))
        try Data(count: 3_000_000).write(to: URL(fileURLWithPath: image.mountPoint + "/old"))
        let piece = try samplePiece(3_500_000)
        #expect(code { _ = try transport.put(piece) } == .full)
        #expect(!(try names(image.mountPoint).contains(sampleName)))
        try FileManager.default.removeItem(atPath: image.mountPoint + "/old")
        let delivery = try transport.put(piece)
        #expect(delivery.resumedAt > 0)
        #expect(try transport.collect() == sampleBytes(3_500_000))
    }

    @Test("a stick that is read-only is told as such", arguments: LoopImage.kinds)
    func readOnly(kind: String) throws {
        let image = try LoopImage(kind: kind, mebibytes: 4)
        try image.remountReadOnly()
        #expect(code { _ = try FolderTransport(Path(image.mountPoint)).put(try samplePiece(10)) } == .readOnly)
    }
}
