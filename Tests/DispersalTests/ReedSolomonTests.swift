import TestSupport
import Testing

@testable import Dispersal

@Suite("Any k of n units give all others")
struct ReedSolomonTests {
    /// All subsets of k out of 0..<n.
    private static func subsets(_ k: Int, of n: Int) -> [[Int]] {
        (0..<1 << n).filter { $0.nonzeroBitCount == k }.map { set in (0..<n).filter { set >> $0 & 1 == 1 } }
    }

    private static func data(k: Int, length: Int) -> [[UInt8]] {
        var randomness = Randomness(seed: UInt64(k << 32 | length))
        return (0..<k).map { _ in randomness.bytes(length) }
    }

    @Test("the generator is the identity, and 1/(i XOR j) with 0x11D below it, for all 1 ≤ k ≤ n ≤ 64")
    func generator() throws {
        var codes = 0
        for n in 1...64 {
            for k in 1...n {
                let isSame =
                    try ReedSolomon(k: k, n: n).generator == ReferenceCode.generator(k: k, n: n).flatMap(\.self)
                #expect(isSame, "\(k)/\(n)")
                codes += 1
            }
        }
        #expect(codes == 2_080)
    }

    @Test("for all k ≤ n ≤ 8 every k units recover everything, data and parity")
    func allSubsets() throws {
        var subsets = 0
        for n in 1...8 {
            for k in 1...n {
                let code = try ReedSolomon(k: k, n: n)
                let units = try #require(try code.units(Self.data(k: k, length: 37)))
                for chosen in Self.subsets(k, of: n) {
                    #expect(try code.recovers(units, from: chosen.shuffled()), "\(k)/\(n) from \(chosen)")
                    subsets += 1
                }
            }
        }
        #expect(subsets == 502)
    }

    @Test(
        "for larger n random k units recover everything",
        arguments: [(1, 16), (8, 16), (10, 16), (15, 16), (2, 64), (16, 64), (33, 64), (63, 64), (64, 64)])
    func randomSubsets(k: Int, n: Int) throws {
        let code = try ReedSolomon(k: k, n: n)
        let units = try #require(try code.units(Self.data(k: k, length: 65)))
        #expect(units == ReferenceCode.units(n: n, Self.data(k: k, length: 65)))
        for _ in 0..<20 {
            let chosen = Array((0..<n).shuffled().prefix(k))
            #expect(try code.recovers(units, from: chosen), "\(chosen)")
        }
    }

    @Test(
        "units of every length from 0 to 100 are coded as by the definition, at any alignment, and nothing beside them",
        arguments: [(1, 2), (1, 3), (2, 3), (3, 5), (4, 7), (5, 9), (6, 11), (4, 10), (3, 10), (16, 24)])
    func lengths(k: Int, n: Int) throws {
        let code = try ReedSolomon(k: k, n: n)
        let last = Array(n - k..<n)
        for length in 0...100 {
            let data = Self.data(k: k, length: length)
            let units = try #require(try code.units(data))
            #expect(units == ReferenceCode.units(n: n, data), "\(length)")
            #expect(try code.recovers(units, from: last), "\(length)")
        }
    }

    @Test("a unit of 1,049,600 bytes and one byte around it", arguments: [1_049_599, 1_049_600, 1_049_601])
    func largeUnits(length: Int) throws {
        let code = try ReedSolomon(k: 3, n: 5)
        let block = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) }
        let units = try code.units([block, block.reversed(), block.map { ~$0 }])
        let isSame = try code.recovers(try #require(units), from: [1, 3, 4])
        #expect(isSame)
    }

    @Test(
        "a part of the others can be asked for, or none, in any order",
        arguments: [([3, 1, 5], []), ([3, 1, 6], [5]), ([5, 1, 3], [6, 0]), ([1, 5, 3], [4, 2, 0])])
    func someOthers(present: [Int], wanted: [Int]) throws {
        let units = ReferenceCode.units(n: 7, Self.data(k: 3, length: 40))
        var results = Units(count: wanted.count, length: 40)
        let recovery = try ReedSolomon(k: 3, n: 7).recovery(from: present, of: wanted)
        try Units(present.map { units[$0] }).read { units in try results.write { try recovery.apply(units, into: $0) } }
        #expect(results.bytes == wanted.map { units[$0] })
    }

    @Test("a known answer, computed by hand-written Python")
    func knownAnswer() throws {
        let data = ["000102030405060708", "ff80402010080402aa", "467562616b6f20332f"].compactMap([UInt8].init(hex:))
        let code = try ReedSolomon(k: 3, n: 5)
        #expect(Array(code.generator[9...]) == [244, 142, 1, 71, 167, 122])
        #expect(try code.units(data)?.map(\.hex).suffix(2) == ["b7c1b770946820c489", "d952d8faca8bd21d57"])
    }

    @Test("units are those of an implementation in Python, and any k of them give the others")
    func vectors() throws {
        let vectors = try DispersalVector.load()
        #expect(vectors.count == 13)
        for vector in vectors {
            let code = try ReedSolomon(k: vector.k, n: vector.n)
            let units = vector.units.map(\.bytes)
            #expect(try code.units(Array(units.prefix(vector.k))) == units, "\(vector.k)/\(vector.n)")
            for _ in 0..<5 {
                #expect(try code.recovers(units, from: Array((0..<vector.n).shuffled().prefix(vector.k))))
            }
        }
    }
}

