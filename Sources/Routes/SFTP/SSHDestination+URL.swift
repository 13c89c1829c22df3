extension SSHDestination {
    /// How sftp(1) writes it: the folder is relative to where the server lets us in, unless it begins with a second slash.
    func url(_ folder: String) -> String {
        let account = user.map { "\($0)@" } ?? ""
        let name = host.contains(":") ? "[\(host)]" : host
        return "sftp://\(account)\(name)\(port.map { ":\($0)" } ?? "")/\(folder)"
    }
}

extension RouteKind {
    /// From `sftp://[user@]host[:port]/folder`, as sftp(1) takes it. A percent sign and two digits stand for any byte.
    /// - Throws: ``RoutesError/Code/badValue``.
    package static func sftp(
        url: String, identityFile: String? = nil, knownHosts: String? = nil
    ) throws(RoutesError) -> RouteKind {
        let scheme = "sftp://"
        guard url.hasPrefix(scheme) else { throw badURL }
        let rest = url.dropFirst(scheme.count)
        let authority = rest.prefix { $0 != "/" }
        let parts = authority.split(separator: "@", omittingEmptySubsequences: false)
        guard let place = parts.last, parts.count <= 2 else { throw badURL }
        let (host, port) = try hostAndPort(place)
        let destination = try SSHDestination(
            host: host, user: parts.count == 2 ? try decoded(parts[0]) : nil, port: port, identityFile: identityFile,
            knownHosts: knownHosts)
        let folder = try decoded(rest.dropFirst(authority.count + 1))
        guard folder.isEmpty || isOneLine(folder) else { throw badURL }
        return .sftp(destination, folder: folder)
    }

    private static func hostAndPort(_ text: Substring) throws(RoutesError) -> (String, Int?) {
        var host = text
        var rest = Substring()
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { throw badURL }
            host = text[text.index(after: text.startIndex)..<end]
            rest = text[text.index(after: end)...]
        } else if let colon = text.firstIndex(of: ":") {
            host = text[..<colon]
            rest = text[colon...]
        }
        guard !rest.isEmpty else { return (String(host), nil) }
        guard rest.hasPrefix(":"), let port = Int(rest.dropFirst()), String(port) == rest.dropFirst() else {
            throw badURL
        }
        return (String(host), port)
    }

    private static func decoded(_ text: Substring) throws(RoutesError) -> String {
        guard let decoded = PercentEncoding.decoded(text) else { throw badURL }
        return decoded
    }

    private static var badURL: RoutesError {
        RoutesError(.badValue, "a place for SFTP is written as sftp://user@host:port/folder")
    }
}
