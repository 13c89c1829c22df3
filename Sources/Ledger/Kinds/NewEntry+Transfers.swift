import DER

extension NewEntry {
    /// A transfer's package.
    package struct Transferred: Hashable, Sendable {
        /// The package's identifier, 32 bytes.
        package let package: [UInt8]
        /// SHA-256 of the Manifest, 32 bytes.
        package let manifest: [UInt8]

        /// Both fields.
        package init(package: [UInt8], manifest: [UInt8]) {
            self.package = package
            self.manifest = manifest
        }
    }

    /// What is said of routes before bytes leave by them.
    package struct TransferRoutes: Hashable, Sendable {
        /// How many pieces open the package, and how many there are.
        package var k: UInt64
        /// See ``k``.
        package var n: UInt64
        /// Whether one route may carry several pieces.
        package var isShared: Bool
        /// How few routes open the package.
        package var fewest: UInt64
        /// When the last receipt is expected.
        package var deadline: DERTime?
        /// One line for each piece: "1 nas folder own 本省".
        package var routes: [String]
        /// What makes two routes one, in the same order. Personal: hosts, accounts, addresses.
        package var identities: [String]
        /// Who states that they really differ. Personal.
        package var statedBy: String?
        /// How the recipient gets the passphrase. Personal.
        package var passphraseBy: String?

        /// Every field.
        package init(
            k: UInt64, n: UInt64, isShared: Bool, fewest: UInt64, deadline: DERTime?, routes: [String],
            identities: [String], statedBy: String?, passphraseBy: String?
        ) {
            self.k = k
            self.n = n
            self.isShared = isShared
            self.fewest = fewest
            self.deadline = deadline
            self.routes = routes
            self.identities = identities
            self.statedBy = statedBy
            self.passphraseBy = passphraseBy
        }
    }

    /// Something happened to a transfer.
    /// - Parameter routes: which pieces are about to leave by which routes; nil where nothing leaves.
    package static func transfer(
        _ event: TransferEvent, _ transferred: Transferred, _ routes: TransferRoutes?, by author: Author,
        at time: DERTime
    ) -> NewEntry {
        var entry = NewEntry(.transfer, by: author, at: time)
        entry.setTransferred(transferred)
        entry.setText("event", event.rawValue)
        guard let routes else { return entry }
        entry.setCount("k", routes.k)
        entry.setCount("n", routes.n)
        entry.setText("mode", routes.isShared ? "shared" : "one-piece-per-route")
        entry.setCount("fewest-routes", routes.fewest)
        entry.setText("deadline", routes.deadline?.rfc3339)
        entry.setTexts("routes", routes.routes)
        entry.setPersonal("identities", routes.identities)
        entry.setPersonal("stated-by", routes.statedBy)
        entry.setPersonal("passphrase-by", routes.passphraseBy)
        return entry
    }

    /// One piece on one route.
    package struct PieceDelivery: Hashable, Sendable {
        /// The package's identifier, 32 bytes.
        package var package: [UInt8]
        /// 1...n.
        package var piece: UInt64
        /// The route's name.
        package var route: String
        /// How it goes, such as "sftp".
        package var routeKind: String
        /// Whether the piece had been delivered before.
        package var isAgain = false
        /// Bytes that went over the route.
        package var bytes: UInt64 = 0
        /// Where an earlier delivery was continued, in bytes.
        package var resumedAt: UInt64 = 0
        /// "read-back", "told-by-place" or "none".
        package var verification: String?
        /// Where it lies. Personal.
        package var place: String?
        /// What it was written to, for a carried route.
        package var medium: String?

        /// A piece of which nothing was sent yet.
        package init(package: [UInt8], piece: UInt64, route: String, routeKind: String) {
            self.package = package
            self.piece = piece
            self.route = route
            self.routeKind = routeKind
        }
    }

    /// A piece was delivered.
    /// - Parameter wasPresent: whether it was there already.
    package static func delivered(
        _ delivery: PieceDelivery, wasPresent: Bool, by author: Author, at time: DERTime
    ) -> NewEntry {
        NewEntry.delivery(delivery, wasPresent ? "present" : "delivered", author, time)
    }

    /// A piece could not be delivered.
    /// - Parameter cause: the stable name of the reason.
    package static func deliveryFailed(
        _ delivery: PieceDelivery, cause: String, by author: Author, at time: DERTime
    ) -> NewEntry {
        var entry = NewEntry.delivery(delivery, "failed", author, time)
        entry.setText("cause", cause)
        return entry
    }

