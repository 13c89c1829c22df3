import Operations

extension PackageSource: MessageArgument {
    /// What it is called on the command line, escaped.
    package var shown: String {
        switch self {
        case .file(let path): path.shown
        case .standardInput: "-"
        }
    }

    /// What it is called on the command line, as text.
    package var name: String {
        switch self {
        case .file(let path): path.string
        case .standardInput: "-"
        }
    }
}
