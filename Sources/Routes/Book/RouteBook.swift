/// The routes that a user configured: `fubako/routes.yaml` below XDG_CONFIG_HOME or `~/.config` (XDG Base Directory Specification).
/// There are no secrets in it.
///
/// ```
/// version: 1
/// routes:
///   - name: nas
///     kind: folder
///     path: /mnt/nas
///     own: true
///   - name: branch
///     kind: sftp
///     host: files.example
///     user: soumu
///     folder: in
///     domain: 支所
///     stated-by: 山田
///     stated-on: 2026-04-01
/// ```
package struct RouteBook: Hashable, Sendable {
    /// In the order of the file; names differ.
    package private(set) var routes: [Route]

    /// The largest file, in bytes.
    package static let limit = 1 << 20
    /// The most routes.
    package static let routeLimit = 1000

    /// Without routes.
    package init() { routes = [] }

    init(routes: [Route]) { self.routes = routes }

    /// The route of a name.
    /// - Throws: ``RoutesError/Code/notFound``.
    package func route(_ name: String) throws(RoutesError) -> Route {
        guard let route = routes.first(where: { $0.name == name }) else {
            throw RoutesError(
                .notFound, "there is no route of this name", advice: "add it with fubako route add"
            ).on(name)
        }
        return route
    }

    /// Adds a route at the end.
    /// - Throws: ``RoutesError/Code/exists`` if its name is taken; `tooMuch`.
    package mutating func add(_ route: Route) throws(RoutesError) {
        guard !routes.contains(where: { $0.name == route.name }) else {
            throw RoutesError(.exists, "a route of this name is there already", advice: "remove it first").on(
                route.name)
        }
        guard routes.count < Self.routeLimit else { throw RoutesError(.tooMuch, "the book has too many routes") }
        routes.append(route)
    }

    /// Puts a route in the place of the one that has its name.
    /// - Throws: ``RoutesError/Code/notFound``.
    package mutating func replace(with route: Route) throws(RoutesError) {
        guard let index = routes.firstIndex(where: { $0.name == route.name }) else {
            _ = try self.route(route.name)
            return
        }
        routes[index] = route
    }

    /// Takes a route out.
    /// - Throws: ``RoutesError/Code/notFound``.
    package mutating func remove(_ name: String) throws(RoutesError) {
        _ = try route(name)
        routes.removeAll { $0.name == name }
    }
}
