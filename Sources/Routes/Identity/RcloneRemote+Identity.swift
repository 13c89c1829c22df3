import SystemIO

extension RcloneRemote {
    private static let known = Remembered<RouteIdentity>()
    /// The most remotes that lie one over the other.
    private static let depth = 8

    /// The host or the remote that is really reached, by rclone's configuration; the remote's name where it does not tell.
    func identity(program: Path = "rclone") -> RouteIdentity {
        Self.known([program.string, configuration ?? "", name].joined(separator: "\n")) { _ in reached(program) }
    }

    private func reached(_ program: Path) -> RouteIdentity {
        var name = name
        for _ in 0..<Self.depth {
            let settings = settings(of: name, program)
            if let host = Self.host(settings) { return RouteIdentity(host: host) }
            guard ["alias", "crypt", "chunker", "compress", "hasher", "cache"].contains(settings["type"]),
                let base = settings["remote"].flatMap(Self.base)
            else { break }
            name = base
        }
        return RouteIdentity("rclone:\(name)")
    }

    /// The remote in `remote:path` and `remote,option=value:path`; nil for a path, and for a remote without a name.
    private static func base(_ text: String) -> String? {
        let name = text.prefix { !":,/".contains($0) }
        guard !name.isEmpty, let next = text[name.endIndex...].first, next != "/" else { return nil }
        return (try? RcloneRemote(name: String(name), folder: ""))?.name
    }

    private static func host(_ settings: [String: String]) -> String? {
        switch settings["type"] {
        case "sftp", "ftp", "smb": return settings["host"]
        case "webdav", "http":
            guard let url = settings["url"], let start = url.firstRange(of: "://")?.upperBound else { return nil }
            let authority = url[start...].prefix { !"/?#".contains($0) }
            guard let place = authority.split(separator: "@").last else { return nil }
            let host = place.hasPrefix("[") ? place.dropFirst().prefix { $0 != "]" } : place.prefix { $0 != ":" }
            return host.isEmpty ? nil : String(host)
        default: return nil
        }
    }

    /// What rclone's configuration says of a remote, as far as it is compared; empty if it says nothing, or is encrypted.
    private func settings(of name: String, _ program: Path) -> [String: String] {
        let configuration = configuration.map { ["--config", $0] } ?? []
        let command = Command(
            program, configuration + ["--ask-password=false", "config", "show", name], silence: .seconds(10))
        guard let result = try? command.run(limit: 1 << 20), result.status == 0 else { return [:] }
        var settings: [String: String] = [:]
        for line in String(decoding: result.output, as: UTF8.self).split(separator: "\n") {
            guard let sign = line.firstRange(of: " = ") else { continue }
            let key = String(line[..<sign.lowerBound])
            // The others may be secrets.
            if ["type", "remote", "host", "url"].contains(key) { settings[key] = String(line[sign.upperBound...]) }
        }
        return settings
    }
}
