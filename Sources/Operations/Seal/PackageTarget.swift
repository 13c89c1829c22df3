import PackageFormat
import SystemIO

/// Where a package goes.
package enum PackageTarget: Sendable {
    /// - Parameter replacing: whether a file of that name is replaced.
    case file(Path, replacing: Bool)
    /// One file for each piece, x = 1...n.
    case pieces([Path], replacing: Bool)
    case standardOutput

    /// A file for a package in one piece, files with numbers for one in several.
    /// - Parameter path: the file; of several pieces what their names begin with, with or without ".fubako" behind it:
    ///   "report" gives "report.1.fubako" and so on, with as many digits as the last number has.
    package init(_ path: Path, _ split: Split, replacing: Bool) {
        guard split.n > 1 else {
            self = .file(path, replacing: replacing)
            return
        }
        let suffix = PieceNames.suffix
        let hasSuffix = path.bytes.suffix(suffix.count).elementsEqual(suffix)
        let stem = hasSuffix ? path.bytes.dropLast(suffix.count) : path.bytes[...]
        let width = String(split.n).count
        let paths = (1...split.n).map { Path(PieceNames.name(stem, $0, width: width)) }
        self = .pieces(paths, replacing: replacing)
    }

    /// The files; none for standard output.
    package var paths: [Path] {
        switch self {
        case .file(let path, _): [path]
        case .pieces(let paths, _): paths
        case .standardOutput: []
        }
    }

    var isReplacing: Bool {
        switch self {
        case .file(_, let replacing), .pieces(_, let replacing): replacing
        case .standardOutput: false
        }
    }
}
