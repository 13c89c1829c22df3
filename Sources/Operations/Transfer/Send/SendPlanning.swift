import DER
import PackageFormat
import Routes
import SystemIO
import Transfer

/// Which piece goes by which route, checked against all rules before anything is sealed.
package struct SendPlanning: Sendable {
    private let request: SendRequest
    private let split: Split
    /// The route of each piece, x = 1...n, as it is now.
    private let planned: [PlannedRoute]
    private let passphrase: PassphraseWay?

    /// - Throws: `passphraseWay` if the package has a passphrase and nothing is said of how the recipient gets it, or the other way
    ///   round; `transfer` with `tooFewRoutes`, `tooManyRoutes`, `carriesOther`, `passphraseRoute`; `route`.
    package init(
        _ request: SendRequest, split: Split, hasPassphrase: Bool, now: DERTime
    ) throws(OperationError) {
        guard hasPassphrase == (request.passphrase != nil) else {
            throw OperationError(hasPassphrase ? .passphraseWayMissing : .passphraseWayNeedless)
        }
        self.request = request
        self.split = split
        try Self.checkCount(request, split)
        var known: [String: PlannedRoute] = [:]
        for route in request.routes where known[route.name] == nil { known[route.name] = try PlannedRoute(route) }
        planned = (0..<split.n).compactMap { known[request.routes[$0 % request.routes.count].name] }
        switch request.passphrase {
        case nil: passphrase = nil
        case .words(let words): passphrase = .words(words)
        case .route(let route): passphrase = .route(try PlannedRoute(route))
        }
        // With made up pieces: the rule asks for routes only.
        let pieces = (1...split.n).map { PlannedPiece(fileName: "\($0)", size: 0, digest: []) }
        _ = try plan(
            PlannedPackage(
                id: [], manifest: [], name: request.name, k: split.k, pieces: pieces, created: now, recipients: []))
    }

    /// The plan for a package.
    /// - Throws: `transfer` with `carriesOther`, `passphraseRoute`.
    func plan(_ package: PlannedPackage) throws(OperationError) -> TransferPlan {
        var plan = TransferPlan(
            package, mode: request.mode, deadline: request.deadline, passphrase: passphrase,
            statedBy: request.statedBy)
        try onTransfer { () throws(TransferError) in
            for (index, route) in planned.enumerated() {
                try plan.assign(Assignment(piece: index + 1, route: route, cause: .planned, time: package.created))
            }
        }
        return plan
    }

    /// What the user calls the transfer.
    var name: String { request.name }

    /// Refuses a piece that is larger than its route takes.
    /// - Throws: `route` with `tooLarge`, and what fits.
    func check(pieceSize: UInt64) throws(OperationError) {
        for route in request.routes {
            guard let fits = route.capacity, fits < pieceSize else { continue }
            var error = RoutesError(
                .tooLarge, "the piece is larger than the route takes",
                advice: "cut the package into more pieces, or use another route")
            error.fits = fits
            throw OperationError(.route, underlying: .routes(error.on(route.name)))
        }
    }

    private static func checkCount(_ request: SendRequest, _ split: Split) throws(OperationError) {
        let count = request.routes.count
        guard count <= split.n else {
            throw OperationError(
                .transfer, underlying: .transfer(TransferError(.tooManyRoutes, "there are more routes than pieces")))
        }
        guard count == split.n || count > 0 && request.mode == .shared else {
            throw OperationError(
                .transfer, underlying: .transfer(TransferError(.tooFewRoutes, "there are fewer routes than pieces")))
        }
    }
}

extension Route {
    /// The most bytes that a piece may have, where the route has a limit.
    var capacity: UInt64? {
        guard case .mail(let settings) = kind else { return nil }
        return settings.capacity
    }
}
