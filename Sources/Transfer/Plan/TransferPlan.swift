import DER

/// Which piece of a package goes by which route. It is recorded before the first byte leaves.
///
/// An assignment is never taken back: bytes may have gone, whatever became of the delivery.
package struct TransferPlan: Hashable, Sendable {
    /// What holds for the whole package, whichever way its pieces go.
    package let package: PlannedPackage
    /// How many distinct pieces one route may carry.
    package let mode: PlanMode
    /// When the last receipt is expected; nil if there is no deadline.
    package let deadline: DERTime?
    /// How the recipient gets the passphrase; nil if the package has none.
    package let passphrase: PassphraseWay?
    /// Who states that the routes really differ, for this transfer; nil if nobody does.
    package let statedBy: String?
    /// All that were ever made, in their order.
    package private(set) var assignments: [Assignment]

    /// A plan without assignments.
    package init(
        _ package: PlannedPackage, mode: PlanMode = .onePiecePerRoute, deadline: DERTime? = nil,
        passphrase: PassphraseWay? = nil, statedBy: String? = nil
    ) {
        self.package = package
        self.mode = mode
        self.deadline = deadline
        self.passphrase = passphrase
        self.statedBy = statedBy
        assignments = []
    }

    /// Assigns a piece to a route, for good.
    /// - Throws: `noSuchPiece`; `carriesOther`, `passphraseRoute` if the rule is broken, see ``RouteRule``; `tooMuch`.
    package mutating func assign(_ assignment: Assignment) throws(TransferError) {
        guard (1...package.n).contains(assignment.piece) else {
            throw TransferError(.noSuchPiece, "the package has no such piece", piece: assignment.piece)
        }
        guard assignments.count < TransferLimits.assignments else {
            throw TransferError(.tooMuch, "pieces were assigned to routes too often")
        }
        try RouteRule(self).check(assignment)
        assignments.append(assignment)
    }

    /// The routes that a piece was ever assigned to, in their order.
    package func routes(of piece: Int) -> [PlannedRoute] {
        assignments.filter { $0.piece == piece }.map(\.route)
    }
}

/// How many distinct pieces one route may carry over a package's life.
package enum PlanMode: Int64, Hashable, Sendable {
    /// At most one.
    case onePiecePerRoute = 0
    /// Any number; asked for by name.
    case shared = 1
}

/// A package as its transfer knows it.
package struct PlannedPackage: Hashable, Sendable {
    /// Its identifier, 32 bytes.
    package let id: [UInt8]
    /// SHA-256 of its Manifest.
    package let manifest: [UInt8]
    /// What the user calls it.
    package let name: String
    /// How many pieces open it.
    package let k: Int
    /// How many pieces there are.
    package var n: Int { pieces.count }
    /// The pieces, x = 1...n.
    package let pieces: [PlannedPiece]
    /// When it was sealed.
    package let created: DERTime
    /// Fingerprints of the recipients, 32 bytes each.
    package let recipients: [[UInt8]]

    /// Every field.
    package init(
        id: [UInt8], manifest: [UInt8], name: String, k: Int, pieces: [PlannedPiece], created: DERTime,
        recipients: [[UInt8]]
    ) {
        self.id = id
        self.manifest = manifest
        self.name = name
        self.k = k
        self.pieces = pieces
        self.created = created
        self.recipients = recipients
    }
}

/// A piece's file.
package struct PlannedPiece: Hashable, Sendable {
    /// Its name in the outbox and at the places where it is delivered.
    package let fileName: String
    /// Its length in bytes.
    package let size: UInt64
    /// SHA-256 of its bytes.
    package let digest: [UInt8]

    /// Every field.
    package init(fileName: String, size: UInt64, digest: [UInt8]) {
        self.fileName = fileName
        self.size = size
        self.digest = digest
    }
}

/// That a piece goes by a route.
package struct Assignment: Hashable, Sendable {
    /// 1...n.
    package let piece: Int
    /// The route as it was then.
    package let route: PlannedRoute
    /// Why.
    package let cause: Cause
    /// When it was decided.
    package let time: DERTime

    /// Why a piece is assigned to a route.
    package enum Cause: Int64, Hashable, Sendable {
        /// In the first plan.
        case planned = 0
        /// To send the piece once more.
        case resend = 1
        /// To send the piece once more after it was made anew.
        case replacement = 2
    }

    /// Every field.
    package init(piece: Int, route: PlannedRoute, cause: Cause, time: DERTime) {
        self.piece = piece
        self.route = route
        self.cause = cause
        self.time = time
    }
}

/// How the recipient gets a package's passphrase. It is never sent by this program.
package enum PassphraseWay: Hashable, Sendable {
    /// In the user's words, such as "by telephone".
    case words(String)
    /// By somebody, on a route of the book, which carries no piece.
    case route(PlannedRoute)
}
