import DER
import Routes
import Transfer

/// How a package is to be sent, besides what it holds.
package struct SendRequest: Sendable {
    /// What the user calls it.
    package var name: String
    /// The routes, in the order of the pieces.
    package var routes: [Route]
    /// Whether a route may carry several pieces.
    package var mode = PlanMode.onePiecePerRoute
    /// When the last receipt is expected.
    package var deadline: DERTime?
    /// How the recipient gets the passphrase.
    package var passphrase: PassphraseDelivery?
    /// Who states that the routes really differ.
    package var statedBy: String?

    /// By these routes, each for one piece.
    package init(name: String, routes: [Route]) {
        self.name = name
        self.routes = routes
    }
}

/// How the recipient gets a passphrase. It never goes by what sends the pieces.
package enum PassphraseDelivery: Hashable, Sendable {
    /// In the user's words.
    case words(String)
    /// By a route that carries no piece.
    case route(Route)
}
