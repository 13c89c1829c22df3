import Cryptography
import Glibc
import SystemIO

/// What a route can do, found out by doing it: a small random test piece is delivered, listed, collected, compared and removed.
package struct RouteTrial: Sendable {
    /// One of the things that a route is tried with, in their order.
    package enum Step: String, Sendable, CaseIterable {
        case deliver, list, collect, remove
    }

    /// How a step ended.
    package enum Outcome: Sendable {
        /// As it should.
        case done
        /// The route has no way to do this, for the reason told.
        case impossible(RoutesError)
        /// It should have worked.
        case failed(RoutesError)
    }

    /// The test piece's name at the place.
    package let name: PieceName
    /// What is known of the delivery; nil if it failed.
    package private(set) var delivery: Delivery?
    /// The steps that were tried, in their order.
    package private(set) var outcomes: [(step: Step, outcome: Outcome)] = []

    /// The size of the test piece, in bytes.
    package static let size = 4096

    /// Tries a route. A medium that is carried stays mounted.
    /// - Throws: `system`, `cryptography` if no test piece can be made here. What the route does wrong is in the outcomes.
    package init(_ route: Route, limits: RouteLimits = RouteLimits()) throws(RoutesError) {
        let made = try CollectedFile()
        let (piece, name) = try Self.piece(at: made.path)
        self.name = name
        let transport = route.transport(limits, staysMounted: true)
        do throws(RoutesError) {
            delivery = try transport.put(piece, as: name)
            outcomes.append((.deliver, .done))
        } catch {
            outcomes.append((.deliver, .failed(error.on(route.name))))
            // What is left there under the name in between is of no use to anybody.
            _ = try? transport.removeLeftover(of: piece, as: name)
            return
        }
        attempt(.list, route) { () throws(RoutesError) in
            let isListed = try transport.list().contains { $0.name == name }
            guard isListed || route.kind.leadsElsewhere else {
                throw RoutesError(.mismatch, "the place does not list the test piece", file: name.text)
            }
        }
        attempt(.collect, route) { () throws(RoutesError) in try Self.collect(piece, name, transport) }
        attempt(.remove, route) { () throws(RoutesError) in
            guard try transport.remove(piece, as: name) else {
                throw RoutesError(.notFound, "there is no such piece at the place", file: name.text)
            }
        }
    }

    /// Whether every step that the route can do succeeded.
    package var isGood: Bool { failure == nil }

    /// What went wrong first; nil if nothing did.
    package var failure: RoutesError? {
        for case .failed(let error) in outcomes.map(\.outcome) { return error }
        return nil
    }

    private mutating func attempt(_ step: Step, _ route: Route, _ body: () throws(RoutesError) -> Void) {
        do throws(RoutesError) {
            try body()
            outcomes.append((step, .done))
        } catch {
            let error = error.on(route.name)
            let isImpossible = error.code == .unsupported || route.kind.leadsElsewhere && error.code == .notFound
            outcomes.append((step, isImpossible ? .impossible(error) : .failed(error)))
        }
    }

    private static func collect(
        _ piece: OutgoingPiece, _ name: PieceName, _ transport: any Transport
    ) throws(RoutesError) {
        let collected = try CollectedFile()
        let file = try system { () throws(SystemError) in
            try Descriptor.open(collected.path, [.readWrite, .create, .noFollow], mode: FileMode.privateFile)
        }
        let size = try transport.fetch(name, into: file, from: 0, limit: FetchLimit(UInt64(Self.size)))
        let bytes = try system { () throws(SystemError) in try file.readFully(count: Int(size), at: 0) }
        var hash = try PieceDigest()
        try hash.append(bytes)
        guard try hash.finish() == piece.digest else {
            throw RoutesError(.mismatch, "what was collected is not what was delivered", file: name.text)
        }
    }

    private static func piece(at path: Path) throws(RoutesError) -> (OutgoingPiece, PieceName) {
        let bytes = try cryptography { () throws(CryptographyError) in try randomBytes(size) }
        let file = try system { () throws(SystemError) in
            let file = try Descriptor.open(path, [.readWrite, .create, .noFollow], mode: FileMode.privateFile)
            try file.writeFully(bytes)
            return file
        }
        let piece = try OutgoingPiece(SharedDescriptor(file), path: path)
        return (piece, try PieceName(PieceName.trialPrefix + hexadecimal(bytes.prefix(16)) + PieceName.suffix))
    }
}

extension PieceName {
    /// How names of test pieces begin.
    static let trialPrefix = "fubako-route-test-"

    /// Whether it is the name of a test piece, which nobody need collect.
    package var isTrial: Bool { text.hasPrefix(Self.trialPrefix) }
}

extension RouteKind {
    /// Whether what is delivered arrives where we cannot look: that it is not found there says nothing.
    fileprivate var leadsElsewhere: Bool { if case .mail = self { true } else { false } }
}
