import Cryptography
import SystemIO
import TestSupport
import Testing

@testable import PackageFormat

/// A package in several pieces that a test holds in memory, and what it holds.
struct PieceSample: Sendable {
    let split: Split
    let content: [UInt8]
    /// x = 1...n.
    let pieces: [[UInt8]]
    let layout: Layout

    /// Units are as small as can be.
    init(_ k: Int, _ n: Int, size: Int, signed: Bool = true, padding: Bool = false) throws {
        let split = try #require(Split(k: k, n: n, unitSize: ChunkedEncryption.sealedChunkSize))
        let bench = try SealingBench()
        content = bench.pattern(size)
        try bench.folder.write(content, to: "f")
        try bench.seal(["f"], .init(signer: signed ? TestKeys.signer() : nil)) {
            $0.split = split
            $0.padding = padding
        }
        pieces = try bench.pieceNames("package", split).map(bench.folder.read)
        layout = try Reading.structure(pieces[0]).layout
        self.split = split
    }

    var geometry: StripeGeometry { layout.geometry }

    /// The piece of a number, 1...n.
    subscript(_ number: Int) -> [UInt8] { pieces[number - 1] }

    /// The piece of a number, taken apart.
    func parts(_ number: Int) throws -> PieceParts { try PieceParts(self[number]) }

    /// The range of a unit in its piece.
    func unit(_ stripe: Int) -> Range<Int> {
        let start = Int(layout.bodyOffset + geometry.unitOffset(stripe: UInt64(stripe)))
        return start..<start + geometry.unitSize(stripe: UInt64(stripe))
    }

    /// The name of a unit that is damaged.
    func place(_ stripe: Int, _ number: Int) -> Place {
        Place(.unit, offset: UInt64(unit(stripe).lowerBound), unit: UInt64(stripe), piece: number)
    }
}

/// The pieces of a package in files, each read once.
struct HeldPieces {
    let files: [PieceFile]
    private let structures: [PieceStructure]

    init(_ sample: PieceSample) throws {
        files = try sample.pieces.map { PieceFile(try Reading.file($0).descriptor.duplicate()) }
        structures = try files.map { try PieceStructure.read($0.descriptor) }
    }

    /// The package of the pieces with these numbers, nothing known of their units.
    func package(_ numbers: [Int]) -> PackageStructure {
        var package = PackageStructure(structures[numbers[0] - 1], files[numbers[0] - 1])
        for number in numbers.dropFirst() { package.add(Piece(structures[number - 1], files[number - 1])) }
        return package
    }
}

/// A package as far as its pieces are at hand, opened with the first recipient's key.
struct OpenedPieces {
    let content: [UInt8]
    let package: PackageStructure
    /// Files that are no pieces of it.
    let rejected: [PieceSorting.RejectedFile]

    /// - Throws: the refusal that a reader would get; an issue if there are several packages.
    init(_ files: [[UInt8]]) throws {
        try self.init(files.map { PieceFile(try Reading.file($0).descriptor.duplicate()) })
    }

    init(_ files: [PieceFile]) throws {
        let sorting = try PieceSorting(files)
        try sorting.requirePackages()
        try #require(sorting.packages.count == 1)
        package = sorting.packages[0]
        rejected = sorting.rejected
        content = try Self.content(of: package)
    }

    /// What the only file in a package holds.
    static func content(of package: PackageStructure) throws -> [UInt8] {
        let unlocked = try UnlockedPackage(package, with: TestKeys.recipient().key)
        let output = try SpillFile()
        try unlocked.write(nil, of: Contents(unlocked), to: output.descriptor, workers: 1, progress: Progress())
        return try output.descriptor.readFully(count: Int(output.descriptor.metadata().size), at: 0)
    }
}

/// How a package in pieces is cut, as a test's argument.
struct Cut: Hashable, Sendable, CustomTestStringConvertible {
    let k: Int
    let n: Int

    init(_ k: Int, _ n: Int) {
        self.k = k
        self.n = n
    }

    var testDescription: String { "\(k) of \(n)" }

    /// Every way to cut into at most so many pieces.
    static func all(upTo most: Int) -> [Cut] { (1...most).flatMap { n in (1...n).map { Cut($0, n) } } }
}
