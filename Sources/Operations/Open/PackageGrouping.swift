import PackageFormat
import SystemIO

/// Which files that were named are pieces of one package.
///
/// This looks at both copies of their headers only, to know what to read together; whether pieces really belong together is
/// found out when they are read. A file whose header is broken is taken along where there is one package in pieces.
package struct PackageGrouping {
    private let files: [NamedFile]
    /// Identifiers of packages in pieces, each once.
    private let packages: [[UInt8]]

    /// Packages in the order in which their first files were named; "-" is standard input.
    package static func sources(_ words: [Path]) -> [PackageSource] {
        PackageGrouping(words.map(NamedFile.init)).sources()
    }

    private init(_ files: [NamedFile]) {
        self.files = files
        // A header of which there are two equal copies says more than one that contradicts the other.
        let sure = files.compactMap(\.sureID).uniqued
        let other = files.filter { $0.sureID == nil && sure.isDisjoint(with: $0.packageIDs) }.compactMap(
            \.packageIDs.first)
        packages = sure + other.uniqued
    }

    private func sources() -> [PackageSource] {
        var sources: [PackageSource] = []
        var begun: Set<[UInt8]> = []
        for file in files {
            guard let package = package(of: file) else {
                sources.append(file.path == "-" ? .standardInput : .file(file.path))
                continue
            }
            guard begun.insert(package).inserted else { continue }
            sources.append(.pieces(files.filter { self.package(of: $0) == package }.map(\.path)))
        }
        return sources
    }

    /// Nil for a package in one piece, and for a file of which nothing is known.
    private func package(of file: NamedFile) -> [UInt8]? {
        if file.isBroken { return packages.count == 1 ? packages[0] : nil }
        return packages.first { file.packageIDs.contains($0) }
    }

    /// A file, and what its header says.
    private struct NamedFile {
        let path: Path
        /// Of a package in several pieces, as the copies of the header say, the first one first.
        let packageIDs: [[UInt8]]
        /// The identifier that both copies agree on.
        let sureID: [UInt8]?
        /// It is a file, and has no header that can be read.
        let isBroken: Bool

        init(_ path: Path) {
            self.path = path
            let headers = Self.headers(path)
            packageIDs = (headers ?? []).filter { $0.common.split.n > 1 }.map(\.common.packageID)
            sureID = packageIDs.count == 2 && packageIDs[0] == packageIDs[1] ? packageIDs[0] : nil
            isBroken = headers?.isEmpty ?? false
        }

        /// Nil for what cannot be read, which gets its error when it is read.
        private static func headers(_ path: Path) -> [PieceHeader]? {
            guard path != "-", let file = try? Descriptor.open(path, [.readOnly, .nonBlocking]),
                let metadata = try? file.metadata(), metadata.kind == .file
            else { return nil }
            return (try? PieceStart.headers(of: file)) ?? []
        }
    }
}

extension [[UInt8]] {
    fileprivate func isDisjoint(with others: [[UInt8]]) -> Bool { Set(self).isDisjoint(with: others) }
}
