import DER

/// What became of one piece.
package struct PieceHistory: Hashable, Sendable {
    /// Deliveries that succeeded, in their order.
    package internal(set) var deliveries: [RecordedDelivery] = []
    /// The last delivery that failed; nil once a later one succeeded.
    package internal(set) var failure: DeliveryFailure?
    /// A delivery that began and of which nothing more is known: the process may have been killed behind it.
    package internal(set) var attempt: DeliveryAttempt?
    /// Who carried it, in the order in which it was told.
    package internal(set) var handovers: [RecordedHandover] = []
    /// What recipients said of it, in the order in which it came.
    package internal(set) var receipts: [PieceReceipt] = []

    /// Nothing happened yet.
    package init() {}
}

/// A delivery that began.
package struct DeliveryAttempt: Hashable, Sendable {
    /// The route's name.
    package let route: String
    /// When.
    package let time: DERTime

    /// Both fields.
    package init(route: String, time: DERTime) {
        self.route = route
        self.time = time
    }
}

/// A delivery that succeeded.
package struct RecordedDelivery: Hashable, Sendable {
    /// Which of the plan's assignments it fulfils, from 0.
    package let assignment: Int
    /// The route's name.
    package let route: String
    /// When it began.
    package let started: DERTime
    /// When it was done.
    package let finished: DERTime
    /// Bytes that went over the route.
    package let bytes: UInt64
    /// Where it was continued, in bytes; 0 if it began anew.
    package let resumedAt: UInt64
    /// How sure it is that the place has the very bytes.
    package let verification: DeliveryVerification
    /// Whether the piece was there already.
    package let wasPresent: Bool
    /// Whether the piece had been delivered before, by whichever route.
    package let isAgain: Bool
    /// Where it lies, in the words of the route. Untrusted text.
    package let place: String
    /// What the piece was written to, for a carried route; such as "vfat KINGSTON 1A2B-3C4D". Untrusted text.
    package let medium: String?

    /// Every field.
    package init(
        assignment: Int, route: String, started: DERTime, finished: DERTime, bytes: UInt64, resumedAt: UInt64,
        verification: DeliveryVerification, wasPresent: Bool, isAgain: Bool, place: String, medium: String? = nil
    ) {
        self.assignment = assignment
        self.route = route
        self.started = started
        self.finished = finished
        self.bytes = bytes
        self.resumedAt = resumedAt
        self.verification = verification
        self.wasPresent = wasPresent
        self.isAgain = isAgain
        self.place = place
        self.medium = medium
    }
}

/// How sure it is that a place has the very bytes of a piece.
package enum DeliveryVerification: Int64, Hashable, Sendable {
    /// Nothing came back from it, as from mail.
    case none = 0
    /// The place told their SHA-256.
    case toldByPlace = 1
    /// They were read back and compared.
    case readBack = 2
}

/// A delivery that failed.
package struct DeliveryFailure: Hashable, Sendable {
    /// The route's name.
    package let route: String
    /// The stable name of the reason.
    package let code: String
    /// When.
    package let time: DERTime

    /// Every field.
    package init(route: String, code: String, time: DERTime) {
        self.route = route
        self.code = code
        self.time = time
    }
}

/// That a person took a carried piece, or that it came to its place.
package struct RecordedHandover: Hashable, Sendable {
    /// What happened.
    package enum Event: Int64, Hashable, Sendable {
        /// The piece was given to whoever carries it.
        case given = 0
        /// The piece was received at its place.
        case received = 1
    }

    /// What happened.
    package let event: Event
    /// When.
    package let time: DERTime
    /// Who carries it.
    package let carrier: String?
    /// The number of the container.
    package let container: String?
    /// The number of the seal.
    package let seal: String?
    /// Where.
    package let place: String?

    /// Every field.
    package init(
        event: Event, time: DERTime, carrier: String? = nil, container: String? = nil, seal: String? = nil,
        place: String? = nil
    ) {
        self.event = event
        self.time = time
        self.carrier = carrier
        self.container = container
        self.seal = seal
        self.place = place
    }
}

/// What a recipient said of one piece.
package struct PieceReceipt: Hashable, Sendable {
    /// 1...n.
    package let piece: Int
    /// What he found.
    package let verdict: PieceVerdict
    /// When the piece came.
    package let received: DERTime
    /// By which of his own routes.
    package let route: String
    /// His fingerprint, 32 bytes.
    package let signer: [UInt8]

    /// Every field.
    package init(piece: Int, verdict: PieceVerdict, received: DERTime, route: String, signer: [UInt8]) {
        self.piece = piece
        self.verdict = verdict
        self.received = received
        self.route = route
        self.signer = signer
    }
}

/// What a recipient found of a piece.
package enum PieceVerdict: Int64, Hashable, Sendable {
    /// Whole, and from a trusted signer.
    case good = 0
    /// From a trusted signer, but damaged.
    case damaged = 1
}

/// How far a recipient is.
package enum ReceiverState: Int64, Hashable, Sendable, Comparable {
    /// He has fewer than k pieces.
    case collecting = 0
    /// He has enough.
    case openable = 1
    /// He opened the package.
    case opened = 2

    /// The earlier state comes first.
    package static func < (left: ReceiverState, right: ReceiverState) -> Bool { left.rawValue < right.rawValue }
}
