import DER
import SystemIO
import TestSupport
import Testing

@testable import Transfer

@Suite("The store of transfers gives back what was put into it, and nothing else")
struct TransferStoreTests {
    /// Everything that a file can hold.
    static func full() throws -> TransferState {
        let route = PlannedRoute(
            name: "courier", kind: "carried", identity: "medium:1A2B", isOwnProvided: true, domain: "本省",
            statement: RouteStatement(by: "山田", on: Samples.time.day),
            medium: PlannedMedium(serial: "S1", uuid: "1A2B-3C4D", custodian: "佐藤", keepingPlace: "金庫"))
        var plan = TransferPlan(
            Samples.package(), deadline: Samples.moment(60), passphrase: .route(Samples.route("phone")),
            statedBy: "課長")
        try plan.assign(Assignment(piece: 1, route: route, cause: .planned, time: Samples.time))
        try plan.assign(Assignment(piece: 1, route: route, cause: .replacement, time: Samples.moment(5)))
        var state = TransferState(plan)
        try state.deliver(
            1,
            RecordedDelivery(
                assignment: 0, route: "courier", started: Samples.time, finished: Samples.moment(2), bytes: 7,
                resumedAt: 3,
                verification: .readBack, wasPresent: true, isAgain: true, place: "/media/usb", medium: "vfat"))
        try state.fail(2, DeliveryFailure(route: "a", code: "route down", time: Samples.time))
        try state.attempt(3, DeliveryAttempt(route: "b", time: Samples.time))
        try state.handOver(
            1,
            RecordedHandover(
                event: .given, time: Samples.time, carrier: "鈴木", container: "C1", seal: "S2", place: "正門"))
        _ = try state.count(
            StandingTests.receipt(3, .openable), [StandingTests.piece(1, .good), StandingTests.piece(4, .damaged)])
        try state.end(.init(kind: .cancelled, time: Samples.moment(9)))
        return state
    }

    @Test("What is written is read back")
    func roundTrip() throws {
        let state = try Self.full()
        #expect(try TransferState(encoded: state.encoded()) == state)
        let plain = TransferState(TransferPlan(Samples.package(), passphrase: .words("電話で")))
        #expect(try TransferState(encoded: plain.encoded()) == plain)
    }

    @Test("Every flipped bit and every truncation gives an error, or another transfer in its one form")
    func mutations() throws {
        let bytes = try Self.full().encoded()
        for index in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[index] ^= 1 << UInt8(bit)
                if let read = try? TransferState(encoded: changed) { #expect(try read.encoded() == changed) }
            }
            #expect(throws: TransferError.self) { try TransferState(encoded: Array(bytes[..<index])) }
        }
        #expect(throws: TransferError(.malformed, "")) { try TransferState(encoded: bytes + [0]) }
    }

    @Test("Another version is refused as one")
    func version() throws {
        var bytes = try Self.full().encoded()
        let place = try #require(bytes.firstIndex(of: 0x02)) + 2
        bytes[place] = 2
        #expect(throws: TransferError(.unsupported, "")) { try TransferState(encoded: bytes) }
    }

    @Test("A file in which a route carries two pieces is none that this program wrote")
    func brokenRule() throws {
        var plan = TransferPlan(Samples.package(), mode: .shared)
        try plan.assign(Samples.assignment(1, "a"))
        try plan.assign(Samples.assignment(2, "a"))
        var bytes = try TransferState(plan).encoded()
        // The mode: behind the package, an INTEGER of 1 before the SEQUENCE of assignments.
        let mode = try #require(bytes.indices.last { bytes[$0...].starts(with: [0x02, 0x01, 0x01, 0x30]) })
        bytes[mode + 2] = 0
        #expect(throws: TransferError(.malformed, "")) { try TransferState(encoded: bytes) }
    }

    @Test("Texts that are empty or too long are refused before anything is written")
    func texts() {
        for text in ["", String(repeating: "x", count: 4097)] {
            let state = TransferState(TransferPlan(Samples.package(), statedBy: text))
            #expect(throws: TransferError(.badValue, "")) { try state.encoded() }
        }
    }

    @Test("A transfer appears with its outbox in one step, and is found by name and identifier")
    func keeping() throws {
        let temporary = try TemporaryFolder()
        let store = TransferStore(state: Path(temporary.path))
        #expect(try store.list().isEmpty && store.clean() == 0)
        let state = TransferState(TransferPlan(Samples.package()))
        do {
            let held = try store.stage().keep(state)
            #expect(held.state == state)
            #expect(throws: TransferError(.busy, "")) { try store.hold(Samples.digest(1)) }
            #expect(throws: TransferError(.exists, "")) { try store.stage().keep(state) }
        }
        #expect(try store.find("report") == Samples.digest(1))
        #expect(try store.find("01010101") == Samples.digest(1))
        for absent in ["repor", "0101010", "02020202"] {
            #expect(throws: TransferError(.notFound, "")) { try store.find(absent) }
        }
        let held = try store.hold(Samples.digest(1))
        try held.update { (state) throws(TransferError) in try state.assign(Samples.assignment(1, "a")) }
        #expect(throws: TransferError(.carriesOther, "", piece: 1, route: "a")) {
            try held.update { (state) throws(TransferError) in
                try state.assign(Samples.assignment(2, "b"))
                try state.assign(Samples.assignment(2, "a"))
            }
        }
        #expect(try store.read(Samples.digest(1)) == held.state && held.state.plan.assignments.count == 1)
        try held.removeOutbox()
        #expect(try Descriptor.open(held.path, [.readOnly, .folder]).names() == [Array("transfer".utf8)])
    }

    @Test("What a killed process left while it sealed is removed, but not what one is making")
    func cleaning() throws {
        let temporary = try TemporaryFolder()
        let store = TransferStore(state: Path(temporary.path))
        let staged = try store.stage()
        let left = store.folder.appending(".new-left")
        try Descriptor.open(store.folder, [.readOnly, .folder]).makeFolder(".new-left", mode: 0o700)
        try Descriptor.open(left, [.readOnly, .folder]).makeFolder("pieces", mode: 0o700)
        #expect(try store.clean() == 1)
        #expect((try? Descriptor.open(staged.outbox, [.readOnly, .folder])) != nil)
        #expect((try? Descriptor.open(left, [.readOnly, .folder])) == nil)
        #expect(try store.list().isEmpty)
    }

    @Test("Of several transfers of one name the open one is meant")
    func names() throws {
        let temporary = try TemporaryFolder()
        let store = TransferStore(state: Path(temporary.path))
        for id in [UInt8(1), 2, 3] {
            let package = PlannedPackage(
                id: Samples.digest(id), manifest: Samples.digest(2), name: "report", k: 1,
                pieces: Samples.package().pieces, created: Samples.time, recipients: [])
            _ = try store.stage().keep(TransferState(TransferPlan(package)))
        }
        #expect(throws: TransferError(.ambiguous, "")) { try store.find("report") }
        for id in [UInt8(1), 2] {
            try store.hold(Samples.digest(id)).update { (state) throws(TransferError) in
                try state.end(.init(kind: .closed, time: Samples.time))
            }
        }
        #expect(try store.find("report") == Samples.digest(3))
    }
}
