/// What a route is compared by: several names and addresses where it is a host, else one text.
struct RouteNames: Hashable, Sendable {
    private var names: Set<String>

    /// From a recorded identity: `host:` and names with a space between them, or any other text.
    init(_ identity: String) {
        let scheme = "host:"
        let hosts = identity.hasPrefix(scheme) ? identity.dropFirst(scheme.count).split(separator: " ") : []
        names = hosts.isEmpty ? [identity] : Set(hosts.map { scheme + $0 })
    }

    /// Whether one name is in both.
    func meets(_ other: RouteNames) -> Bool { !names.isDisjoint(with: other.names) }

    /// Takes what another one has.
    mutating func form(with other: RouteNames) { names.formUnion(other.names) }
}

extension PlannedRoute {
    /// Whether both are one route: they have a name or an address in common.
    package func isSame(as other: PlannedRoute) -> Bool { isSame(as: other.identity) }

    /// Whether an identity, as it is recorded, is that of this route.
    package func isSame(as identity: String) -> Bool {
        identity == self.identity || RouteNames(identity).meets(RouteNames(self.identity))
    }
}
