import Keyring
import PackageFormat
import SystemIO

/// Knows which packages an algorithm protects: by looking for them, or from a record of what was sealed.
package protocol AffectedPackages {
    /// Packages that the algorithm protects now.
    /// - Parameter algorithm: its name on the recommended list.
    func packages(protectedBy algorithm: String) throws(OperationError) -> [AffectedPackage]
}

/// A package that an algorithm protects.
package struct AffectedPackage: Hashable, Sendable {
    /// Its identifier.
    package let packageID: [UInt8]
    /// Where it is; nil if that is not known.
    package let path: Path?

    /// - Parameter path: nil if it is not known.
    package init(packageID: [UInt8], path: Path?) {
        self.packageID = packageID
        self.path = path
    }
}

/// Looks for packages below folders. Symbolic links are not followed.
package struct PackageSearch: AffectedPackages {
    private let folders: [Path]
    private let keyring: Keyring
    /// Told of files that begin as a package does but cannot be read as one.
    private let report: (Path, OperationError) -> Void

    /// - Parameters:
    ///   - folders: or files.
    ///   - report: told of files that begin as a package does but cannot be read as one.
    package init(_ folders: [Path], keyring: Keyring, report: @escaping (Path, OperationError) -> Void) {
        self.folders = folders
        self.keyring = keyring
        self.report = report
    }

    /// Every package below the folders that the algorithm protects, in the order of the folders and of paths.
    /// - Throws: `system` for a folder that cannot be read.
    package func packages(protectedBy algorithm: String) throws(OperationError) -> [AffectedPackage] {
        var found: [AffectedPackage] = []
        for folder in folders {
            for path in try candidates(in: folder) {
                do throws(OperationError) {
                    let arrived = try ArrivedPackage(.file(path), keyring: keyring)
                    guard DescribedAlgorithm.names(in: arrived.structure).contains(algorithm) else { continue }
                    found.append(AffectedPackage(packageID: arrived.header.packageID, path: path))
                } catch { report(path, error) }
            }
        }
        return found
    }

    /// Regular files that begin as a package does.
    private func candidates(in folder: Path) throws(OperationError) -> [Path] {
        var paths: [Path] = []
        try onSystem { () throws(SystemError) in
            let tree = try SourceTree([folder])
            var walk = tree.walk()
            while let metadata = try walk.next() {
                guard metadata.kind == .file, metadata.size >= UInt64(Format.prefixSize) else { continue }
                let start = try tree.open(walk.path, metadata).readStart()
                if start == Format.magic { paths.append(Self.path(walk.path, in: folder)) }
            }
        }
        return paths
    }

    /// The walk calls the folder by its last component.
    private static func path(_ inner: [UInt8], in folder: Path) -> Path {
        guard let slash = inner.firstIndex(of: UInt8(ascii: "/")) else { return folder }
        return folder.appending(inner[(slash + 1)...])
    }
}

extension SourceFile {
    /// The first bytes, as many as the magic has.
    fileprivate borrowing func readStart() throws(SystemError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Format.magic.count)
        try bytes.withMutableRawBytes { buffer throws(SystemError) in try readFully(into: buffer, at: 0) }
        return bytes
    }
}
