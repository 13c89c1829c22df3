import Dispersal
import SystemIO
import TestSupport
import Testing

@testable import PackageFormat

@Suite("Any k of n pieces open a package, and fewer do not")
struct SubsetTests {
    private static let cuts = Cut.all(upTo: 8)

    /// What is sealed, in units and bytes beyond: nothing, to amid a unit, and about to the end of a stripe.
    enum Size: CaseIterable {
        case empty, amidUnit, severalStripes

        func bytes(_ cut: Cut) -> Int {
            switch self {
            case .empty: 0
            case .amidUnit: cut.k * 16_384 + 5_000
            case .severalStripes: 3 * cut.k * 16_384 - 200
            }
        }
    }

    @Test("every way to cut is tried")
    func count() { #expect(Self.cuts.count == 36) }

    @Test("every subset of up to eight pieces", arguments: cuts, Size.allCases)
    func subsets(_ cut: Cut, size: Size) throws {
        let sample = try PieceSample(
            cut.k, cut.n, size: size.bytes(cut), signed: size == .amidUnit, padding: size == .severalStripes)
        let pieces = try HeldPieces(sample)
        var opened = 0
        for subset in 1..<(1 << cut.n) {
            let numbers = (1...cut.n).filter { subset >> ($0 - 1) & 1 == 1 }
            // Reading every piece again for each subset takes most of the time; once is enough.
            let opens = try Self.opens(sample, numbers) {
                try size == .amidUnit
                    ? OpenedPieces(numbers.map { pieces.files[$0 - 1] }).content
                    : OpenedPieces.content(of: pieces.package(numbers))
            }
            if opens { opened += 1 }
        }
        // Of eight pieces, those of one row of Pascal's triangle from k on.
        #expect(opened == (1..<(1 << cut.n)).filter { $0.nonzeroBitCount >= cut.k }.count)
    }

    @Test("random subsets of sixteen pieces", arguments: [1, 2, 5, 8, 11, 15, 16])
    func random(k: Int) throws {
        let sample = try PieceSample(k, 16, size: 2 * k * 16_384 + 100)
        let pieces = try HeldPieces(sample)
        var randomness = Randomness(seed: UInt64(k))
        for number in 0..<64 {
            // As many on either side of k as there are.
            let count = number % 2 == 0 ? Int.random(in: k...16, using: &randomness) : max(1, k - 1)
            let numbers = (1...16).shuffled(using: &randomness).prefix(count)
            let opens = try Self.opens(sample, Array(numbers)) {
                try OpenedPieces.content(of: pieces.package(Array(numbers)))
            }
            #expect(opens == (count >= k), "\(numbers)")
        }
    }

    @Test("the most pieces there can be", arguments: [1, 40, 64])
    func sixtyFour(k: Int) throws {
        let sample = try PieceSample(k, 64, size: 50_000)
        let last = Array(sample.pieces.suffix(k))
        #expect(try OpenedPieces(last).content == sample.content)
    }

    @Test("pieces in any order, and one of them twice or thrice")
    func order() throws {
        let sample = try PieceSample(3, 5, size: 100_000)
        for numbers in [[5, 1, 3], [4, 4, 2, 2, 1], [1, 1, 1, 2, 3, 3]] {
            let opened = try OpenedPieces(numbers.map { sample[$0] })
            #expect(opened.content == sample.content)
            #expect(opened.package.numbers == Set(numbers).sorted())
            #expect(opened.package.damage.isEmpty && opened.package.findings.verdict.damaged.isEmpty)
        }
        let shortage = PieceShortage(split: sample.split, present: [2, 4])
        #expect(shortage.missing == 1)
        #expect(refusal { _ = try OpenedPieces([4, 2, 2, 4].map { sample[$0] }) } == PackageFormatError(shortage))
    }

    @Test("pieces are equal in length, and each is a k-th of the whole", arguments: cuts)
    func lengths(_ cut: Cut) throws {
        let sample = try PieceSample(cut.k, cut.n, size: 8 * 16_384)
        #expect(Set(sample.pieces.map(\.count)) == [Int(sample.layout.fileSize)])
        let least = Int(sample.geometry.ciphertextLength) / cut.k
        #expect((least...least + 1).contains(Int(sample.geometry.bodyLength)))
    }

    /// Whether these pieces open to the content; else they must be refused because there are too few of them.
    private static func opens(_ sample: PieceSample, _ numbers: [Int], _ open: () throws -> [UInt8]) throws -> Bool {
        do throws(any Error) {
            if try open() != sample.content { Issue.record("another plaintext: \(numbers)") }
            return true
        } catch let error as PackageFormatError {
            let shortage = PieceShortage(split: sample.split, present: numbers.sorted())
            #expect(error == PackageFormatError(shortage), "\(numbers)")
            #expect(shortage.missing == sample.split.k - numbers.count)
            return false
        }
    }
}
