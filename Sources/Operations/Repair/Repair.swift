import PackageFormat
import SystemIO

/// Which pieces are to be made good, and where they go.
package struct RepairRequest: Sendable {
    /// Numbers of the only pieces that are meant; empty for all.
    package var numbers: Set<Int> = []
    /// Where rebuilt pieces go; nil for where they belong: in the place of damaged files, and beside the first one.
    package var folder: Path?
    /// Whether a file that has the name of a missing piece is replaced.
    package var replacing = false

    /// Everything that is missing or damaged, in its place.
    package init() {}
}

/// What was rebuilt.
package struct RepairReport: Sendable {
    /// One file that was written.
    package struct Piece: Sendable {
        /// x, 1...n.
        package let number: Int
        /// The file.
        package let path: Path
        /// It was there and damaged; else it was missing.
        package let wasDamaged: Bool
    }

    /// In ascending order of their numbers; empty if there was nothing to do.
    package let pieces: [Piece]
    /// What was found wrong, at most ``UnitFindings/limit`` units of it.
    package let damage: [Damage]
    /// How many places were wrong in all.
    package let damageCount: UInt64
}

extension ArrivedPackage {
    /// Rebuilds pieces that are missing or damaged, bit for bit, without any key. All of them appear, or none.
    /// - Parameter state: where a name in between is recorded that a killed process may leave.
    /// - Throws: `noSuchPiece`; `noPieceNames` if the names at hand do not tell those of missing pieces; `package` with
    ///   `tooFewPieces`, `damaged`, `notRebuildable`; `system`.
    package func repair(
        _ request: RepairRequest, workers: Int = defaultWorkerCount, state: StateFolder? = nil, progress: Progress
    ) throws(OperationError) -> RepairReport {
        if let unknown = request.numbers.sorted().first(where: { !(1...structure.common.split.n).contains($0) }) {
            throw OperationError(.noSuchPiece, String(unknown))
        }
        let plan = RepairPlan(structure, source, request)
        let writing = RepairWriting(plan: plan, workers: workers, state: state, progress: progress)
        let known = try plan.known()
        let pieces = try writing.write(known, examining: plan.examined) { faulty throws(OperationError) in
            let found = try plan.found(faulty, beside: known)
            return found.isEmpty ? [] : try writing.write(found, examining: []) { _ in [] }
        }
        let units = structure.findings.verdict
        return RepairReport(
            pieces: pieces.sorted { ($0.number, $0.path.string) < ($1.number, $1.path.string) },
            damage: structure.damage + units.damaged,
            damageCount: UInt64(structure.damage.count) + units.damagedCount)
    }
}

/// Opens outputs, and has them written.
private struct RepairWriting {
    let plan: RepairPlan
    let workers: Int
    let state: StateFolder?
    let progress: Progress

    /// Writes pieces; none has its name before `then` has succeeded, which gets the files that turned out to be faulty.
    func write(
        _ pieces: [RepairReport.Piece], examining examined: Set<Int>,
        then: (Set<Int>) throws(OperationError) -> [RepairReport.Piece]
    ) throws(OperationError) -> [RepairReport.Piece] {
        let made = pieces.filter { !plan.isReplaced($0) }
        let replaced = pieces.filter(plan.isReplaced)
        return try PieceFiles(isReplacing: plan.request.replacing, state: state).write(made.map(\.path)[...]) {
            first throws(OperationError) in
            try PieceFiles(isReplacing: true, keepsMode: true, state: state).write(replaced.map(\.path)[...]) {
                second throws(OperationError) in
                let targets = zip(made + replaced, first + second).map { RebuiltPiece(number: $0.number, output: $1) }
                let faulty = try onPackage { () throws(PackageFormatError) in
                    try plan.structure.rebuild(targets, examining: examined, workers: workers, progress: progress)
                }
                return pieces + (try then(faulty))
            }
        }
    }
}
