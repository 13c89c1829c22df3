import SystemIO
import Testing

@testable import PackageFormat

@Suite("Pieces are rebuilt bit for bit, without any key")
struct RepairTests {
    struct Cut: Sendable, CustomStringConvertible {
        let k: Int
        let n: Int
        var description: String { "\(k)/\(n)" }
    }

    static let cuts = (1...6).flatMap { n in (1...n).map { Cut(k: $0, n: n) } }

    @Test("every set of lost pieces that leaves enough is rebuilt, and no larger one", arguments: cuts)
    func lostPieces(cut: Cut) throws {
        let bench = try RepairBench(k: cut.k, n: cut.n)
        for lost in 1..<1 << cut.n {
            let numbers = (1...cut.n).filter { lost >> ($0 - 1) & 1 == 1 }
            let present = (1...cut.n).filter { !numbers.contains($0) }
            guard !present.isEmpty else { continue }
            let files = present.map { bench.pieces[$0 - 1] }
            if present.count < cut.k {
                let error = refusal { _ = try RepairBench.rebuilt(numbers, from: files) }
                #expect(error?.shortage == PieceShortage(split: bench.split, present: present))
            } else {
                #expect(try RepairBench.rebuilt(numbers, from: files) == numbers.map { bench.pieces[$0 - 1] })
            }
        }
    }

    @Test("all cuts were tried")
    func cutsAreComplete() { #expect(Self.cuts.count == 21) }

    @Test("damage of every kind in all pieces at once is made good", arguments: [1, 3])
    func damageEverywhere(workers: Int) throws {
        let bench = try RepairBench(k: 3, n: 5, count: 400_000)
        var files = bench.pieces
        let length = files[0].count
        files[0][2] ^= 1
        files[0][40] ^= 1
        files[1][length - 30] ^= 1
        files[2][length - 8] ^= 1
        files[2][try bench.unitOffset(stripe: 1) + 5] ^= 1
        files[3][length - 400] ^= 1
        files[3][try bench.unitOffset(stripe: 2)] ^= 1
        files[4].removeLast(20_000)
        #expect(try RepairBench.rebuilt([1, 2, 3, 4, 5], from: files, workers: workers) == bench.pieces)
    }

    @Test("each stripe can lack other pieces, as many as need not be there")
    func damageByStripe() throws {
        let bench = try RepairBench(k: 2, n: 4, count: 300_000)
        var files = bench.pieces
        let stripes = Int(try RepairBench.structure([files[0]]).geometry.stripeCount)
        #expect(stripes > 8)
        for stripe in 0..<stripes {
            for piece in [stripe % 4, (stripe + 1 + stripe / 4 % 3) % 4] {
                files[piece][try bench.unitOffset(stripe: stripe) + stripe] ^= 0x10
            }
        }
        #expect(try RepairBench.rebuilt([1, 2, 3, 4], from: files) == bench.pieces)
    }

    @Test("a stripe that is damaged once too often is named, with its first unit")
    func tooMuchDamage() throws {
        let bench = try RepairBench(k: 2, n: 3, count: 100_000)
        var files = bench.pieces
        let offset = try bench.unitOffset(stripe: 1)
        for piece in 0..<2 { files[piece][offset + 9] ^= 1 }
        let error = refusal { _ = try RepairBench.rebuilt([1, 2], from: files) }
        let place = Place(.unit, offset: UInt64(offset), unit: 1, piece: 1)
        #expect(error == PackageFormatError(.damaged, "", place: place))
    }

    @Test("files that are examined and damaged are told apart from those that are not")
    func examined() throws {
        let bench = try RepairBench(k: 2, n: 4, count: 100_000)
        var files = bench.pieces
        files[1][try bench.unitOffset(stripe: 2)] ^= 1
        files[3][try bench.unitOffset(stripe: 0)] ^= 1
        for (examined, faulty) in [([0, 1, 2, 3], [1, 3]), ([0, 1], [1]), ([], [])] as [(Set<Int>, Set<Int>)] {
            let structure = try RepairBench.structure(files)
            #expect(try structure.rebuild([], examining: examined, workers: 2, progress: Progress()) == faulty)
        }
    }

    // MARK: A dishonest sender

    @Test("parity that the sender made up is not taken for rebuilt, nor used")
    func forgedParity() throws {
        var bench = try RepairBench(k: 2, n: 4)
        try bench.forge { number, parts in if number == 3 { parts.body[100] ^= 1 } }
        let files = bench.pieces
        let place = Place(.unit, unit: 0, piece: 3)
        let expected = PackageFormatError(.notRebuildable, "", place: place)
        #expect(refusal { _ = try RepairBench.rebuilt([3], from: [files[0], files[1], files[3]]) } == expected)
        #expect(try RepairBench.rebuilt([4], from: Array(files[..<3])) == [files[3]])
        let data = PackageFormatError(.notRebuildable, "", place: Place(.unit, unit: 0, piece: 1))
        #expect(refusal { _ = try RepairBench.rebuilt([1], from: [files[1], files[2]]) } == data)
        #expect(try RepairBench.rebuilt([1], from: [files[1], files[3]]) == [files[0]])
    }

    @Test("a share that the sender made up cannot be restored, and that piece is named")
    func forgedShare() throws {
        var bench = try RepairBench(k: 2, n: 3)
        try bench.forge { number, parts in
            guard number == 3 else { return }
            let header = try PieceHeader(encoded: parts.header)
            parts.header =
                PieceHeader(
                    common: header.common, x: 3, share: [UInt8](repeating: 9, count: 32), salt: header.salt,
                    commitment: header.commitment
                ).encoded
        }
        let error = refusal { _ = try RepairBench.rebuilt([3], from: Array(bench.pieces[..<2])) }
        #expect(error == PackageFormatError(.notRebuildable, "", place: Place(.header, piece: 3)))
    }
}
