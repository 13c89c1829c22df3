/// How few routes have carried enough pieces to open the package, whoever holds them.
package struct FewestRoutes: Hashable, Sendable {
    /// So many routes, or more if it is not exact.
    package let count: Int
    /// Whether so many do suffice. Where pieces lie on so many routes that finding out would take too long, nobody can open the
    /// package with fewer, at least.
    package let isExact: Bool
}

extension TransferPlan {
    /// How few routes suffice to open the package, by all assignments that were ever made.
    /// - Returns: nil as long as all of them together do not suffice.
    package var fewestRoutes: FewestRoutes? {
        var pieces: [String: UInt64] = [:]
        for assignment in assignments {
            pieces[assignment.route.identity, default: 0] |= 1 << UInt64(assignment.piece - 1)
        }
        return RouteCover(Self.joined(pieces), k: package.k).fewest()
    }

    /// The pieces of each way, of which no two have a name of a host in common.
    private static func joined(_ pieces: [String: UInt64]) -> [UInt64] {
        var ways: [RouteNames: UInt64] = [:]
        for (identity, carried) in pieces {
            var names = RouteNames(identity)
            var union = carried
            for (other, more) in ways where other.meets(names) {
                ways[other] = nil
                names.form(with: other)
                union |= more
            }
            ways[names] = union
        }
        return Array(ways.values)
    }
}

/// Finds the fewest sets of pieces of which the union has k members.
struct RouteCover {
    private let sets: [UInt64]
    private let k: Int
    /// Steps that are left; a plan with fewer than twenty routes never needs as many.
    private var steps = 2_000_000

    init(_ sets: [UInt64], k: Int) {
        // Larger ones first; of two that are one within the other only the larger can be needed.
        let sorted = Set(sets).sorted { ($1.nonzeroBitCount, $0) < ($0.nonzeroBitCount, $1) }
        var kept: [UInt64] = []
        for set in sorted where !kept.contains(where: { $0 & set == set }) { kept.append(set) }
        self.sets = kept
        self.k = k
    }

    func fewest() -> FewestRoutes? {
        guard sets.reduce(0, |).nonzeroBitCount >= k else { return nil }
        var search = self
        // No union is larger than the sum of its largest sets.
        for count in 1...sets.count where search.most(0, from: 0, count: count) >= k {
            let isCovered = search.covers(0, from: 0, count: count)
            guard search.steps > 0 else { return FewestRoutes(count: count, isExact: isCovered) }
            if isCovered { return FewestRoutes(count: count, isExact: true) }
        }
        return nil
    }

    /// The most pieces that a union of `count` further sets could have.
    private func most(_ union: UInt64, from start: Int, count: Int) -> Int {
        sets[start...].prefix(count).reduce(union.nonzeroBitCount) { $0 + $1.nonzeroBitCount }
    }

    private mutating func covers(_ union: UInt64, from start: Int, count: Int) -> Bool {
        if union.nonzeroBitCount >= k { return true }
        steps -= 1
        guard count > 0, steps > 0 else { return false }
        for index in sets.indices[start...] {
            // The sets that follow are no larger.
            guard most(union, from: index, count: count) >= k else { return false }
            if covers(union | sets[index], from: index + 1, count: count - 1) { return true }
        }
        return false
    }
}
