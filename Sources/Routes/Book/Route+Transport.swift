extension Route {
    /// What delivers and collects on this route.
    package func transport(_ limits: RouteLimits = RouteLimits()) -> any Transport {
        switch kind {
        case .folder(let path): FolderTransport(path, limits: limits)
        case .carried(let path, let medium): FolderTransport(path, medium: medium, limits: limits)
        case .sftp(let destination, let folder): SFTPTransport(destination, folder: folder, limits: limits)
        case .rclone(let remote): RcloneTransport(remote, limits: limits)
        case .mail(let settings): MailTransport(settings, limits: limits)
        case .command(let settings): CommandTransport(settings)
        }
    }
}
