extension Route {
    /// What delivers and collects on this route.
    /// - Parameter staysMounted: whether a medium that is carried stays mounted after a delivery, for another one.
    package func transport(_ limits: RouteLimits = RouteLimits(), staysMounted: Bool = false) -> any Transport {
        switch kind {
        case .folder(let path): FolderTransport(path, limits: limits)
        case .carried(let path, let medium):
            CarriedTransport(path, medium: medium, staysMounted: staysMounted, limits: limits)
        case .sftp(let destination, let folder): SFTPTransport(destination, folder: folder, limits: limits)
        case .rclone(let remote): RcloneTransport(remote, limits: limits)
        case .mail(let settings): MailTransport(settings, limits: limits)
        case .command(let settings): CommandTransport(settings)
        }
    }
}
