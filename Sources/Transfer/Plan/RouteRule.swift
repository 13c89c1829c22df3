/// The rule that a route carries at most one distinct piece, counted over the package's whole life, with re-sends,
/// replacements and failed deliveries; and none if it carries the passphrase.
package struct RouteRule: Sendable {
    private let plan: TransferPlan

    /// The rule for what may be added to a plan.
    package init(_ plan: TransferPlan) { self.plan = plan }

    /// Whether a piece may be assigned to a route.
    /// - Throws: `carriesOther` with the other piece; `passphraseRoute`.
    package func check(_ assignment: Assignment) throws(TransferError) {
        if takesPassphrase(assignment.route) {
            throw TransferError(
                .passphraseRoute, "the passphrase goes by this route", piece: assignment.piece,
                route: assignment.route.name)
        }
        guard plan.mode == .onePiecePerRoute else { return }
        let other = plan.assignments.first {
            $0.piece != assignment.piece && $0.route.isSame(as: assignment.route)
        }
        if let other {
            throw TransferError(
                .carriesOther, "the route carries another piece of the package", piece: other.piece,
                route: assignment.route.name)
        }
    }

    /// Whether a piece may be assigned to a route, as an answer.
    package func allows(_ piece: Int, on route: PlannedRoute) -> Bool {
        if takesPassphrase(route) { return false }
        guard plan.mode == .onePiecePerRoute else { return true }
        return plan.assignments.allSatisfy { $0.piece == piece || !$0.route.isSame(as: route) }
    }

    /// Whether the passphrase goes by this route: it was named, or words name its host or mail address.
    private func takesPassphrase(_ route: PlannedRoute) -> Bool {
        switch plan.passphrase {
        case nil: false
        case .words(let words): route.isMentioned(in: words)
        case .route(let taken): taken.isSame(as: route)
        }
    }
}
