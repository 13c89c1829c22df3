import DER
import Routes
import SystemIO
import Transfer

/// One assignment that is to be delivered.
struct DispatchLeg: Sendable {
    let assignment: Assignment
    /// Which of the plan's assignments it is, from 0.
    let place: Int
    /// Whether the piece was delivered before, or may have been.
    let isAgain: Bool
    /// An earlier delivery by this route, of which nothing is known, may have arrived already.
    let mayBeTwice: Bool
    private let held: HeldTransfer
    private let staysMounted: Bool

    init(_ held: HeldTransfer, _ place: Int, staysMounted: Bool) {
        let state = held.state
        self.held = held
        self.place = place
        self.staysMounted = staysMounted
        assignment = state.plan.assignments[place]
        let history = state.histories[assignment.piece - 1]
        // Other routes tell whether the piece is there.
        let isBlind = ["mail", "command"].contains(assignment.route.kind)
        mayBeTwice = isBlind && history.attempt?.route == assignment.route.name
        isAgain = mayBeTwice || !history.deliveries.isEmpty
    }

    /// Checks that route and piece are still those of the plan.
    /// - Throws: `notFound` for a route or piece that is gone, `wrongRemote` for a route that leads elsewhere now, `mismatch` for a
    ///   damaged piece; `system`.
    func prepare(_ book: RouteBook, _ progress: DispatchProgress) throws(RoutesError) -> ReadyPiece {
        let route = try book.route(assignment.route.name)
        guard assignment.route.isSame(as: try route.identity().description) else {
            throw RoutesError(
                .wrongRemote, "the route leads elsewhere than it did when it was planned",
                advice: "give the route its former place, or send the piece by another route")
        }
        let piece = try outgoing(progress)
        return ReadyPiece(
            transport: route.transport(staysMounted: staysMounted), piece: piece,
            name: try PieceName(planned.fileName))
    }

    private var planned: PlannedPiece { held.state.plan.package.pieces[assignment.piece - 1] }

    private func outgoing(_ progress: DispatchProgress) throws(RoutesError) -> OutgoingPiece {
        let path = held.outbox.appending(planned.fileName)
        let file: SharedDescriptor
        do { file = SharedDescriptor(try Descriptor.open(path, [.readOnly, .noFollow, .nonBlocking])) } catch {
            throw Self.gone(.notFound, "the piece is not in the outbox any more", error)
        }
        let leg = DispatchProgress.Leg(route: assignment.route.name, piece: assignment.piece, size: planned.size)
        let piece = try OutgoingPiece(file, path: path) { leg.reach($0) }
        guard piece.digest == planned.digest else { throw Self.gone(.mismatch, "the piece in the outbox is damaged") }
        progress.begin(leg)
        return piece
    }

    private static func gone(_ code: RoutesError.Code, _ reason: String, _ cause: SystemError? = nil) -> RoutesError {
        var error = RoutesError(code, reason, advice: "make it anew with fubako transfer replace")
        error.system = cause
        return error
    }
}

/// What is needed to deliver a piece.
struct ReadyPiece: Sendable {
    let transport: any Transport
    let piece: OutgoingPiece
    let name: PieceName
}

extension RecordedDelivery {
    init(_ leg: DispatchLeg, _ delivery: Delivery, started: DERTime, finished: DERTime) {
        let verification: DeliveryVerification =
            switch delivery.verification {
            case .readBack: .readBack
            case .toldByPlace: .toldByPlace
            case .none: .none
            }
        self.init(
            assignment: leg.place, route: leg.assignment.route.name, started: started, finished: finished,
            bytes: delivery.sent, resumedAt: delivery.resumedAt, verification: verification,
            wasPresent: delivery.wasPresent, isAgain: leg.isAgain,
            place: clipped(delivery.place, to: TransferLimits.textSize),
            medium: delivery.medium.map { clipped("\($0)", to: TransferLimits.textSize) })
    }
}
