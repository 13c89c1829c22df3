import SystemIO

/// How a piece goes, and where.
package enum RouteKind: Hashable, Sendable {
    /// A folder of this machine or of a server that is mounted; absolute.
    case folder(Path)
    /// A medium that somebody carries, and the folder at which it is mounted; absolute.
    case carried(Path, RegisteredMedium)
    /// A server through OpenSSH, and the folder there.
    case sftp(SSHDestination, folder: String)
    /// Anything that rclone(1) reaches.
    case rclone(RcloneRemote)
    /// Mail.
    case mail(MailSettings)
    /// The user's own programs.
    case command(CommandSettings)

    /// As it is written in the book.
    package var name: String {
        switch self {
        case .folder: "folder"
        case .carried: "carried"
        case .sftp: "sftp"
        case .rclone: "rclone"
        case .mail: "mail"
        case .command: "command"
        }
    }
}

/// What makes two routes one: whoever has the same host, account, remote, disk or medium in hand sees what goes on both.
///
/// Only what a program can compare is compared. Two names of one host, or two hosts of one provider, differ here; that they really
/// do is what a person states.
package struct RouteIdentity: Hashable, Sendable, CustomStringConvertible {
    /// Kind and account in one normalised text, such as `sftp:files.example`.
    package let description: String

    init(_ description: String) { self.description = description }
}

extension Route {
    /// Which route it really is.
    /// - Throws: `notFound` for a folder that is not there, since what it lies on cannot be told.
    package func identity() throws(RoutesError) -> RouteIdentity {
        switch kind {
        case .folder(let path): RouteIdentity("filesystem:\(try filesystem(of: path))")
        case .carried(let path, let medium):
            RouteIdentity("medium:" + (medium.serial ?? medium.uuid ?? path.string))
        // Neither port nor user: whoever has the host has what goes through any of them.
        case .sftp(let destination, _):
            RouteIdentity("sftp:\(Self.normalised(host: destination.host))")
        case .rclone(let remote): RouteIdentity("rclone:\(remote.name)")
        case .mail(let settings): RouteIdentity("mail:\(Self.account(of: settings.address))")
        case .command(let settings): RouteIdentity("command:\(settings.account)")
        }
    }

    /// Names of hosts are compared without regard to case and to a dot at the end (RFC 4343).
    private static func normalised(host: String) -> String {
        let small = host.lowercased()
        return small.hasSuffix(".") ? String(small.dropLast()) : small
    }

    /// Without what many systems let a user add to an account, from a plus sign on (RFC 5233).
    private static func account(of address: String) -> String {
        let parts = address.split(separator: "@", maxSplits: 1)
        guard parts.count == 2 else { return address.lowercased() }
        let account = parts[0].prefix { $0 != "+" }.lowercased()
        return "\(account)@\(normalised(host: String(parts[1])))"
    }

    private func filesystem(of path: Path) throws(RoutesError) -> UInt64 {
        try system { () throws(SystemError) in
            try Descriptor.open(path, [.readOnly, .folder]).metadata().identity.device
        }
    }
}
