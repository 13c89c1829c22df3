import Glibc
import SystemIO

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
                .notFound, "there is no route of this name", advice: "add it with fubako route add", said: name)
        }
        return route
    }

    /// Adds a route at the end.
    /// - Throws: ``RoutesError/Code/duplicate`` if its name is taken; `tooMuch`.
    package mutating func add(_ route: Route) throws(RoutesError) {
        guard !routes.contains(where: { $0.name == route.name }) else {
            throw RoutesError(.duplicate, "a route of this name is there already", said: route.name)
        }
        guard routes.count < Self.routeLimit else { throw RoutesError(.tooMuch, "the book has too many routes") }
        routes.append(route)
    }

    /// Takes a route out.
    /// - Throws: ``RoutesError/Code/notFound``.
    package mutating func remove(_ name: String) throws(RoutesError) {
        _ = try route(name)
        routes.removeAll { $0.name == name }
    }

    /// Where the book lies unless told otherwise; nil without a home.
    package static var standardPath: Path? {
        if let config = getenv("XDG_CONFIG_HOME").map({ String(cString: $0) }), config.hasPrefix("/") {
            return Path(config).appending("fubako/routes.yaml")
        }
        guard let home = getenv("HOME").map({ String(cString: $0) }), home.hasPrefix("/") else { return nil }
        return Path(home).appending(".config/fubako/routes.yaml")
    }

    /// Reads a file; one that is not there is a book without routes.
    /// - Throws: as ``init(bytes:)``, `tooMuch`, `system`.
    package static func load(_ path: Path) throws(RoutesError) -> RouteBook {
        let bytes: [UInt8]
        do { bytes = try Descriptor.open(path, .readOnly).readToEnd(limit: limit) } catch {
            switch error.code {
            case .notFound: return RouteBook()
            case .tooLarge: throw RoutesError(.tooMuch, "the book of routes is too large", file: path.string)
            default: throw RoutesError(error.at(path)).of(path.string)
            }
        }
        do { return try RouteBook(bytes: bytes) } catch { throw error.of(path.string) }
    }

    /// Writes the file in its one form, as a whole or not at all, for nobody else to read; its folder is made if it is missing.
    /// - Throws: `system`.
    package func save(_ path: Path) throws(RoutesError) {
        let bytes = try bytes()
        try system { () throws(SystemError) in
            _ = try PrivateFolder.open(path.folder)
            let file = try AtomicFile(path, replacing: true)
            try file.descriptor.writeFully(bytes)
            try file.commit()
        }
    }
}
