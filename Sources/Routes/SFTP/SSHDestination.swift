import SystemIO

/// Which server, as whom, and how it is known. Secrets are ssh's business: its agent and its key files.
package struct SSHDestination: Hashable, Sendable {
    /// A name, an address, or an alias of ssh's configuration.
    package let host: String
    /// The user at the server; nil: what ssh's configuration says.
    package let user: String?
    /// 1...65,535; nil: what ssh's configuration says.
    package let port: Int?
    /// The private key to use; nil: what ssh's configuration and agent offer.
    package let identityFile: String?
    /// The file of known hosts to rely on, and on no other; nil: ssh's own.
    package let knownHosts: String?

    /// - Throws: ``RoutesError/Code/badValue`` for what ssh would take for something else, such as a host that begins with a dash, or
    ///   a path with a percent sign.
    package init(
        host: String, user: String? = nil, port: Int? = nil, identityFile: String? = nil, knownHosts: String? = nil
    ) throws(RoutesError) {
        guard Self.isPlain(host), !host.contains("@"), user.map(Self.isPlain) ?? true,
            port.map({ (1...65_535).contains($0) }) ?? true
        else {
            throw RoutesError(.badValue, "the host, user or port is not of its form")
        }
        guard [identityFile, knownHosts].allSatisfy({ $0.map(Self.isPath) ?? true }) else {
            throw RoutesError(
                .badValue, "a file for ssh is not an absolute path without quotes, percent, dollar and backslash")
        }
        self.host = host
        self.user = user
        self.port = port
        self.identityFile = identityFile
        self.knownHosts = knownHosts
    }

    /// Letters, digits and what else names, addresses and accounts have.
    private static func isPlain(_ text: String) -> Bool {
        let others = "._-:+@".unicodeScalars
        guard let first = text.unicodeScalars.first, first != "-", text.utf8.count <= 255 else { return false }
        return text.unicodeScalars.allSatisfy { scalar in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9": true
            default: others.contains(scalar)
            }
        }
    }

    private static func isPath(_ text: String) -> Bool {
        text.hasPrefix("/") && text.utf8.count <= 4000
            && text.unicodeScalars.allSatisfy {
                $0.value >= 0x20 && $0.value != 0x7F && !"\"'%$\\".unicodeScalars.contains($0)
            }
    }

    /// How ssh(1) is called. It asks for nothing, forwards nothing, and takes no host key that is not known.
    var arguments: [String] {
        var options = [
            "-x", "-a", "-T", "-oBatchMode=yes", "-oStrictHostKeyChecking=yes", "-oUpdateHostKeys=no",
            "-oClearAllForwardings=yes", "-oPermitLocalCommand=no", "-oConnectTimeout=30", "-oServerAliveInterval=15",
            "-oServerAliveCountMax=3", "-oControlMaster=no", "-oControlPath=none", "-oLogLevel=ERROR",
        ]
        if let port { options.append("-p\(port)") }
        if let user { options.append("-l\(user)") }
        if let identityFile { options += ["-oIdentityFile=\"\(identityFile)\"", "-oIdentitiesOnly=yes"] }
        if let knownHosts {
            options += ["-oUserKnownHostsFile=\"\(knownHosts)\"", "-oGlobalKnownHostsFile=/dev/null"]
        }
        return options + ["-s", "--", host, "sftp"]
    }
}
