import SystemIO
import TestSupport
import Testing

@testable import PackageFormat

@Suite("A package opens while its pieces together have everything that is needed")
struct StructuralDamageTests {
    private static let slices = 4
    private static var count: Int { max(30, Mutator.count / 40 / (cuts.count * slices)) }
    private static let cuts = [Cut(2, 3), Cut(3, 5), Cut(3, 3), Cut(1, 4)]

    @Test("every piece broken somewhere else", arguments: cuts, 0..<slices)
    func campaign(_ cut: Cut, slice: Int) throws {
        let sample = try PieceSample(cut.k, cut.n, size: 2 * cut.k * 16_384 + 3_000, signed: slice % 2 == 0)
        var random = Randomness(seed: UInt64(cut.k * 100 + cut.n * 10 + slice))
        var opened = 0
        for _ in 0..<Self.count {
            let wounds = sample.pieces.map { _ in Wounds(sample, &random) }
            let pieces = try wounds.enumerated().map { try $1.inflict(on: sample, $0 + 1, &random) }
            if try Self.opens(pieces, sample, wounds) { opened += 1 }
        }
        #expect(opened > 0 && (opened < Self.count || cut.k == 1), "\(opened) of \(Self.count) opened")
    }

    private static func opens(_ pieces: [[UInt8]], _ sample: PieceSample, _ wounds: [Wounds]) throws -> Bool {
        do throws(any Error) {
            let opened = try OpenedPieces(pieces)
            #expect(Wounds.isRecoverable(wounds, sample), "opened: \(wounds)")
            if opened.content != sample.content { Issue.record("another plaintext: \(wounds)") }
            return true
        } catch let error as PackageFormatError {
            #expect(!Wounds.isRecoverable(wounds, sample), "refused: \(wounds), \(error)")
            #expect([.damaged, .wrongLength, .tooFewPieces, .tooLarge, .notAPackage].contains(error.code), "\(error)")
            return false
        }
    }

    /// What is broken, in the first, second, ... piece of 3 of 5, and whether they open.
    private static let tables: [(wounds: [Set<Part>], opens: Bool)] = [
        ([[.header], [.headerCopy], [.prefix], [.tail], [.hashSection]], true),
        ([[.hashSection], [.trailer], [.tail], [.hashSection, .tail], [.trailer, .tail]], true),
        ([[.hashSection], [.trailer], [.hashSection], [.trailer], [.hashSection]], true),
        ([[.tail, .header], [.tail, .headerCopy], [.tail, .prefix], [.tail, .hashSection], [.trailer]], true),
        ([[.header, .headerCopy], [.header, .headerCopy], [], [], []], true),
        ([[.header, .headerCopy], [.header, .headerCopy], [.header, .headerCopy], [], []], false),
        ([[.hashSection], [.hashSection], [.hashSection], [.hashSection], [.hashSection]], false),
        ([[.trailer], [.trailer], [.trailer], [.trailer], [.trailer]], false),
        ([[.tail], [.tail], [.tail], [.tail], [.tail]], false),
        ([[.prefix], [.prefix], [.prefix], [.prefix], [.prefix]], true),
    ]

    @Test("parts in every piece", arguments: tables.indices)
    func table(index: Int) throws {
        let (parts, opens) = Self.tables[index]
        let sample = try PieceSample(3, 5, size: 120_000)
        var random = Randomness(seed: UInt64(index))
        let wounds = parts.map { Wounds(parts: $0, units: []) }
        let pieces = try wounds.enumerated().map { try $1.inflict(on: sample, $0 + 1, &random) }
        #expect(Wounds.isRecoverable(wounds, sample) == opens)
        #expect(try Self.opens(pieces, sample, wounds) == opens)
    }

