import Keyring
import PackageFormat
import SystemIO

/// A package that an algorithm protects.
package struct AffectedPackage: Hashable, Sendable {
    /// Its identifier.
    package let packageID: [UInt8]
    /// Where it is.
    package let path: Path
}

/// The packages that an algorithm protects: those that the ledger names, and those below folders.
package struct AffectedPackages: Sendable {
    /// Where they are: first those that lie where they were written, then those that were found below the folders. A
    /// package of which there are copies is there several times.
    package private(set) var found: [AffectedPackage] = []
    /// Those that the ledger names and that are in neither place.
    package let missing: [RecordedPackage]

    /// Looks for them. What the ledger says was sealed again already is left out.
    /// - Parameters:
    ///   - algorithm: its name on the recommended list.
    ///   - recorded: what the ledger names, by the same algorithm; nil where there is no ledger.
    /// - Throws: as ``PackageSearch/packages(protectedBy:)``.
    package init(
        protectedBy algorithm: String, recorded: RecordedPackages?, _ search: PackageSearch
    ) throws(OperationError) {
        for package in recorded?.packages ?? [] {
            guard let path = package.output, search.packageID(at: path) == package.packageID else { continue }
            found.append(AffectedPackage(packageID: package.packageID, path: path))
        }
        let known = Set(found.map(\.path))
        for package in try search.packages(protectedBy: algorithm) {
            let absolute = (try? package.path.absolute()) ?? package.path
            guard !known.contains(absolute), recorded?.resealed.contains(package.packageID) != true else { continue }
            found.append(package)
        }
        let ids = Set(found.map(\.packageID))
        missing = (recorded?.packages ?? []).filter { !ids.contains($0.packageID) }
    }

    /// Each package once, wherever else there are copies of it.
    package var foundOnce: [AffectedPackage] {
        var seen: Set<[UInt8]> = []
        return found.filter { seen.insert($0.packageID).inserted }
    }
}

/// Looks for packages below folders. Symbolic links are not followed.
package struct PackageSearch {
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
                    let arrived = try arrived(path)
                    guard DescribedAlgorithm.names(in: arrived.structure).contains(algorithm) else { continue }
                    found.append(AffectedPackage(packageID: arrived.header.packageID, path: path))
                } catch { report(path, error) }
            }
        }
        return found
    }

    /// The identifier of the package at a path; nil if there is none. What is there and cannot be read is reported.
    func packageID(at path: Path) -> [UInt8]? {
        do throws(OperationError) { return try arrived(path).header.packageID } catch {
            if error.underlying?.isAbsence != true { report(path, error) }
            return nil
        }
    }

    private func arrived(_ path: Path) throws(OperationError) -> ArrivedPackage {
        try ArrivedPackage(.file(path), keyring: keyring, withdrawals: Withdrawals())
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

extension OperationError.Underlying {
    /// Whether there is just nothing of that name.
    fileprivate var isAbsence: Bool {
        if case .system(let error) = self { [.notFound, .notFolder].contains(error.code) } else { false }
    }
}
