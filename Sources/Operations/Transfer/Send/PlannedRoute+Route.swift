import DER
import Routes
import Transfer

extension PlannedRoute {
    /// A route of the book as it is now.
    /// - Throws: `route` where it cannot be told which route it really is, as for a folder that is not there.
    init(_ route: Route) throws(OperationError) {
        let identity = try onRoute { () throws(RoutesError) in
            do throws(RoutesError) { return try route.identity() } catch { throw error.on(route.name) }
        }
        var medium: PlannedMedium?
        if case .carried(_, let registered) = route.kind {
            medium = PlannedMedium(
                serial: registered.serial, uuid: registered.uuid, custodian: registered.custodian,
                keepingPlace: registered.keepingPlace)
        }
        self.init(
            name: route.name, kind: route.kind.name, identity: identity.description,
            isOwnProvided: route.isOwnProvided, domain: route.domain,
            statement: route.statement.flatMap { statement in
                CalendarDay(text: statement.date).map { RouteStatement(by: statement.by, on: $0) }
            }, medium: medium)
    }

    /// What the ledger is told of a piece and its route: "1 nas folder own 本省".
    func words(_ piece: Int) -> String {
        let parts = ["\(piece)", name, kind, isOwnProvided ? "own" : "other", domain].compactMap(\.self)
        // As long as such a line may be in an entry.
        return String(decoding: parts.joined(separator: " ").utf8.prefix(600), as: UTF8.self)
    }
}
