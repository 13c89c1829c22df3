import Testing

@testable import Transfer

@Suite("How few routes open a package")
struct FewestRoutesTests {
    @Test("where each route carries one piece, it is k")
    func usual() throws {
        for k in 1...6 {
            var plan = TransferPlan(Samples.package(k: k, n: 6))
            for x in 1...6 {
                #expect((plan.fewestRoutes == nil) == (x <= k))
                try plan.assign(Samples.assignment(x, "r\(x)"))
            }
            #expect(plan.fewestRoutes == FewestRoutes(count: k, isExact: true))
        }
    }

    @Test("routes that a third one joins, by names that it has in common with both, are one")
    func joined() throws {
        var plan = TransferPlan(Samples.package(k: 3, n: 5), mode: .shared)
        for (x, identity) in [(1, "host:a"), (2, "host:b"), (3, "host:b c a"), (4, "host:d")] {
            try plan.assign(Samples.assignment(x, "r\(x)", identity: identity))
        }
        #expect(plan.fewestRoutes == FewestRoutes(count: 1, isExact: true))
    }

    @Test("where the largest route is no part of the answer, it is still found")
    func overlapping() {
        // Whoever takes the largest first needs three.
        #expect(RouteCover([0b0111_1110, 0b0000_1111, 0b1111_0000], k: 8).fewest()?.count == 2)
        #expect(RouteCover([0b1], k: 2).fewest() == nil)
        #expect(RouteCover([], k: 1).fewest() == nil)
    }

    @Test("it is what trying all combinations gives")
    func exhaustive() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<300 {
            let sets = (0..<Int.random(in: 1...8, using: &random)).map { _ in UInt64.random(in: 1...255, using: &random)
            }
            let k = Int.random(in: 1...8, using: &random)
            let best = (1..<1 << sets.count).filter { chosen in
                sets.indices.filter { chosen >> $0 & 1 == 1 }.reduce(0) { $0 | sets[$1] }.nonzeroBitCount >= k
            }.map(\.nonzeroBitCount).min()
            #expect(RouteCover(sets, k: k).fewest()?.count == best)
        }
    }

    @Test("what would take too long is answered by a bound")
    func bounded() throws {
        var random = SystemRandomNumberGenerator()
        let sets = (0..<400).map { _ in
            (0..<4).reduce(UInt64(0)) { bits, _ in bits | 1 << UInt64.random(in: 0..<64, using: &random) }
        }
        // All sixty-four pieces, four at a time at most.
        let blocks = (0..<16).map { UInt64(0xF) << (4 * UInt64($0)) }
        let answer = try #require(RouteCover(sets + blocks, k: 64).fewest())
        #expect(answer.count == 16)
    }
}
