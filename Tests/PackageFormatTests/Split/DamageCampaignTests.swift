import SystemIO
import TestSupport
import Testing

@testable import PackageFormat

@Suite("A package opens exactly when every stripe has k good units")
struct DamageCampaignTests {
    private static let cuts = [Cut(1, 3), Cut(2, 3), Cut(3, 5), Cut(4, 4), Cut(5, 8)]
    private static let slices = 4
    /// Half as many as mutants of a structure, by default 10,000: one package each.
    private static var count: Int { max(30, Mutator.count / 2 / (cuts.count * slices)) }

    @Test("random damage in all pieces", arguments: cuts, 0..<slices)
    func campaign(_ cut: Cut, slice: Int) throws {
        let sample = try PieceSample(cut.k, cut.n, size: 3 * cut.k * 16_384 + 7_000, signed: slice % 2 == 0)
        let field = try DamageField(sample)
        var random = Randomness(seed: UInt64(cut.k * 1_000 + cut.n * 10 + slice))
        var opened = 0
        for number in 0..<Self.count {
            let pattern = DamagePattern(sample, &random)
            try field.inflict(pattern, &random)
            if try check(pattern, field) { opened += 1 }
            if number % 8 == 0 {
                let verdict = try field.package(pattern.numbers).verifyUnits(workers: 2, progress: Progress())
                #expect(
                    Set(verdict.damaged.map(\.place)) == Set(pattern.places)
                        && verdict.damaged.count == pattern.places.count)
            }
            try field.heal()
        }
        // Either way often enough to mean something.
        #expect((Self.count / 10...Self.count * 9 / 10).contains(opened), "\(opened) of \(Self.count) opened")
    }

    /// Whether the damaged package opens.
    private func check(_ pattern: DamagePattern, _ field: DamageField) throws -> Bool {
        let package = field.package(pattern.numbers)
        do throws(any Error) {
            let content = try OpenedPieces.content(of: package)
            #expect(pattern.isRecoverable, "opened with too few units: \(pattern)")
            // Not compared by #expect, which would print both.
            if content != field.sample.content { Issue.record("another plaintext: \(pattern)") }
            #expect(package.findings.verdict.damaged.map(\.place) == pattern.placesThatAreRead, "\(pattern)")
            return true
        } catch let error as PackageFormatError {
            #expect(!pattern.isRecoverable, "refused with enough units: \(pattern), \(error)")
            #expect(error.code == .damaged && error.place.map(pattern.places.contains) ?? false, "\(pattern), \(error)")
            #expect(Set(package.findings.verdict.damaged.map(\.place)).isSubset(of: pattern.places), "\(pattern)")
            return false
        }
    }
}

/// Which pieces are at hand, at least k, and which of their units are damaged.
private struct DamagePattern: CustomStringConvertible {
    let sample: PieceSample
    /// Of the pieces at hand, ascending.
    let numbers: [Int]
    /// For each stripe, the numbers of the pieces at hand whose unit is damaged, ascending.
    let damaged: [[Int]]

    init(_ sample: PieceSample, _ random: inout Randomness) {
        let (k, n) = (sample.split.k, sample.split.n)
        let count = Int.random(in: k...n, using: &random)
        let numbers = (1...n).shuffled(using: &random).prefix(count).sorted()
        // So many in a stripe that about half the packages can be opened, and no more than one in some.
        let most = [1, count - k, count - k, count - k + 1].randomElement(using: &random) ?? 0
        damaged = (0..<Int(sample.geometry.stripeCount)).map { _ in
            Array(numbers.shuffled(using: &random).prefix(Int.random(in: 0...max(0, most), using: &random))).sorted()
        }
        self.sample = sample
        self.numbers = numbers
    }

    var isRecoverable: Bool { damaged.allSatisfy { numbers.count - $0.count >= sample.split.k } }

    /// All damaged units.
    var places: [Place] {
        damaged.enumerated().flatMap { stripe, numbers in numbers.map { sample.place(stripe, $0) } }
    }

    /// The damaged units that are read and looked at when all stripes can be read: data, and parity from the first on until
    /// there is enough, if the first that there is turns out to be wrong.
    var placesThatAreRead: [Place] {
        let k = sample.split.k
        let read: [Place] = damaged.enumerated().flatMap { stripe, damaged -> [Place] in
            var read = damaged.filter { $0 <= k }
            var needed = k - numbers.filter { $0 <= k && !damaged.contains($0) }.count
            let parity = numbers.filter { $0 > k }
            if parity.prefix(needed).contains(where: damaged.contains) {
                for number in parity where needed > 0 {
                    if damaged.contains(number) { read.append(number) } else { needed -= 1 }
                }
            }
            return read.map { sample.place(stripe, $0) }
        }
        return read.sorted { ($0.piece ?? 0, $0.unit ?? 0) < ($1.piece ?? 0, $1.unit ?? 0) }
    }

    var description: String { "\(sample.split.k) of \(numbers), damaged \(damaged)" }
}

/// The pieces of a package in files whose units are damaged and made whole again.
private final class DamageField {
    let sample: PieceSample
    private let pieces: HeldPieces
    private var wounds: [(number: Int, stripe: Int)] = []

    init(_ sample: PieceSample) throws {
        pieces = try HeldPieces(sample)
        self.sample = sample
    }

    func package(_ numbers: [Int]) -> PackageStructure { pieces.package(numbers) }

    func inflict(_ pattern: DamagePattern, _ random: inout Randomness) throws {
        for (stripe, numbers) in pattern.damaged.enumerated() {
            for number in numbers {
                let range = sample.unit(stripe)
                let bytes = damagedUnit(number, range, &random)
                try pieces.files[number - 1].descriptor.writeFully(bytes, at: UInt64(range.lowerBound))
                wounds.append((number, stripe))
            }
        }
    }

    func heal() throws {
        for (number, stripe) in wounds {
            let range = sample.unit(stripe)
            try pieces.files[number - 1].descriptor.writeFully(
                Array(sample[number][range]), at: UInt64(range.lowerBound))
        }
        wounds = []
    }

    /// A unit that differs from the right one: in a bit, in many bytes, or because it is that of another place.
    private func damagedUnit(_ number: Int, _ range: Range<Int>, _ random: inout Randomness) -> [UInt8] {
        let right = Array(sample[number][range])
        var unit = right
        let place = Int.random(in: 0..<unit.count, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: unit = [UInt8](repeating: 0, count: unit.count)
        case 1: unit = Array(sample[sample.split.n == number ? 1 : number + 1][range])
        case 2: unit = Array(sample[number][sample.unit(0).lowerBound..<sample.unit(0).lowerBound + unit.count])
        case 3: unit.replaceSubrange(place..., with: random.bytes(unit.count - place))
        default: unit[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        }
        // Pieces of which one opens the package are all alike, for instance.
        if unit == right { unit[place] ^= 1 }
        return unit
    }
}
