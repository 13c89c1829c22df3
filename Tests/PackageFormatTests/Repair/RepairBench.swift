import Cryptography
import SystemIO
import Transparency

@testable import PackageFormat

/// A package in pieces that a test holds in memory.
struct RepairBench {
    let split: Split
    /// Piece x at index x - 1, as it was sealed.
    var pieces: [[UInt8]]

    /// - Parameter count: bytes of its one file; units have one chunk.
    init(k: Int, n: Int, count: Int = 70_000) throws {
        let bench = try SealingBench()
        guard let split = Split(k: k, n: n, unitSize: ChunkedEncryption.sealedChunkSize) else {
            throw PackageFormatError(.invalidRequest, "no such split")
        }
        _ = try bench.folder.write(bench.pattern(count), to: "file")
        try bench.seal(["file"]) { $0.split = split }
        self.split = split
        pieces = try bench.pieceNames("package", split).map {
            try Descriptor.open(bench.path($0), .readOnly).readToEnd(limit: 1 << 24)
        }
    }

    /// The package as it is read from some files.
    static func structure(_ files: [[UInt8]]) throws -> PackageStructure {
        let sorting = try PieceSorting(files.map { PieceFile(try Reading.file($0).descriptor.duplicate()) })
        try sorting.requirePackages()
        return sorting.packages[0]
    }

    /// Pieces with these numbers, rebuilt from some files.
    static func rebuilt(_ numbers: [Int], from files: [[UInt8]], workers: Int = 1) throws -> [[UInt8]] {
        let outputs = try numbers.map { _ in PieceOutput(try SpillFile().descriptor.duplicate()) }
        let targets = zip(numbers, outputs).map { RebuiltPiece(number: $0, output: $1) }
        _ = try structure(files).rebuild(targets, examining: [], workers: workers, progress: Progress())
        return try outputs.map {
            let file = try $0.written()
            return try file.read(Int(file.size()), at: 0)
        }
    }

    /// Where a unit starts in its piece.
    func unitOffset(stripe: Int) throws -> Int {
        let structure = try Self.structure([pieces[0]])
        return Int(structure.pieces[0].unitOffset(stripe: UInt64(stripe)))
    }

    /// Changes pieces as their sender could: hashes, lengths and manifest fit whatever they have become.
    mutating func forge(_ change: (Int, inout PieceParts) throws -> Void) throws {
        var parts = try pieces.map(PieceParts.init)
        for index in parts.indices { try change(index + 1, &parts[index]) }
        let leaves = try hashSection(parts)
        let roots = try (0..<split.n).map { piece in
            var tree = try MerkleTree()
            try tree.append(batch: leaves, from: piece, by: split.n)
            return try tree.root().bytes
        }
        let headers = try parts.map { try hash(.sha256, $0.header) }
        for index in parts.indices {
            parts[index].headerCopy = parts[index].header
            parts[index].hashSection = leaves
            try parts[index].changeTrailer {
                let old = $0.manifest
                let manifest = Manifest(
                    purpose: old.purpose, packageID: old.packageID, commonHeaderHash: old.commonHeaderHash,
                    salt: old.salt, commitment: old.commitment, pieceHeaderHashes: headers, roots: roots,
                    stripeCount: old.stripeCount, ciphertextLength: old.ciphertextLength,
                    sealingTime: old.sealingTime, intent: old.intent, extensions: old.extensions)
                return Trailer(manifest: manifest, mac: $0.mac, signature: nil)
            }
        }
        pieces = parts.map(\.encoded)
    }

    private func hashSection(_ parts: [PieceParts]) throws -> [UInt8] {
        let starts = stride(from: 0, to: parts[0].body.count, by: split.unitSize)
        return try starts.flatMap { start in
            try parts.flatMap { part in
                try hash(.sha256, [0] + part.body[start..<min(part.body.count, start + split.unitSize)])
            }
        }
    }
}
