import DER
import Glibc
import Ledger
import Routes
import Synchronization
import SystemIO
import Transfer

/// What became of one assignment.
package struct DispatchResult: Sendable {
    /// 1...n.
    package let piece: Int
    /// The route as it was planned.
    package let route: PlannedRoute
    /// What is known of the delivery; nil if it failed.
    package let delivery: RecordedDelivery?
    /// Why a carried medium is still mounted; untrusted text.
    package let obstacle: String?
    /// Why it failed.
    package let failure: RoutesError?
    /// An earlier delivery by this route, of which nothing is known, may have arrived already.
    package let mayBeTwice: Bool
}

/// Delivers the pieces of a transfer, several routes at once, and records each as soon as it is done. A route that fails stops
/// no other.
package struct Dispatch: Sendable {
    private let held: HeldTransfer
    private let book: RouteBook
    private let recorder: Recorder
    private let author: Author
    /// How many routes at once, 1 or more.
    private let atOnce: Int
    private let backOff: BackOff

    /// - Parameter book: the routes as they are now; those of the plan must still be the same ones.
    package init(
        _ held: HeldTransfer, _ book: RouteBook, recorder: Recorder, by author: Author, atOnce: Int = 4,
        backOff: BackOff = BackOff()
    ) {
        self.held = held
        self.book = book
        self.recorder = recorder
        self.author = author
        self.atOnce = max(atOnce, 1)
        self.backOff = backOff
    }

    /// Delivers what was assigned and not yet delivered.
    /// - Parameter piece: only this one; nil for all.
    /// - Returns: what became of each, in the order of the pieces. What is missing was not begun, because the process was asked to
    ///   stop.
    /// - Throws: `ledger`, `transfer` where something could not be recorded.
    package func run(
        only piece: Int? = nil, _ progress: DispatchProgress = DispatchProgress()
    ) throws(OperationError) -> [DispatchResult] {
        let ways = Self.ways(held.state.undelivered(piece), held.state.plan)
        let results = Mutex<[DispatchResult]>([])
        let positions = PositionCounter(total: UInt64(ways.count))
        try runPositions(positions, workers: min(atOnce, max(ways.count, 1))) { _ throws(OperationError) in
            ()
        } _: { _, position throws(OperationError) in
            let way = ways[Int(position)]
            for (index, place) in way.enumerated() {
                if Interruption.requested != nil { return }
                let result = try deliver(place, staysMounted: index < way.count - 1, progress)
                if let result { results.withLock { $0.append(result) } }
            }
        }
        return results.withLock { $0 }.sorted { $0.piece < $1.piece }
    }

    /// Assignments that go the same way, one after the other.
    private static func ways(_ places: [Int], _ plan: TransferPlan) -> [[Int]] {
        var ways: [[Int]] = []
        for place in places {
            let route = plan.assignments[place].route
            if let index = ways.firstIndex(where: { plan.assignments[$0[0]].route.isSame(as: route) }) {
                ways[index].append(place)
            } else {
                ways.append([place])
            }
        }
        return ways
    }

    /// - Returns: nil if the process was asked to stop.
    private func deliver(
        _ place: Int, staysMounted: Bool, _ progress: DispatchProgress
    ) throws(OperationError) -> DispatchResult? {
        let leg = DispatchLeg(held, place, staysMounted: staysMounted)
        let started = DERTime.now(notBefore: recorder.now)
        let ready: ReadyPiece
        do throws(RoutesError) { ready = try leg.prepare(book, progress) } catch { return try fail(leg, error) }
        let attempt = DeliveryAttempt(route: leg.assignment.route.name, time: started)
        try onTransfer { () throws(TransferError) in
            try held.update { (state) throws(TransferError) in try state.attempt(leg.assignment.piece, attempt) }
        }
        let delivery: Delivery
        do throws(RoutesError) {
            delivery = try backOff.run { _ throws(RoutesError) in
                try ready.transport.put(ready.piece, as: ready.name)
            }
        } catch { return try fail(leg, error) }
        return try keep(leg, delivery, started)
    }

    private func keep(
        _ leg: DispatchLeg, _ delivery: Delivery, _ started: DERTime
    ) throws(OperationError) -> DispatchResult {
        let assignment = leg.assignment
        let recorded = RecordedDelivery(leg, delivery, started: started, finished: .now(notBefore: started))
        // First: after a kill an entry may be there twice, and none is missing.
        try recorder.delivered(
            assignment.piece, recorded, on: assignment.route, of: held.state.plan.package, by: author)
        try onTransfer { () throws(TransferError) in
            try held.update { (state) throws(TransferError) in try state.deliver(assignment.piece, recorded) }
        }
        return DispatchResult(
            piece: assignment.piece, route: assignment.route, delivery: recorded, obstacle: delivery.medium?.obstacle,
            failure: nil, mayBeTwice: leg.mayBeTwice)
    }

    private func fail(_ leg: DispatchLeg, _ error: RoutesError) throws(OperationError) -> DispatchResult? {
        if error.code == .interrupted { return nil }
        let assignment = leg.assignment
        let failure = DeliveryFailure(
            route: assignment.route.name, code: error.code.rawValue, time: .now(notBefore: recorder.now))
        try recorder.deliveryFailed(
            assignment.piece, failure, on: assignment.route, of: held.state.plan.package, isAgain: leg.isAgain,
            by: author)
        try onTransfer { () throws(TransferError) in
            try held.update { (state) throws(TransferError) in try state.fail(assignment.piece, failure) }
        }
        return DispatchResult(
            piece: assignment.piece, route: assignment.route, delivery: nil, obstacle: nil,
            failure: error.on(assignment.route.name), mayBeTwice: leg.mayBeTwice)
    }
}

extension DERTime {
    /// By the system's clock.
    /// - Parameter start: what it cannot be before, whatever the clock was set to meanwhile.
    static func now(notBefore start: DERTime) -> DERTime {
        DERTime(seconds: Int64(time(nil))).map { max($0, start) } ?? start
    }
}
