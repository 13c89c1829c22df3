import PackageFormat
import Routes
import Synchronization
import SystemIO

/// From where pieces are collected, and how much may come.
package struct CollectionRequest: Sendable {
    /// The routes, in the order in which they are visited.
    package var routes: [Route]
    /// The most bytes of one file.
    package var limit = CollectionRequest.usualLimit
    /// Whether what was collected before is collected once more, and what was opened before may be opened once more.
    package var again = false
    /// How often and how long a route is tried.
    package var backOff = BackOff()
    /// How long a route may be silent, and how much it may list.
    package var limits = RouteLimits()

    /// 64 GiB.
    package static let usualLimit: UInt64 = 64 << 30
    /// 64 MiB: how much must stay free where pieces are kept.
    package static let reserve: UInt64 = 64 << 20
    /// How many files of one route may be refused in a run before the rest is left for another: a place that is full of other things
    /// must not keep it busy.
    package static let refusalLimit = 64
    /// How many files that are too broken to tell whose they are, are kept for one route, until a whole piece tells.
    package static let brokenLimit = 8

    /// The usual limits.
    package init(routes: [Route]) { self.routes = routes }
}

/// How far fetching has come, for whoever wants to show it: the length of the file that is being written, and what came before it.
package final class CollectionProgress: Sendable {
    fileprivate struct State {
        var done: UInt64 = 0
        var file: SharedDescriptor?
        var begun: UInt64 = 0
        var size: UInt64?
    }
    private let state = Mutex(State())

    /// Nothing fetched yet.
    package init() {}

    /// Bytes that came in this run.
    package var fetched: UInt64 { state.withLock { $0.done + $0.current } }

    /// Bytes that will have come when the file at hand is whole; 0 while that is not known.
    package var total: UInt64 {
        state.withLock { state in state.size.map { state.done + ($0 - min($0, state.begun)) } ?? 0 }
    }

    func begin(_ file: SharedDescriptor, at offset: UInt64, of size: UInt64?) {
        state.withLock { state in
            state.file = file
            state.begun = offset
            state.size = size
        }
    }

    /// - Returns: how many bytes came of the file.
    func end() -> UInt64 {
        state.withLock { state in
            let count = state.current
            state.done += count
            state.file = nil
            state.size = nil
            return count
        }
    }
}

extension CollectionProgress.State {
    fileprivate var current: UInt64 {
        guard let file, let size = try? file.descriptor.metadata().size else { return 0 }
        return size - min(size, begun)
    }
}
