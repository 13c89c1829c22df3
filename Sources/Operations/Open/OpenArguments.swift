import SystemIO

/// What the words of a command line that opens packages mean: one package and paths inside it, or several packages.
package struct OpenArguments: Sendable {
    /// At least one, in the order in which they were named.
    package let packages: [PackageSource]
    /// Paths inside the only package, without "./" before and "/" behind; empty for everything.
    package let paths: [[UInt8]]

    /// - Parameters:
    ///   - words: the first is a package. If all are files that exist, all are packages, otherwise the others are paths.
    ///   - paths: further paths inside; with any of them, only the first word is a package.
    package init(_ words: [Path], paths: [Path]) {
        if paths.isEmpty, words.dropFirst().allSatisfy(Self.isFile) {
            packages = words.map(PackageSource.init)
            self.paths = []
        } else {
            packages = words.prefix(1).map(PackageSource.init)
            self.paths = (words.dropFirst() + paths).map(Self.inside)
        }
    }

    private static func isFile(_ path: Path) -> Bool {
        guard let file = try? Descriptor.open(path, .pathOnly), let metadata = try? file.metadata() else {
            return false
        }
        return metadata.kind != .folder
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
