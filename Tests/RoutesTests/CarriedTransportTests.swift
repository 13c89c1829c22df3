import Foundation
import SystemIO
import TestSupport
import Testing

@testable import Routes

@Suite(
    "A stick is written, recorded and unmounted",
    .enabled(if: LoopImage.isAvailable, Comment(rawValue: LoopImage.reason)), .serialized)
struct MediumTests {
    @Test(
        "filesystem, label and UUID are recorded, and the piece is there after unmounting", arguments: LoopImage.kinds)
    func record(kind: String) throws {
        let image = try LoopImage(kind: kind, mebibytes: 8)
        let transport = FolderTransport(Path(image.mountPoint))
        _ = try transport.put(try samplePiece(1_000_000))
        try transport.exchangeReceipt()
        let folder = try Descriptor.open(Path(image.mountPoint), [.readOnly, .folder])
        try Medium.synchronize(folder)
        let medium = try Medium.of(folder)
        #expect(medium.kind == kind)
        #expect(medium.label == "FUBAKO")
        #expect(medium.uuid == LoopImage.uuids[kind])
        #expect(medium.mountPoint.string == image.mountPoint)
        #expect("\(medium)".hasPrefix("\(kind) FUBAKO \(LoopImage.uuids[kind] ?? "")"))
        #expect(code { try medium.unmount() } == .programFailed)
    }

    private func carried(_ image: LoopImage, uuid: String?, staysMounted: Bool = false) throws -> CarriedTransport {
        CarriedTransport(
            Path(image.mountPoint), medium: try RegisteredMedium(serial: nil, uuid: uuid), staysMounted: staysMounted)
    }

    @Test("after a delivery the medium is unmounted, and the piece is on it", arguments: LoopImage.kinds)
    func delivery(kind: String) throws {
        let image = try LoopImage(kind: kind, mebibytes: 4)
        let transport = try carried(image, uuid: LoopImage.uuids[kind])
        let delivery = try transport.put(try samplePiece(1_000_000))
        let medium = try #require(delivery.medium)
        #expect(medium.isUnmounted)
        #expect(medium.medium.kind == kind)
        #expect(medium.medium.label == "FUBAKO")
        #expect(medium.medium.uuid == LoopImage.uuids[kind])
        #expect("\(medium)".hasSuffix(", unmounted"))
        #expect(try names(image.mountPoint).isEmpty)
        #expect(code { _ = try transport.put(try samplePiece(1000)) } == .wrongRemote)
        try image.mountAgain()
        #expect(try transport.collect() == sampleBytes(1_000_000))
        #expect(try transport.put(try samplePiece(1_000_000)).wasPresent)
        #expect(try names(image.mountPoint).isEmpty)
    }

    @Test("a medium that something uses stays mounted, which is told and is no failure", arguments: LoopImage.kinds)
    func busy(kind: String) throws {
        let image = try LoopImage(kind: kind, mebibytes: 4)
        let transport = try carried(image, uuid: LoopImage.uuids[kind])
        let user = try Descriptor.open(Path(image.mountPoint), [.readOnly, .folder])
        let medium = try #require(try transport.put(try samplePiece(1000)).medium)
        #expect(!medium.isUnmounted)
        #expect(medium.obstacle?.contains("busy") == true)
        #expect("\(medium)".hasSuffix(", still mounted"))
        #expect(try user.names().contains(Array(sampleName.utf8)))
    }

    @Test("several deliveries and receipts go on one medium that stays mounted", arguments: LoopImage.kinds)
    func several(kind: String) throws {
        let image = try LoopImage(kind: kind, mebibytes: 4)
        let transport = try carried(image, uuid: LoopImage.uuids[kind], staysMounted: true)
        let medium = try transport.put(try samplePiece(1000)).medium
        #expect(medium?.isUnmounted == false)
        #expect(medium?.obstacle == nil)
        try transport.exchangeReceipt()
    }

    @Test("another medium than the registered one gets nothing", arguments: LoopImage.kinds)
    func other(kind: String) throws {
        let image = try LoopImage(kind: kind, mebibytes: 4)
        let before = try names(image.mountPoint)
        for medium in [
            try RegisteredMedium(serial: nil, uuid: "0000-0000"),
            try RegisteredMedium(serial: "4C53", uuid: LoopImage.uuids[kind]),
        ] {
            let transport = CarriedTransport(Path(image.mountPoint), medium: medium)
            let error = failure { _ = try transport.put(try samplePiece(1000)) }
            #expect(error?.code == .wrongRemote)
            #expect(error?.said?.contains(LoopImage.uuids[kind] ?? "") == true)
            #expect(code { _ = try transport.list() } == .wrongRemote)
        }
        #expect(try names(image.mountPoint) == before)
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
