import DER
import Testing

@testable import PackageFormat

/// Damaged structures: none may crash the program, and what is still read has one encoding only, the one that was read.
@Suite("Structures with random damage")
struct MutationTests {
    /// Tries mutants of `originals` in turn.
    /// - Parameter reencode: reads a mutant, and gives what the values that were read are written as.
    private func fuzz(
        seed: UInt64, _ originals: [[UInt8]], _ reencode: ([UInt8]) throws(PackageFormatError) -> [UInt8]
    ) throws {
        var mutator = Mutator(seed: seed)
        var (accepted, refused) = (0, 0)
        for original in originals { #expect(try reencode(original) == original) }
        for round in 0..<Mutator.count {
            let mutant = mutator.mutant(of: originals[round % originals.count])
            do throws(PackageFormatError) {
                let written = try reencode(mutant)
                if written != mutant { Issue.record("round \(round): read, and written otherwise") }
                accepted += 1
            } catch { refused += 1 }
        }
        #expect(accepted > Mutator.count / 1_000 && refused > Mutator.count / 4)
    }

    @Test("headers")
    func headers() throws {
        // Without the comparison of encodings that reading a header ends with: the parser must be strict by itself.
        let originals = try StructureSamples.headers().map { $0.header.common.encoded }
        try fuzz(seed: 11, originals) { bytes throws(PackageFormatError) in
            try structure(.header) { () throws(DERError) in
                try DERReader.parse(bytes) { reader throws(DERError) in try CommonHeader(from: &reader) }.encoded
            }
        }
    }

    @Test("whole headers of pieces")
    func pieceHeaders() throws {
        let originals = try StructureSamples.headers().map(\.header.encoded)
        try fuzz(seed: 12, originals) { bytes throws(PackageFormatError) in try PieceHeader(encoded: bytes).encoded }
    }

    @Test("manifests and trailers")
    func trailers() throws {
        let originals = try StructureSamples.trailers().map(\.trailer.encoded).filter { $0.count < 5_000 }
        #expect(originals.count == 3)
        try fuzz(seed: 13, originals) { bytes throws(PackageFormatError) in try Trailer(encoded: bytes).encoded }
    }

    @Test("pointer blocks")
    func pointerBlocks() throws {
        let original = PointerBlock(contentLength: 9_000, indexLength: 900, paddingLength: 52).encoded
        try fuzz(seed: 14, [original]) { bytes throws(PackageFormatError) in
            // The sum of what a mutant says, so that more of them get past the first check.
            let lengths = stride(from: 0, to: min(32, bytes.count / 8 * 8), by: 8).map { unsigned(bytes[$0..<$0 + 8]) }
            let sum = lengths.reduce(UInt64(PointerBlock.size)) { $0 &+ $1 }
            return try PointerBlock(encoded: bytes, plaintextLength: max(sum, UInt64(PointerBlock.size))).encoded
        }
    }

    @Test("tails")
    func tails() throws {
        let tail = Tail(
            headerLength: 700, hashSectionLength: 64, trailerLength: 900, digest: StructureSamples.fill(32, 1))
        try fuzz(seed: 15, [tail.encoded]) { bytes throws(PackageFormatError) in try Tail(encoded: bytes).encoded }
    }

    @Test("indexes")
    func indexes() throws {
        let label = try StructureSamples.label()
        let ids = (1...3).map { StructureSamples.fill(32, $0) }
        let entries = [
            entry("a/"), entry("a/b", size: 70_000, seconds: -1), entry("a/l>../c"), entry("c/", mode: 0), entry("d"),
        ]
        let encoded = entries.flatMap(\.encoded)
        let originals = [(nil, nil), (label, nil), (nil, ids), (label, ids)].map { label, recipients in
            IndexHead(label: label, recipients: recipients, entryCount: 5).prefix(entriesLength: UInt64(encoded.count))
                + encoded
        }
        try fuzz(seed: 16, originals) { bytes throws(PackageFormatError) in
            let parsed = try ParsedIndexHead(bytes, length: UInt64(bytes.count))
            let range = parsed.entriesOffset..<UInt64(bytes.count)
            var written = parsed.head.prefix(entriesLength: UInt64(range.count))
            var stream = EntryStream(range, indexStart: 0)
            var (source, rules) = (ArrayBytes(bytes: bytes), IndexRules())
            while let entry = try stream.next(from: &source) {
                try rules.check(entry)
                written += entry.encoded
            }
            return written
        }
    }
}
