extension Route {
    /// Where it leads, in one text for people. Untrusted.
    package var destination: String {
        switch kind {
        case .folder(let path): path.string
        case .carried(let path, let medium): [medium.name, path.string].compactMap(\.self).joined(separator: " ")
        case .sftp(let destination, let folder): destination.url(folder)
        case .rclone(let remote): "\(remote.name):\(remote.folder)"
        case .mail(let settings): settings.address
        case .command(let settings): settings.account
        }
    }
}

extension RouteBook {
    /// The names of the other routes that are the same as this one, as far as that can be told now.
    package func same(as route: Route) -> [String] {
        guard let identity = try? route.identity() else { return [] }
        return routes.filter { $0.name != route.name && (try? $0.identity().isSame(as: identity)) == true }.map(\.name)
    }
}
