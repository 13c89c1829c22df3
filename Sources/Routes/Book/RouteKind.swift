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
