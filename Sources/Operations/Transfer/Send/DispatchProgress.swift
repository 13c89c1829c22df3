import Synchronization

/// How far deliveries have come, for whoever wants to show it. Workers tell, one reader polls.
package final class DispatchProgress: Sendable {
    /// One piece on one route.
    package final class Leg: Sendable {
        /// The route's name.
        package let route: String
        /// 1...n.
        package let piece: Int
        /// Bytes of the piece.
        package let size: UInt64
        private let read = Atomic<UInt64>(0)

        init(route: String, piece: Int, size: UInt64) {
            self.route = route
            self.piece = piece
            self.size = size
        }

        /// Bytes that went over the route, or that were there before.
        package var sent: UInt64 { min(read.load(ordering: .relaxed), size) }

        func reach(_ position: UInt64) { read.store(position, ordering: .relaxed) }
    }

    private let begun = Mutex<[Leg]>([])

    /// Nothing begun yet.
    package init() {}

    /// Those that were begun, in that order.
    package var legs: [Leg] { begun.withLock { $0 } }

    func begin(_ leg: Leg) { begun.withLock { $0.append(leg) } }
}
