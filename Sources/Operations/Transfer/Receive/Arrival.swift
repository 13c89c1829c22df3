import PackageFormat
import Transfer

/// A file that was collected in this run, and what it turned out to be.
package struct Arrival: Sendable {
    /// The route's name.
    package let route: String
    /// What the file is called at the place. Untrusted text.
    package let name: String
    /// What it turned out to be.
    package let finding: Finding

    /// What a collected file turned out to be.
    package enum Finding: Sendable {
        /// A piece of a package by a trusted signer, and whether it is whole.
        case piece(ArrivedPiece)
        /// A piece that came before, when it did, and by which route.
        case replay(ArrivedPiece, ReceivedPiece)
        /// A receipt for a package that was sent from here, and whether it says anything new.
        case receipt(ReceiptImport)
        /// It looks like a piece that is too broken to tell whose it is, and waits for a whole one.
        case waiting(OperationError)
        /// Neither, and why not.
        case refused(OperationError)
    }
}

extension Arrival {
    /// The hash of the manifest of the package that has one piece more by it; nil if none has.
    package var keptManifest: [UInt8]? {
        guard case .piece(let piece) = finding, piece.isKept else { return nil }
        return piece.package.manifest
    }
}

/// A piece that is one of a package by a trusted signer.
package struct ArrivedPiece: Sendable {
    /// The package.
    package let package: ArrivingPackage
    /// 1...n.
    package let number: Int
    /// Whether it is whole.
    package let verdict: PieceVerdict
    /// What of it is not what the sender signed.
    package let damage: [Damage]
    /// Whether it was kept: one of a package that was opened before, or a damaged one of a number that is there whole, need not be.
    package let isKept: Bool
}

/// What became of one route in a run.
package struct RouteVisit: Sendable {
    /// Its name.
    package let route: String
    /// How many files of pieces and receipts the place has.
    package internal(set) var listed = 0
    /// How many of them were collected before.
    package internal(set) var seen = 0
    /// How many of them were sent from here.
    package internal(set) var own = 0
    /// How many bytes were fetched in this run.
    package internal(set) var fetched: UInt64 = 0
    /// Whether files were left for another run, because too many were refused in this one.
    package internal(set) var isCutShort = false
    /// What went wrong with the route; nil if nothing did.
    package internal(set) var failure: OperationError?
}

/// What a run has done.
package struct CollectionReport: Sendable {
    /// In the order in which routes were named.
    package internal(set) var visits: [RouteVisit] = []
    /// In the order in which they came.
    package internal(set) var arrivals: [Arrival] = []
    /// Packages of which something came in this run, or that wait.
    package internal(set) var packages: [KeptPackage] = []

    /// Nothing done yet.
    package init() {}
}
