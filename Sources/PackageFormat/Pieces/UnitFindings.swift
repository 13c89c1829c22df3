import Synchronization

/// Units that were found not to be what the sender hashed. Many workers add to it.
package final class UnitFindings: Sendable {
    private struct Key: Hashable {
        let piece: Int
        let stripe: UInt64
    }

    private struct State {
        var list: [Key: Damage] = [:]
        var count: UInt64 = 0
    }

    private let state = Mutex(State())

    /// The most that are listed one by one.
    package static let limit = 1_000

    /// Notes a unit once, however often it is read.
    func add(_ damage: Damage) {
        guard let stripe = damage.place.unit else { return }
        let key = Key(piece: damage.place.piece ?? 0, stripe: stripe)
        state.withLock { state in
            guard state.list[key] == nil else { return }
            state.count += 1
            if state.list.count < Self.limit { state.list[key] = damage }
        }
    }

    /// What was found so far, by piece and unit. Beyond ``limit``, a unit that is read again is counted again.
    package var verdict: UnitVerdict {
        state.withLock { state in
            let sorted = state.list.sorted { ($0.key.piece, $0.key.stripe) < ($1.key.piece, $1.key.stripe) }
            return UnitVerdict(damaged: sorted.map(\.value), damagedCount: state.count, shortStripes: 0)
        }
    }
}

/// Units that do not match their hashes.
package struct UnitVerdict: Sendable {
    /// In ascending order of piece and unit, at most ``UnitFindings/limit`` of them.
    package let damaged: [Damage]
    /// How many there are in all.
    package let damagedCount: UInt64
    /// Stripes of which fewer units than open the package are intact in the pieces that were verified.
    package let shortStripes: UInt64
}