    private static func delivery(
        _ delivery: PieceDelivery, _ result: String, _ author: Author, _ time: DERTime
    ) -> NewEntry {
        var entry = NewEntry(.delivery, by: author, at: time)
        entry.setBytes("package", delivery.package)
        entry.setCount("piece", delivery.piece)
        entry.setText("route", delivery.route)
        entry.setText("route-kind", delivery.routeKind)
        entry.setText("result", result)
        entry.setCount("bytes", delivery.bytes)
        entry.setCount("resumed-at", delivery.resumedAt)
        entry.setText("verification", delivery.verification)
        entry.setFlag("again", delivery.isAgain)
        entry.setPersonal("place", delivery.place)
        entry.setText("medium", delivery.medium)
        return entry
    }

    fileprivate mutating func setTransferred(_ transferred: Transferred) {
        setBytes("package", transferred.package)
        setBytes("manifest", transferred.manifest)
    }
}

extension NewEntry {
    /// Who has a carried piece.
    package struct PieceHandover: Hashable, Sendable {
        /// Who carries it. Personal.
        package var carrier: String?
        /// The number of its container.
        package var container: String?
        /// The number of its seal.
        package var seal: String?
        /// Where. Personal.
        package var place: String?

        /// Every field.
        package init(carrier: String? = nil, container: String? = nil, seal: String? = nil, place: String? = nil) {
            self.carrier = carrier
            self.container = container
            self.seal = seal
            self.place = place
        }
    }

    /// A carried piece was given to somebody, or received by somebody.
    /// - Parameter when: when that was; `time` is when it was told.
    package static func handover(
        _ package: [UInt8], piece: UInt64, isReceived: Bool, when: DERTime, _ handover: PieceHandover,
        by author: Author, at time: DERTime
    ) -> NewEntry {
        var entry = NewEntry(.handover, by: author, at: time)
        entry.setBytes("package", package)
        entry.setCount("piece", piece)
        entry.setText("event", isReceived ? "received" : "given")
        entry.setText("when", when.rfc3339)
        entry.setPersonal("carrier", handover.carrier)
        entry.setText("container", handover.container)
        entry.setText("seal", handover.seal)
        entry.setPersonal("place", handover.place)
        return entry
    }

    /// What a piece that came is found to be.
    package enum ArrivalVerdict: String, Hashable, Sendable, CaseIterable {
        case good, damaged, refused, replay
    }

    /// A piece that came by a route; what could not be read of it is nil.
    package struct ArrivedPiece: Hashable, Sendable {
        /// The package's identifier, 32 bytes.
        package var package: [UInt8]?
        /// SHA-256 of the Manifest, 32 bytes.
        package var manifest: [UInt8]?
        /// The signer's fingerprint, if the signer is known.
        package var signer: [UInt8]?
        /// 1...n.
        package var piece: UInt64?
        /// The route by which it came.
        package var route: String?
        /// Its name at the place. Personal.
        package var input: String?

        /// A piece of which nothing is known.
        package init() {}
    }

    /// A piece came.
    /// - Parameter cause: the stable name of the reason, for one that is not good.
    package static func arrival(
        _ piece: ArrivedPiece, _ verdict: ArrivalVerdict, cause: String? = nil, by author: Author, at time: DERTime
    ) -> NewEntry {
        var entry = NewEntry(.arrival, by: author, at: time)
        entry.setBytes("package", piece.package)
        entry.setBytes("manifest", piece.manifest)
        entry.setBytes("signer", piece.signer)
        entry.setCount("piece", piece.piece)
        entry.setText("route", piece.route)
        entry.setText("verdict", verdict.rawValue)
        entry.setText("cause", cause)
        entry.setPersonal("input", piece.input)
        return entry
    }

    /// What a receipt says.
    package struct PieceReceipts: Hashable, Sendable {
        /// Whose receipt it is: the fingerprint.
        package let signer: [UInt8]
        /// Pieces that came whole, 1...n.
        package let good: [UInt64]
        /// Pieces that came damaged, 1...n.
        package let damaged: [UInt64]
        /// "collecting", "openable" or "opened".
        package let state: String

        /// Every field.
        package init(signer: [UInt8], good: [UInt64], damaged: [UInt64], state: String) {
            self.signer = signer
            self.good = good
            self.damaged = damaged
            self.state = state
        }
    }

    /// A receipt was signed here, or came.
    /// - Parameter closes: whether it ends the transfer.
    package static func receipt(
        _ transferred: Transferred, isIssued: Bool, _ receipts: PieceReceipts, closes: Bool, by author: Author,
        at time: DERTime
    ) -> NewEntry {
        var entry = NewEntry(.receipt, by: author, at: time)
        entry.setTransferred(transferred)
        entry.setText("direction", isIssued ? "issued" : "received")
        entry.setBytes("signer", receipts.signer)
        entry.setCounts("good", receipts.good)
        entry.setCounts("damaged", receipts.damaged)
        entry.setText("state", receipts.state)
        entry.setFlag("closes", closes)
        return entry
    }
}
