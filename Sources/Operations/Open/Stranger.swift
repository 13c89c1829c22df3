import PackageFormat
import SystemIO

/// A file that was named with the pieces of a package and is none of them.
package struct Stranger: Sendable {
    /// Which file; nil for standard input.
    package let path: Path?
    /// What is wrong with it, or that it is of another package.
    package let error: OperationError

    /// Files that cannot be read as pieces, and pieces of packages that are not meant.
    static func all(_ sorting: PieceSorting, besides chosen: PackageStructure) -> [Stranger] {
        let broken = sorting.rejected.map {
            Stranger(path: $0.file.path, error: OperationError(.package, underlying: .package($0.error)))
        }
        let own = chosen.pieces.map { ObjectIdentifier($0.file) }
        let others = sorting.packages.flatMap(\.pieces).filter { !own.contains(ObjectIdentifier($0.file)) }
        return broken + others.map { Stranger(path: $0.file.path, error: OperationError(.foreignPiece)) }
    }
}
