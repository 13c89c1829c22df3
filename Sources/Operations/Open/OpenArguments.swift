import PackageFormat
import SystemIO

/// What the words of a command line that opens packages mean: one package and paths inside it, or several packages.
package struct OpenArguments: Sendable {
    /// At least one, in the order in which they were named.
    package let packages: [PackageSource]
    /// Paths inside the only package, without "./" before and "/" behind; empty for everything.
    package let paths: [[UInt8]]

    /// - Parameters:
    ///   - words: the first is a package. If all others are files that begin as packages do, they are packages too,
    ///     otherwise paths.
    ///   - paths: further paths inside; with any of them, only the first word is a package.
    package init(_ words: [Path], paths: [Path]) {
        if paths.isEmpty, words.dropFirst().allSatisfy(Self.beginsAsPackage) {
            packages = words.map(PackageSource.init)
            self.paths = []
        } else {
            packages = words.prefix(1).map(PackageSource.init)
            self.paths = (words.dropFirst() + paths).map(Self.inside)
        }
    }

    private static func beginsAsPackage(_ path: Path) -> Bool {
        // What cannot be read is no package; nor is a pipe, whose beginning can be read only once.
        guard let file = try? Descriptor.open(path, [.readOnly, .nonBlocking]),
            let metadata = try? file.metadata(), metadata.kind == .file,
            let beginning = try? file.readFully(count: Format.magic.count, at: 0)
        else { return false }
        return beginning == Format.magic
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
