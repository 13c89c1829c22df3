import PackageFormat
import SystemIO

/// Which files that were named are pieces of one package.
///
/// This looks at their headers only, to know what to read together; whether pieces really belong together is found out when
/// they are read. A file whose header is broken is taken along where there is one package in pieces.
package enum PackageGrouping {
    /// Packages in the order in which their first files were named; "-" is standard input.
    package static func sources(_ words: [Path]) -> [PackageSource] {
        let files = words.map(NamedFile.init)
        let sets = files.compactMap(\.packageID).uniqued
        var sources: [PackageSource] = []
        var begun: Set<[UInt8]> = []
        for file in files {
            let strays = sets.count == 1 && file.isBroken
            guard let set = strays ? sets[0] : file.packageID else {
                sources.append(file.path == "-" ? .standardInput : .file(file.path))
                continue
            }
            guard begun.insert(set).inserted else { continue }
            sources.append(.pieces(files.filter { $0.packageID == set || sets.count == 1 && $0.isBroken }.map(\.path)))
        }
        return sources
    }

    /// A file, and what its header says.
    private struct NamedFile {
        let path: Path
        /// Of a package in several pieces.
        var packageID: [UInt8]?
        /// It is a file, and has no header that can be read.
        var isBroken = false

        init(_ path: Path) {
            self.path = path
            // What cannot be read gets its error when it is read.
            guard path != "-", let file = try? Descriptor.open(path, [.readOnly, .nonBlocking]),
                let metadata = try? file.metadata(), metadata.kind == .file
            else { return }
            guard let header = try? PieceStart.header(of: file) else {
                isBroken = true
                return
            }
            if header.common.split.n > 1 { packageID = header.common.packageID }
        }
    }
}
