import DER
import Routes
import SystemIO
import Testing
import Transfer

@testable import Operations

@Suite("What was collected is kept")
struct ArrivalStoreTests {
    private static func package(manifest: UInt8, id: UInt8 = 1) throws -> ArrivingPackage {
        func bytes(_ byte: UInt8) -> [UInt8] { [UInt8](repeating: byte, count: 32) }
        return try ArrivingPackage(
            id: bytes(id), manifest: bytes(manifest), signer: bytes(3), k: 2, n: 3, sealed: Office.now, openers: [],
            name: "report")
    }

    private static func file(_ name: String, size: UInt64? = 5, stamp: String? = nil) throws -> PlacedFile {
        PlacedFile(route: "nas", found: FoundPiece(name: try PieceName(name), size: size, stamp: stamp))
    }

    private static func piece(_ number: Int, _ verdict: PieceVerdict = .good) throws -> ReceivedPiece {
        try ReceivedPiece(number: number, verdict: verdict, received: Office.now, route: "nas")
    }

    /// A file as fetching it leaves it.
    private static func fetch(_ file: PlacedFile, into store: ArrivalStore) throws {
        let target = try Descriptor.open(try store.incoming(file), [.readWrite, .create], mode: 0o600)
        try target.writeFully(Array("bytes".utf8), at: 0)
    }

    @Test("two manifests of one identifier are two packages")
    func manifests() throws {
        let store = try ArrivalStore(below: try Office().state.path)
        for manifest: UInt8 in [7, 8] {
            var package = store.newPackage(try Self.package(manifest: manifest))
            #expect(try package.record.add(Self.piece(1)))
            let file = try Self.file("report.\(manifest).fubako")
            try Self.fetch(file, into: store)
            try store.place(file, as: KeptPackage.name(1), in: &package)
        }
        let packages = try store.packages()
        #expect(packages.map(\.record.package.manifest[0]) == [7, 8])
        #expect(packages.map(\.atHand) == [[1], [1]] && packages.map(\.missing) == [1, 1])
        try store.opened(packages[0], at: Office.now)
        let after = try store.packages()
        #expect(after[0].record.opened == Office.now && after[0].files.isEmpty && after[0].record.good == [1])
        #expect(after[1].record.opened == nil && after[1].atHand == [1])
    }

    @Test("a piece that was recorded and did not get its name is not there")
    func killed() throws {
        let store = try ArrivalStore(below: try Office().state.path)
        var package = store.newPackage(try Self.package(manifest: 7))
        #expect(try package.record.add(Self.piece(2)))
        try store.save(package)
        let found = try #require(try store.packages().first)
        #expect(found.record.pieces.isEmpty && found.files.isEmpty)
    }

    @Test("a file is recognised by name, length and what else the place tells, until the place lists it no more")
    func seen() throws {
        let store = try ArrivalStore(below: try Office().state.path)
        let file = try Self.file("a.fubako", stamp: "1")
        try Self.fetch(file, into: store)
        #expect(try store.mark(file) == nil)
        let signer = [UInt8](repeating: 4, count: 32)
        try store.markSeen(file, SeenMark(signer: signer))
        #expect(try store.mark(file) == SeenMark(signer: signer))
        for other in [
            try Self.file("b.fubako", stamp: "1"), try Self.file("a.fubako", size: 6, stamp: "1"),
            try Self.file("a.fubako", stamp: "2"), try Self.file("a.fubako"),
        ] {
            #expect(try store.mark(other) == nil)
        }
        try store.forget("nas", except: [file])
        #expect(try store.mark(file) != nil)
        try store.forget("nas", except: [])
        #expect(try store.mark(file) == nil)
    }

    @Test("what is remembered of a file is read as it was written, and nothing else is")
    func marks() throws {
        let marks = [
            SeenMark(), SeenMark(signer: [UInt8](repeating: 4, count: 32)), SeenMark(limit: 0x0102_0304_0506_0708),
            .waiting,
        ]
        #expect(marks.map { SeenMark($0.encoded) } == marks)
        #expect(Set(marks).count == marks.count)
        #expect([[0], [1, 1], [UInt8](repeating: 0, count: 31)].allSatisfy { SeenMark($0) == nil })
    }

    @Test("a file that waits keeps what was fetched of it")
    func waiting() throws {
        let store = try ArrivalStore(below: try Office().state.path)
        let file = try Self.file("a.fubako")
        try Self.fetch(file, into: store)
        try store.markWaiting(file)
        #expect(try store.mark(file)?.isWaiting == true)
        let size = try Descriptor.open(store.incoming(file), .readOnly).metadata().size
        #expect(size == 5)
    }

    @Test("a whole piece takes a damaged one's place in the record, and not the other way round")
    func record() throws {
        var record = ArrivalRecord(try Self.package(manifest: 7))
        #expect(try record.add(Self.piece(3, .damaged)))
        record.receiptSent()
        #expect(try !record.add(Self.piece(3, .damaged)) && !record.owesReceipt)
        #expect(try record.add(Self.piece(3)) && record.owesReceipt)
        #expect(try !record.add(Self.piece(3, .damaged)))
        #expect(try record.add(Self.piece(1)))
        #expect(record.good == [1, 3])
        record.open(at: Office.now)
        #expect(try ArrivalRecord(encoded: record.encoded) == record)
        let receipt = try record.receipt(opens: true, at: Office.now)
        #expect(receipt.state == .opened && receipt.pieces.map(\.number) == [1, 3])
    }

    @Test("a record that was cut off or changed is not taken for another")
    func damagedRecord() throws {
        var record = ArrivalRecord(try Self.package(manifest: 7))
        #expect(try record.add(Self.piece(1)))
        let bytes = record.encoded
        for count in 0..<bytes.count {
            let error = #expect(throws: TransferError.self) { try ArrivalRecord(encoded: Array(bytes[..<count])) }
            #expect(error?.code == .malformed)
        }
        #expect(throws: TransferError.self) { try ArrivalRecord(encoded: bytes + [0]) }
        for position in bytes.indices {
            var changed = bytes
            changed[position] ^= 1
            do throws(TransferError) {
                #expect(try ArrivalRecord(encoded: changed) != record)
            } catch { #expect(error.code == .malformed) }
        }
    }

    @Test("only one run has the store")
    func lock() throws {
        let state = try Office().state.path
        let first = try ArrivalStore(below: state)
        #expect(
            refusal { _ = try ArrivalStore(below: state, patience: .milliseconds(100)) } == Refusal(.collectingBusy))
        _ = consume first
        _ = try ArrivalStore(below: state, patience: .milliseconds(100))
    }

    @Test(
        "what a package is called comes from the names of its pieces",
        arguments: [
            ("report.3.fubako", "report"), ("report.fubako", "report"), ("3.fubako", "3"), ("a.b.12.fubako", "a.b"),
            (".3.fubako", ".3"), ("report", "report"),
        ])
    func stems(_ name: String, _ stem: String) { #expect(PieceExaminer.stem(name) == stem) }
}
