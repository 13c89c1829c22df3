import PackageFormat
import SystemIO

/// Which files are to be written so that pieces are there and whole.
struct RepairPlan {
    let structure: PackageStructure
    let request: RepairRequest
    /// Paths of the pieces at hand, in the order of ``PackageStructure/pieces``.
    private let paths: [Path]

    init(_ structure: PackageStructure, _ source: PackageSource, _ request: RepairRequest) {
        self.structure = structure
        self.request = request
        paths = structure.pieces.map { $0.file.path ?? source.paths.first ?? "" }
    }

    /// Places of the files that are read as a whole, to find damaged units.
    var examined: Set<Int> { Set(paths.indices.filter { isMeant(structure.pieces[$0].number) }) }

    /// What is known to be needed before units are read: what is not there, or broken but for its units.
    func known() throws(OperationError) -> [RepairReport.Piece] {
        let present = Set(structure.numbers)
        let missing = (1...structure.common.split.n).filter { !present.contains($0) && isMeant($0) }
        let broken = Set(examined.filter { !structure.pieces[$0].damage.isEmpty })
        var pieces = try damaged(broken)
        if !missing.isEmpty {
            guard let names else { throw OperationError(.noPieceNames) }
            pieces += missing.map { RepairReport.Piece(number: $0, path: names.path($0), wasDamaged: false) }
        }
        return pieces
    }

    /// What turned out to be needed when units were read.
    /// - Parameter faulty: places of files.
    func found(_ faulty: Set<Int>, beside known: [RepairReport.Piece]) throws(OperationError) -> [RepairReport.Piece] {
        try damaged(faulty.intersection(examined)).filter { piece in !known.contains { $0.path == piece.path } }
    }

    /// Whether a piece takes the place of a file that was given.
    func isReplaced(_ piece: RepairReport.Piece) -> Bool { request.folder == nil && piece.wasDamaged }

    private func isMeant(_ number: Int) -> Bool { request.numbers.isEmpty || request.numbers.contains(number) }

    /// - Parameter places: of files.
    /// - Returns: each file once.
    private func damaged(_ places: Set<Int>) throws(OperationError) -> [RepairReport.Piece] {
        var pieces: [RepairReport.Piece] = []
        for place in places.sorted() {
            let number = structure.pieces[place].number
            let path = try target(number, paths[place])
            if pieces.contains(where: { $0.path == path }) { continue }
            pieces.append(RepairReport.Piece(number: number, path: path, wasDamaged: true))
        }
        return pieces
    }

    private func target(_ number: Int, _ path: Path) throws(OperationError) -> Path {
        guard let folder = request.folder else { return path }
        // A package in one piece has no number in its name.
        guard structure.common.split.n > 1 else { return folder.appending(path.name) }
        guard let names else { throw OperationError(.noPieceNames) }
        return names.path(number)
    }

    private var names: PieceNames? {
        PieceNames(
            zip(structure.pieces, paths).map { (number: $0.number, path: $1) }, packageID: structure.common.packageID,
            folder: request.folder)
    }
}
