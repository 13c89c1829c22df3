import SystemIO

/// Files that may be pieces, sorted by the packages that they belong to.
///
/// Pieces belong together if their common headers are the same to the byte, and what their trailers sign; names and numbers
/// decide nothing. A file that is damaged is counted among the pieces of every package whose manifest has the hash of its
/// header, or else of one of its units: a forged manifest that lists the hashes of others takes nothing away from them.
package struct PieceSorting: Sendable {
    /// Each package once, in the order in which the files named them first.
    package private(set) var packages: [PackageStructure] = []
    /// Files that belong to none of them.
    package private(set) var rejected: [RejectedFile] = []

    /// A file that is not a piece of any package at hand, and why.
    package struct RejectedFile: Sendable {
        /// Which file.
        package let file: PieceFile
        /// What is wrong with it by itself.
        package let error: PackageFormatError
    }

    /// Reads everything of the files except units.
    /// - Throws: `system`, `cryptography`: where nothing can be said. What is wrong with a file is in ``rejected``.
    package init(_ files: [PieceFile]) throws(PackageFormatError) {
        var broken: [RejectedFile] = []
        for file in files {
            do throws(PackageFormatError) { add(try PieceStructure.read(file.descriptor), file) } catch {
                if error.code == .system && !error.isLossOfFile || error.code == .cryptography { throw error }
                broken.append(RejectedFile(file: file, error: error))
            }
        }
        if broken.count > 1 { packages += try PieceSalvage(broken.map(\.file)).packages(besides: packages) }
        for piece in broken { try assign(piece) }
    }

    /// - Throws: what is wrong with the only file, or with the first of them, if none is a piece.
    package func requirePackages() throws(PackageFormatError) {
        if packages.isEmpty, let first = rejected.first { throw first.error }
    }

    private mutating func add(_ structure: PieceStructure, _ file: PieceFile) {
        guard let index = packages.firstIndex(where: { structure.belongs(to: $0) }) else {
            return packages.append(PackageStructure(structure, file))
        }
        packages[index].add(Piece(structure, file))
    }

    /// Finds out to which packages a damaged piece may belong.
    private mutating func assign(_ broken: RejectedFile) throws(PackageFormatError) {
        let identification = DamagedPiece(broken.file, broken.error)
        var isPiece = false
        for index in packages.indices {
            guard let piece = try identification.piece(of: packages[index]) else { continue }
            packages[index].add(piece)
            isPiece = true
        }
        if !isPiece { rejected.append(broken) }
    }
}

extension PieceStructure {
    /// Whether it is a piece of a package.
    fileprivate func belongs(to package: PackageStructure) -> Bool {
        package.common == header.common && package.trailer.hasSameStatement(as: trailer)
    }
}

extension PackageFormatError {
    /// The file, and no more than that, cannot be read to its end.
    fileprivate var isLossOfFile: Bool {
        if case .system(let error) = underlying { error.isLoss } else { false }
    }
}
