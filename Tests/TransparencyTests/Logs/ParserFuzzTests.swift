import TestSupport
import Testing

@testable import Transparency

@Suite("Parsers under mutation")
struct ParserFuzzTests {
    /// How many mutants a fuzz test tries: `$FUBAKO_FUZZ_COUNT`, by default 4,000.
    private static var count: Int { environment["FUBAKO_FUZZ_COUNT"].flatMap { Int($0) } ?? 4_000 }

    /// Pieces that matter to these texts.
    private static let pieces: [[UInt8]] = [
        "\n", "\n\n", "\r", " ", "+", "=", "0", "9", "— ", "\u{2028}", "\u{0}", "extra ", "index ", "old ", "\u{A0}",
        "A",
    ].map { Array($0.utf8) }

    private static func mutant(_ original: [UInt8], _ random: inout Randomness) -> [UInt8] {
        var bytes = original
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let place = Int.random(in: 0...bytes.count, using: &random)
            let end = min(bytes.count, place + Int.random(in: 0...40, using: &random))
            switch Int.random(in: 0..<5, using: &random) {
            case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 1: bytes.insert(contentsOf: pieces.randomElement(using: &random) ?? [], at: place)
            case 2: bytes.removeSubrange(place..<end)
            case 3: bytes.insert(contentsOf: bytes[place..<end], at: place)
            default: bytes.swapAt(place % max(1, bytes.count), Int.random(in: 0..<max(1, bytes.count), using: &random))
            }
            if bytes.isEmpty { bytes = [0x0A] }
        }
        return bytes
    }

    /// Runs `parse` on mutants of `seeds`: whatever it accepts must be encoded as the very bytes that were read.
    private static func fuzz(_ seeds: [String], seed: UInt64, _ parse: ([UInt8]) throws -> [UInt8]) -> Int {
        var random = Randomness(seed: seed)
        var accepted = 0
        for number in 0..<count {
            let bytes = mutant(Array(seeds[number % seeds.count].utf8), &random)
            do {
                let encoded = try parse(bytes)
                accepted += 1
                #expect(encoded == bytes)
            } catch {
                #expect(error is TransparencyError)
            }
        }
        return accepted
    }

    @Test("what a note's reader accepts, it writes again")
    func notes() throws {
        let file = try VectorFile.load()
        let seeds = file.notes.map(\.note) + file.checkpoints
        #expect(Self.fuzz(seeds, seed: 1) { try SignedNote(parsing: $0).encoded } > 100)
        #expect(Self.fuzz(file.checkpoints, seed: 2) { try SignedCheckpoint(parsing: $0).encoded } > 10)
    }

    @Test("what the readers of proofs, requests and keys accept, they write again")
    func proofs() throws {
        let file = try VectorFile.load()
        #expect(Self.fuzz(file.proofs.map(\.proof), seed: 3) { try TlogProof(parsing: $0).encoded } > 10)
        #expect(Self.fuzz(file.requests.map(\.request), seed: 4) { try WitnessRequest(parsing: $0).encoded } > 10)
        let keys = file.keys.map(\.vkey)
        _ = Self.fuzz(keys, seed: 5) { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            // What is not UTF-8 would be repaired on the way into a String.
            guard Array(text.utf8) == bytes else { throw TransparencyError(.malformed, "") }
            return Array(try VerifierKey(text: text).text.utf8)
        }
    }

    @Test("no mutant of a signed checkpoint is signed, unless its text and the log's line are as they were")
    func signatures() throws {
        let signers = try Signers()
        let original = try signers.checkpoint(100)
        let line = try #require(original.note.signatures.first)
        var random = Randomness(seed: 6)
        for _ in 0..<Self.count / 10 {
            let bytes = Self.mutant(original.encoded, &random)
            guard let read = try? SignedCheckpoint(parsing: bytes) else { continue }
            guard case .signed = try read.verdict(log: signers.log) else { continue }
            #expect(read.note.text == original.note.text)
            #expect(read.note.signatures.contains(line))
        }
    }
}
