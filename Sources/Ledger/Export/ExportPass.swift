import Cryptography
import Synchronization
import SystemIO
import Transparency

/// Whether an export is sound, by several workers: every entry as it must be, and its hash the one in the list. What is
/// wrong where, ``ExportDiagnosis`` finds out, if there is anything.
struct ExportPass: Sendable {
    let archive: ExportArchive
    let leaves: LeafList

    /// What is known of a piece of the entries.
    struct Outcome: Sendable {
        var isSound = true
        var backwardTimes: UInt64 = 0
        var firstTime: [UInt8] = []
        var lastTime: [UInt8] = []
        /// Entries that say something of other parts of the export; the positions count from the beginning of the piece.
        var records: [StoredEntry] = []
    }

    /// What is known of the whole.
    struct Result: Sendable {
        let isSound: Bool
        let backwardTimes: UInt64
        let roots: LeafRoots
        /// The entries about witnesses and erasures, in their order.
        let records: [StoredEntry]
    }

    func run(_ workers: Int, _ progress: @Sendable (UInt64, UInt64) -> Void) throws(LedgerError) -> Result {
        let pieces = LineChunks.count(archive.extent(.entries))
        let roots = LeafRoots(leaves: leaves)
        let outcomes = Mutex<[UInt64: Outcome]>([:])
        let hashes = Mutex<[UInt64: TreeHash]>([:])
        let turns = PieceTurns()
        let positions = PositionCounter(total: pieces + roots.total)
        let pass = self
        try runPositions(
            positions, workers: workers,
            context: { _ throws(LedgerError) in try PieceVerifier(pass) }
        ) { verifier, number throws(LedgerError) in
            do throws(LedgerError) {
                try onSystem { () throws(SystemError) in try Interruption.check() }
                guard number < pieces else {
                    let root = try roots.root(ofRange: number - pieces, size: leaves.count)
                    return hashes.withLock { $0[number - pieces] = root }
                }
                let outcome = try verifier.verify(number, turns)
                let done = outcomes.withLock {
                    $0[number] = outcome
                    return UInt64($0.count)
                }
                progress(leaves.count * done / max(1, pieces), leaves.count)
            } catch {
                turns.turns.cancel()
                throw error
            }
        }
        var result = roots
        result.roots = hashes.withLock { all in (0..<roots.total).compactMap { all[$0] } }
        let all = outcomes.withLock { all in (0..<pieces).compactMap { all[$0] } }
        return Result(
            isSound: all.allSatisfy(\.isSound) && turns.count == leaves.count && leaves.isWhole,
            backwardTimes: Self.backwardTimes(all), roots: result, records: all.flatMap(\.records))
    }

    private static func backwardTimes(_ outcomes: [Outcome]) -> UInt64 {
        var count: UInt64 = 0
        var last: [UInt8] = []
        for outcome in outcomes where !outcome.firstTime.isEmpty {
            count += outcome.backwardTimes
            if outcome.firstTime.lexicographicallyPrecedes(last) { count += 1 }
            last = outcome.lastTime
        }
        return count
    }
}

/// How many lines the pieces before have: known once all of them were read.
final class PieceTurns: Sendable {
    let turns = OrderedTurns()
    private let lines = Mutex<UInt64>(0)

    /// Lines of all pieces whose turn is over.
    var count: UInt64 { lines.withLock(\.self) }

    /// Takes the turn of a piece.
    /// - Returns: how many lines stand before it; nil if the work was stopped.
    func begin(_ piece: UInt64, lines count: Int) -> UInt64? {
        guard turns.take(piece) else { return nil }
        defer { turns.done() }
        return lines.withLock { lines in
            defer { lines += UInt64(count) }
            return lines
        }
    }
}

/// What a worker needs to verify pieces.
struct PieceVerifier: ~Copyable {
    private let leaves: LeafList
    private var chunks: LineChunks
    private var lines: LineVerifier

    init(_ pass: ExportPass) throws(LedgerError) {
        let lines = try LineVerifier()
        leaves = pass.leaves
        chunks = LineChunks(pass.archive, .entries)
        self.lines = lines
    }

    mutating func verify(_ number: UInt64, _ turns: PieceTurns) throws(LedgerError) -> ExportPass.Outcome {
        try withParts { chunks, lines throws(LedgerError) in
            lines.begin(isFirst: number == 0)
            try chunks.forEach(in: number) { leaf, isWhole throws(LedgerError) in
                try lines.take(leaf, isWhole: isWhole)
            }
        }
        var outcome = lines.outcome
        guard let first = turns.begin(number, lines: lines.count) else { return outcome }
        outcome.records = outcome.records.map { StoredEntry(position: first + $0.position, entry: $0.entry) }
        let end = first + UInt64(lines.count)
        if end > leaves.count {
            outcome.isSound = false
        } else if try !lines.have(leaves.bytes(first..<end)) {
            outcome.isSound = false
        }
        return outcome
    }

    /// Lends two parts that are changed at the same time.
    private mutating func withParts(
        _ body: (inout LineChunks, inout LineVerifier) throws(LedgerError) -> Void
    ) throws(LedgerError) {
        try body(&chunks, &lines)
    }
}

extension EntryReader {
    /// Whether the entry that was read last begins a ledger.
    func isLedger(_ text: UnsafeRawBufferPointer) -> Bool {
        text[kind].elementsEqual(EntryKind.ledger.rawValue.utf8)
    }
}
