import Console
import Operations

extension PackageSource: MessageArgument {
    /// What it is called on the command line, escaped.
    package var shown: String {
        switch self {
        case .file(let path): path.shown
        case .standardInput: "-"
        case .pieces(let paths): Self.shortened(paths.map(\.shown))
        }
    }

    /// What it is called on the command line, as text.
    package var name: String {
        switch self {
        case .file(let path): path.string
        case .standardInput: "-"
        case .pieces(let paths): Self.shortened(paths.map(\.string))
        }
    }

    /// The first and how many others: all of them would make a line unreadable.
    private static func shortened(_ names: [String]) -> String {
        names.count < 2 ? names.first ?? "" : "\(names[0]) +\(names.count - 1)"
    }
}
