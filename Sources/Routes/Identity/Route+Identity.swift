import SystemIO

extension Route {
    /// Which route it really is.
    /// - Throws: `down` for a folder that is not there, since what it lies on cannot be told.
    package func identity() throws(RoutesError) -> RouteIdentity {
        switch kind {
        case .folder(let path): try Medium.of(try openFolder(path)).identity
        case .carried(let path, let medium): RouteIdentity("medium:" + (medium.serial ?? medium.uuid ?? path.string))
        // Neither port nor user: whoever has the host has what goes through any of them.
        case .sftp(let destination, _): RouteIdentity(ssh: destination)
        case .rclone(let remote): remote.identity()
        case .mail(let settings): RouteIdentity("mail:\(Self.account(of: settings.address))")
        case .command(let settings): Self.identity(ofAccount: settings.account)
        }
    }

    /// An account that can be a host is compared with hosts, by its name at least.
    private static func identity(ofAccount account: String) -> RouteIdentity {
        guard !account.contains("@"), let host = try? SSHDestination(host: account) else {
            return RouteIdentity("command:\(account)")
        }
        return RouteIdentity(ssh: host, mayBeOther: true)
    }

    /// Without what many systems let a user add to an account, from a plus sign on (RFC 5233).
    private static func account(of address: String) -> String {
        let parts = address.split(separator: "@", maxSplits: 1)
        guard parts.count == 2 else { return address.lowercased() }
        let account = parts[0].prefix { $0 != "+" }.lowercased()
        return "\(account)@\(HostName.normalised(String(parts[1])))"
    }
}

extension Medium {
    /// What a folder on it is compared by: the host of a filesystem that is mounted from elsewhere, so that a share and SFTP to the same
    /// host are one route; else the disk, so that two filesystems on it are; else the number that the filesystem has until the
    /// machine starts again.
    var identity: RouteIdentity {
        if let host { return RouteIdentity(host: host) }
        if let name = serial ?? uuid { return RouteIdentity("medium:\(name)") }
        return RouteIdentity("device:\(device)")
    }

    /// Where a network filesystem comes from: `host:/path` (nfs(5), sshfs(1)) or `//host/share` (mount.cifs(8)).
    private var host: String? {
        if ["cifs", "smb3", "smbfs"].contains(kind) {
            return source.split(separator: "/").first.map(String.init)
        }
        guard ["nfs", "nfs4", "ceph", "fuse.sshfs"].contains(kind) else { return nil }
        guard let end = source.firstRange(of: source.hasPrefix("[") ? "]:" : ":")?.lowerBound else { return nil }
        let host = source[..<end].split(separator: "@").last ?? ""
        return host.isEmpty ? nil : String(host.drop { $0 == "[" })
    }
}
