import Console
import Routes
import SystemIO
import Terminal
import Transfer

extension Session {
    /// The user's book of routes.
    /// - Throws: ``RoutesError``; ``CommandFailure`` where the environment does not tell the place.
    func routeBook() throws(any Error) -> RouteBook {
        guard let path = RouteBook.standardPath else {
            throw CommandFailure(.notFound, .keyringNowhere, hint: .hintKeyringOption)
        }
        return try RouteBook.load(path)
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