    @Test("what is broken is named with its piece's number, and nothing else")
    func names() throws {
        let sample = try PieceSample(2, 3, size: 90_000)
        var random = Randomness(seed: 1)
        let wounds = [
            Wounds(parts: [.header], units: [1]), Wounds(parts: [.headerCopy], units: []), Wounds(parts: [], units: []),
        ]
        let pieces = try wounds.enumerated().map { try $1.inflict(on: sample, $0 + 1, &random) }
        let opened = try OpenedPieces(pieces)
        #expect(opened.content == sample.content)
        #expect(opened.package.pieces.map { $0.damage.map(\.place.region) } == [[.header], [.headerCopy], []])
        #expect(opened.package.findings.verdict.damaged.map(\.place) == [sample.place(1, 1)])
    }
}

/// Parts of a piece that a test breaks, beside its units.
private enum Part: CaseIterable {
    case prefix, header, headerCopy, hashSection, trailer, tail
}

/// What is broken in one piece.
private struct Wounds: CustomStringConvertible {
    let parts: Set<Part>
    /// Stripes.
    let units: Set<Int>

    init(parts: Set<Part>, units: Set<Int>) {
        self.parts = parts
        self.units = units
    }

    init(_ sample: PieceSample, _ random: inout Randomness) {
        let share: Double = [0.1, 0.3, 0.6].randomElement(using: &random) ?? 0
        func isHit(_ random: inout Randomness) -> Bool { Double.random(in: 0..<1, using: &random) < share }
        var (parts, units): (Set<Part>, Set<Int>) = ([], [])
        for part in Part.allCases where isHit(&random) { parts.insert(part) }
        for stripe in 0..<Int(sample.geometry.stripeCount) where isHit(&random) && isHit(&random) {
            units.insert(stripe)
        }
        self.init(parts: parts, units: units)
    }

    /// k shares, one hash section, trailer and tail, and k good units of every stripe are needed.
    static func isRecoverable(_ wounds: [Wounds], _ sample: PieceSample) -> Bool {
        let k = sample.split.k
        let hasParts = [.hashSection, .trailer, .tail].allSatisfy { part in
            wounds.contains { !$0.parts.contains(part) }
        }
        let shares = wounds.filter { !$0.parts.isSuperset(of: [.header, .headerCopy]) }.count
        let hasUnits = (0..<Int(sample.geometry.stripeCount)).allSatisfy { stripe in
            wounds.filter { !$0.units.contains(stripe) }.count >= k
        }
        return hasParts && shares >= k && hasUnits
    }

    /// The damaged piece.
    func inflict(on sample: PieceSample, _ number: Int, _ random: inout Randomness) throws -> [UInt8] {
        var bytes = sample[number]
        for part in Part.allCases where parts.contains(part) {
            change(&bytes, range(of: part, sample.layout, &random), &random)
        }
        for stripe in units { change(&bytes, sample.unit(stripe), &random) }
        return bytes
    }

    private func range(of part: Part, _ layout: Layout, _ random: inout Randomness) -> Range<Int> {
        let range: Range<UInt64> =
            switch part {
            case .prefix: 0..<12
            case .header: 12..<layout.bodyOffset
            case .headerCopy: layout.headerCopyOffset..<layout.hashSectionOffset
            case .hashSection: layout.hashSectionOffset..<layout.trailerOffset
            case .trailer: layout.trailerOffset..<layout.tailOffset
            // The trailer's length or the magic: a signed package does well without the rest.
            case .tail where Bool.random(using: &random): layout.tailOffset + 16..<layout.tailOffset + 24
            case .tail: layout.tailOffset + 56..<layout.fileSize
            }
        return Int(range.lowerBound)..<Int(range.upperBound)
    }

    private func change(_ bytes: inout [UInt8], _ range: Range<Int>, _ random: inout Randomness) {
        let place = Int.random(in: range, using: &random)
        let count = Int.random(in: 1...min(40, range.upperBound - place), using: &random)
        for index in place..<place + count { bytes[index] ^= UInt8.random(in: 1...255, using: &random) }
    }

    var description: String { "\(parts) \(units.sorted())" }
}
