import PackageFormat
import SystemIO

/// What the words of a command line that opens packages mean: one package and paths inside it, or several packages, each of
/// one or several pieces.
package struct OpenArguments: Sendable {
    /// At least one, in the order in which they were named.
    package let packages: [PackageSource]
    /// Paths inside the only package, without "./" before and "/" behind; empty for everything.
    package let paths: [[UInt8]]

    /// - Parameters:
    ///   - words: the first is a package. If all others are files that begin or end as packages do, or are called as such,
    ///     they are packages too; otherwise those before the first that is not, and what follows are paths.
    ///   - paths: further paths inside.
    package init(_ words: [Path], paths: [Path]) {
        let packages = words.prefix(1) + words.dropFirst().prefix(while: Self.isPackage)
        let sources = PackageGrouping.sources(Array(packages))
        let inner = words.dropFirst(packages.count) + paths
        guard inner.isEmpty || sources.count == 1 else {
            // Of several packages, the first is meant, and the others are files that it holds.
            self.packages = Array(sources.prefix(1))
            self.paths = (words.dropFirst(max(1, sources[0].paths.count)) + paths).map(Self.inside)
            return
        }
        self.packages = sources
        self.paths = inner.map(Self.inside)
    }

    private static let packageSuffix = Array(".fubako".utf8)

    private static func isPackage(_ path: Path) -> Bool {
        // What cannot be read is no package; nor is a pipe, whose beginning can be read only once.
        guard let file = try? Descriptor.open(path, [.readOnly, .nonBlocking]),
            let metadata = try? file.metadata(), metadata.kind == .file
        else { return false }
        // An empty or overwritten piece among others is damage, not the name of something inside.
        if path.bytes.suffix(packageSuffix.count).elementsEqual(packageSuffix) { return true }
        return (try? PieceStart.isSeen(in: file)) ?? false
    }

    private static func inside(_ path: Path) -> [UInt8] {
        var bytes = path.bytes
        while bytes.starts(with: Array("./".utf8)) { bytes = bytes.dropFirst(2) }
        while bytes.count > 1, bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
        return Array(bytes)
    }
}

extension PackageSource {
    /// - Parameter path: "-" is standard input.
    package init(_ path: Path) { self = path == "-" ? .standardInput : .file(path) }
}