@Suite("Reed-Solomon refuses what it cannot compute, and writes nothing then")
struct ReedSolomonRefusalTests {
    @Test(
        "thresholds outside 1 ≤ k ≤ n ≤ 64",
        arguments: [(0, 1), (2, 1), (1, 65), (65, 65), (-1, 3), (1, 0), (0, 0), (1, .max), (.min, .max)])
    func thresholds(k: Int, n: Int) {
        #expect(throws: DispersalError(.invalidThreshold)) { try ReedSolomon(k: k, n: n) }
    }

    @Test(
        "present units that are not k distinct ones, and wanted ones outside, present or named twice",
        arguments: [
            ([], []), ([0], [1]), ([0, 1, 2], [3]), ([0, 0], [1]), ([0, 4], [1]), ([-1, 0], [1]), ([0, .max], [1]),
            ([0, 1], [1]), ([0, 1], [4]), ([0, 1], [-1]), ([0, 1], [2, 2]), ([0, 1], [.min]),
        ])
    func indices(present: [Int], wanted: [Int]) throws {
        let code = try ReedSolomon(k: 2, n: 4)
        #expect(throws: DispersalError(.invalidIndices)) { try code.recovery(from: present, of: wanted) }
    }

    /// Lengths of units given and of units to be written, for a code that makes 3 out of 2.
    static let lengths: [([Int], [Int])] = [
        ([], [8, 8, 8]), ([8], [8, 8, 8]), ([8, 8, 8], [8, 8, 8]), ([8, 8], []), ([8, 8], [8, 8]),
        ([8, 8], [8, 8, 8, 8]), ([8, 7], [8, 8, 8]), ([8, 8], [8, 8, 7]), ([8, 8], [9, 9, 9]), ([0, 8], [8, 8, 8]),
        ([0, 0], [8, 8, 8]), ([8, 8], [0, 0, 0]),
    ]

    @Test("too few or too many units, and units of different lengths", arguments: lengths)
    func units(given: [Int], written: [Int]) throws {
        let code = try ReedSolomon(k: 2, n: 5)
        let recovery = try code.recovery(from: [1, 4], of: [0, 2, 3])
        var memory = [UInt8](repeating: 0x5A, count: 16)
        [UInt8](repeating: 1, count: 16).withUnsafeBytes { source in
            memory.withUnsafeMutableBytes { target in
                let units = given.map { UnsafeRawBufferPointer(rebasing: source[..<$0]) }
                let results = written.map { UnsafeMutableRawBufferPointer(rebasing: target[..<$0]) }
                #expect(throws: DispersalError(.invalidUnits)) { try code.encode(units, into: results) }
                #expect(throws: DispersalError(.invalidUnits)) { try recovery.apply(units, into: results) }
            }
        }
        #expect(memory == [UInt8](repeating: 0x5A, count: 16))
    }

    @Test("units longer than the library can count")
    func tooLong() throws {
        let code = try ReedSolomon(k: 1, n: 2)
        let length = Int(Int32.max) + 1
        [UInt8](repeating: 0, count: 1).withUnsafeBytes { byte in
            // Never touched: the length alone is refused.
            let unit = UnsafeRawBufferPointer(start: byte.baseAddress, count: length)
            let result = UnsafeMutableRawBufferPointer(mutating: unit)
            #expect(throws: DispersalError(.invalidUnits)) { try code.encode([unit], into: [result]) }
        }
    }

    @Test(
        "without parity there is nothing to compute, and units without bytes are coded to such", arguments: [1, 3, 64])
    func nothing(k: Int) throws {
        let bytes = [UInt8](repeating: 7, count: 4)
        #expect(try ReedSolomon(k: k, n: k).units([[UInt8]](repeating: bytes, count: k))?.count == k)
        let empty = [UnsafeRawBufferPointer](repeating: UnsafeRawBufferPointer(start: nil, count: 0), count: k)
        let code = try ReedSolomon(k: k, n: 64)
        let results = [UnsafeMutableRawBufferPointer](repeating: .init(start: nil, count: 0), count: 64 - k)
        try code.encode(empty, into: results)
    }
}
