/// The rule that a route carries at most one distinct piece, counted over the package's whole life, with re-sends,
/// replacements and failed deliveries; and none if it carries the passphrase.
package struct RouteRule: Sendable {
    private let plan: TransferPlan

    /// The rule for what may be added to a plan.
    package init(_ plan: TransferPlan) { self.plan = plan }

    /// Whether a piece may be assigned to a route.
    /// - Throws: `carriesOther` with the other piece; `passphraseRoute`.
    package func check(_ assignment: Assignment) throws(TransferError) {
        let identity = assignment.route.identity
        if case .route(let route) = plan.passphrase, route.identity == identity {
            throw TransferError(
                .passphraseRoute, "the passphrase goes by this route", piece: assignment.piece,
                route: assignment.route.name)
        }
        guard plan.mode == .onePiecePerRoute else { return }
        let other = plan.assignments.first { $0.route.identity == identity && $0.piece != assignment.piece }
        if let other {
            throw TransferError(
                .carriesOther, "the route carries another piece of the package", piece: other.piece,
                route: assignment.route.name)
        }
    }

    /// Whether a piece may be assigned to a route, as an answer.
    package func allows(_ piece: Int, on route: PlannedRoute) -> Bool {
        if case .route(let taken) = plan.passphrase, taken.identity == route.identity { return false }
        guard plan.mode == .onePiecePerRoute else { return true }
        return plan.assignments.allSatisfy { $0.route.identity != route.identity || $0.piece == piece }
    }
}
