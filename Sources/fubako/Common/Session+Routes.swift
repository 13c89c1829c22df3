import Console
import Ledger
import Routes
import SystemIO
import Terminal
import Transfer

extension Session {
    /// The routes that the user configured.
    /// - Throws: ``RoutesError``; ``CommandFailure`` where the environment does not tell the place.
    func routeBook() throws(any Error) -> RouteBook { try RouteBook.load(try routeBookPath()) }

    private func routeBookPath() throws(CommandFailure) -> Path {
        guard let path = RouteBook.standardPath else {
            throw CommandFailure(.notFound, .routesNowhere, hint: .hintRoutesNowhere)
        }
        return path
    }

    /// What is done with a route of the book; the raw value stands in the ledger.
    enum RouteChange: String {
        case added = "route-added"
        case stated = "route-stated"
        case removed = "route-removed"
    }

    /// Changes the book of routes, while nobody else does, and records that.
    /// - Parameter name: the route that is changed.
    /// - Returns: the book as it is then.
    /// - Throws: what `change` throws; ``OperationError`` with `ledger`.
    func change(
        _ kind: RouteChange, _ name: String, _ change: (inout RouteBook) throws(RoutesError) -> Void
    ) throws(any Error) -> RouteBook {
        let recorder = try recorder()
        var changed = RouteBook()
        var meant: Route?
        try RouteBook.update(try routeBookPath()) { book throws(RoutesError) in
            let former = book.routes.first { $0.name == name }
            try change(&book)
            meant = book.routes.first { $0.name == name } ?? former
            changed = book
        }
        guard let meant else { return changed }
        // It holds from here on, whatever happens to the record of it. Names of people stay out: entries of this kind keep no
        // personal values.
        let author = author(nil)
        let provider = meant.isOwnProvided ? "own" : "provider"
        try recorder.appendAfterwards(
            .policy(
                kind.rawValue, value: "\(meant.name) \(meant.kind.name) \(provider)", reason: meant.domain, by: author,
                at: recorder.now), by: author)
        return changed
    }

    /// Says of a route that it is compared with others by its host's name only, if no address of it is known now.
    func tellUnresolved(_ route: Route) {
        if let host = (try? route.identity())?.unresolved { output.warn(.routeUnresolved, route.name, host) }
    }

    /// Shows everything about a route.
    func show(_ route: Route, in book: RouteBook) throws(any Error) {
        if output.isJSON { return try output.json(RouteJSON(route, in: book)) }
        for line in aligned(route.lines(in: book, language)) { try output.line(line) }
    }
    /// The user's transfers, cleared of what killed runs left.
    /// - Throws: ``SystemError``, ``TransferError``.
    func transfers() throws(any Error) -> TransferStore {
        let store = TransferStore(state: try StateFolder.standardPath())
        let count = try store.clean()
        if count > 0 { output.note(.transferCleaned, count) }
        return store
    }
}
