import DER
import Testing
import Transfer

@Suite("How far a transfer is follows from what was recorded")
struct StandingTests {
    private static func delivery(_ route: String) -> RecordedDelivery {
        RecordedDelivery(
            assignment: 0, route: route, started: Samples.time, finished: Samples.time, bytes: 1, resumedAt: 0,
            verification: .none,
            wasPresent: false, isAgain: false, place: "x")
    }

    static func receipt(_ digest: UInt8, _ state: ReceiverState, by signer: UInt8 = 9) -> CountedReceipt {
        CountedReceipt(
            digest: Samples.digest(digest), signer: Samples.digest(signer), time: Samples.time, state: state)
    }

    static func piece(_ x: Int, _ verdict: PieceVerdict, by signer: UInt8 = 9) -> PieceReceipt {
        PieceReceipt(
            piece: x, verdict: verdict, received: Samples.time, route: "nas", signer: Samples.digest(signer))
    }

    @Test("A piece goes from pending to received, and back to damaged by nobody but another recipient")
    func piece() throws {
        var state = TransferState(TransferPlan(Samples.package()))
        func standing() throws -> PieceStanding { try state.history(of: 1).standing }
        #expect(try standing() == .pending)
        try state.fail(1, DeliveryFailure(route: "a", code: "route down", time: Samples.time))
        #expect(try standing() == .failed)
        try state.assign(Samples.assignment(1, "a"))
        #expect(state.undelivered == [0])
        try state.attempt(1, DeliveryAttempt(route: "a", time: Samples.time))
        #expect(try state.history(of: 1).attempt != nil)
        try state.deliver(1, Self.delivery("a"))
        #expect(try state.history(of: 1).attempt == nil && state.undelivered.isEmpty)
        try state.assign(Samples.assignment(1, "b"))
        #expect(state.undelivered == [1])
        #expect(try standing() == .delivered)
        try state.handOver(1, RecordedHandover(event: .given, time: Samples.time))
        #expect(try standing() == .handedOver)
        try state.handOver(1, RecordedHandover(event: .received, time: Samples.time))
        #expect(try standing() == .delivered)
        #expect(try state.count(Self.receipt(1, .collecting), [Self.piece(1, .damaged)]))
        #expect(try standing() == .damaged)
        #expect(try state.count(Self.receipt(2, .collecting), [Self.piece(1, .good)]))
        #expect(try standing() == .received)
        #expect(try state.count(Self.receipt(3, .collecting, by: 8), [Self.piece(1, .damaged, by: 8)]))
        #expect(try standing() == .damaged)
    }

    @Test("A receipt counts once, and one that names no piece of the package not at all")
    func receipts() throws {
        var state = TransferState(TransferPlan(Samples.package()))
        #expect(try state.count(Self.receipt(1, .collecting), [Self.piece(1, .good)]))
        let before = state
        #expect(try !state.count(Self.receipt(1, .collecting), [Self.piece(1, .good)]))
        #expect(throws: TransferError(.noSuchPiece, "", piece: 6)) {
            _ = try state.count(Self.receipt(2, .collecting), [Self.piece(2, .good), Self.piece(6, .good)])
        }
        #expect(state == before)
    }

    @Test("A transfer is openable with k pieces of one recipient, complete with those of all")
    func transfer() throws {
        var state = TransferState(
            TransferPlan(Samples.package(recipients: [Samples.digest(8), Samples.digest(9)])))
        #expect(state.standing == .open)
        _ = try state.count(Self.receipt(1, .collecting), [Self.piece(1, .good), Self.piece(2, .good)])
        _ = try state.count(Self.receipt(2, .collecting, by: 8), [Self.piece(3, .good, by: 8)])
        #expect(state.standing == .open)
        _ = try state.count(Self.receipt(3, .collecting), [Self.piece(3, .good)])
        #expect(state.standing == .openable)
        _ = try state.count(Self.receipt(4, .opened, by: 8), [])
        #expect(state.standing == .complete && !state.isOpenedByAll)
        _ = try state.count(Self.receipt(5, .opened), [])
        #expect(state.isOpenedByAll)
        #expect(state.standing == .closed)
        #expect(throws: TransferError(.ended, "")) { try state.end(.init(kind: .cancelled, time: Samples.time)) }
        #expect(throws: TransferError(.ended, "")) { try state.assign(Samples.assignment(1, "a")) }
    }

    @Test("A piece is overdue behind the deadline until its receipt comes")
    func overdue() throws {
        var state = TransferState(TransferPlan(Samples.package(), deadline: Samples.time))
        #expect(!state.isOverdue(1, at: Samples.time))
        #expect(state.isOverdue(1, at: Samples.moment(1)))
        _ = try state.count(Self.receipt(1, .collecting), [Self.piece(1, .good)])
        #expect(!state.isOverdue(1, at: Samples.moment(1)) && state.isOverdue(2, at: Samples.moment(1)))
        #expect(!TransferState(TransferPlan(Samples.package())).isOverdue(1, at: Samples.moment(1)))
    }
}
