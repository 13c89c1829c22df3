import Console
import Label
import Routes

/// A route for `--json`: what the book of routes says of it, by the same words, and which routes are the same.
package struct RouteJSON: Encodable, Sendable {
    private let name: String
    private let kind: String
    private let destination: String
    private let own: Bool
    private let domain: String?
    private let statedBy: String?
    /// YYYY-MM-DD.
    private let statedOn: String?
    /// Nil where it cannot be told now.
    private let identity: String?
    /// The names of other routes in the book that are the same.
    private let sameAs: [String]
    /// The most bytes of a piece, where the route tells.
    private let fits: UInt64?
    private let medium: RegisteredMediumJSON?

    /// - Parameter book: where other routes are looked for.
    package init(_ route: Route, in book: RouteBook) {
        name = route.name
        kind = route.kind.name
        destination = route.destination
        own = route.isOwnProvided
        domain = route.domain
        statedBy = route.statement?.by
        statedOn = route.statement?.date
        identity = (try? route.identity())?.description
        sameAs = book.same(as: route)
        fits = route.fits
        medium = if case .carried(_, let medium) = route.kind { RegisteredMediumJSON(medium) } else { nil }
    }
}

/// A registered medium for `--json`.
private struct RegisteredMediumJSON: Encodable, Sendable {
    let name: String?
    let serial: String?
    let uuid: String?
    let custodian: String?
    let keptAt: String?
    let erased: String?

    init(_ medium: RegisteredMedium) {
        name = medium.name
        serial = medium.serial
        uuid = medium.uuid
        custodian = medium.custodian
        keptAt = medium.keepingPlace
        erased = medium.erased
    }
}

/// A medium as it was found, for `--json`.
private struct MediumJSON: Encodable, Sendable {
    let filesystem: String
    let device: String
    let mountedAt: String
    let label: String?
    let uuid: String?
    let serial: String?

    init(_ medium: Medium) {
        filesystem = medium.kind
        device = medium.source
        mountedAt = medium.mountPoint.string
        label = medium.label
        uuid = medium.uuid
        serial = medium.serial
    }
}

/// How a route was tried, for `--json`.
package struct RouteTrialJSON: Encodable, Sendable {
    private let route: RouteJSON
    private let good: Bool
    private let name: String
    private let size: Int
    private let place: String?
    /// "read-back", "told-by-the-place" or "none".
    private let verification: String?
    private let medium: MediumJSON?
    /// Whether the test piece could not be removed.
    private let staysThere: Bool
    private let steps: [StepJSON]

    private struct StepJSON: Encodable {
        /// "deliver", "list", "collect" or "remove".
        let step: String
        /// "done", "impossible" or "failed".
        let result: String
        let reason: ErrorReport?
    }

    /// - Parameter book: where other routes are looked for.
    package init(_ trial: RouteTrial, of route: Route, in book: RouteBook, _ language: Language) {
        self.route = RouteJSON(route, in: book)
        good = trial.isGood
        name = trial.name.text
        size = RouteTrial.size
        place = trial.delivery?.place
        verification = trial.delivery?.verification.rawValue.replacing(" ", with: "-")
        medium = trial.delivery?.medium.map { MediumJSON($0.medium) }
        staysThere = trial.staysThere
        steps = trial.outcomes.map { step, outcome in
            switch outcome {
            case .done: StepJSON(step: step.rawValue, result: "done", reason: nil)
            case .impossible(let error):
                StepJSON(step: step.rawValue, result: "impossible", reason: error.report(in: language))
            case .failed(let error): StepJSON(step: step.rawValue, result: "failed", reason: error.report(in: language))
            }
        }
    }
}
