import Console
import Cryptography
import DER
import Label
import Operations
import Transfer

/// What `fubako receive --json` writes.
package struct ReceivingJSON: Encodable, Sendable {
    private let routes: [RouteVisitJSON]
    private let files: [ArrivalJSON]
    private let packages: [ArrivingPackageJSON]
    private let opened: [OpeningJSON]
    private let receipts: [ReceiptJSON]

    /// - Parameter packages: all that are remembered; of them those that something came of, or that wait.
    package init(
        _ report: CollectionReport, opened: [OpeningJSON], receipts: [ReceiptJSON], packages: [KeptPackage]
    ) {
        let named = Set(report.packages.map(\.record.package.manifest))
        routes = report.visits.map(RouteVisitJSON.init)
        files = report.arrivals.map(ArrivalJSON.init)
        self.packages = packages.filter { named.contains($0.record.package.manifest) }.map(ArrivingPackageJSON.init)
        self.opened = opened
        self.receipts = receipts
    }
}

/// One route.
private struct RouteVisitJSON: Encodable, Sendable {
    private let route: String
    private let listed: Int
    private let collectedBefore: Int
    private let own: Int
    private let fetched: UInt64
    private let cutShort: Bool
    private let error: ErrorReport?

    init(_ visit: RouteVisit) {
        route = visit.route
        listed = visit.listed
        collectedBefore = visit.seen
        own = visit.own
        fetched = visit.fetched
        cutShort = visit.isCutShort
        error = visit.failure.map { ErrorReport($0, .en) }
    }
}

/// One file that was collected.
private struct ArrivalJSON: Encodable, Sendable {
    private let route: String
    private let name: String
    private let verdict: String
    private var packageId: String?
    private var manifest: String?
    private var piece: Int?
    private var kept: Bool?
    private var damage: [DamageJSON]?
    private var receivedBefore: String?
    private var receipt: ReceiptImportJSON?
    private var error: ErrorReport?

    init(_ arrival: Arrival) {
        route = arrival.route
        name = arrival.name
        switch arrival.finding {
        case .piece(let found):
            verdict = found.verdict == .good ? "good" : "damaged"
            set(found)
            damage = found.damage.map(DamageJSON.init)
        case .replay(let found, let before):
            verdict = "replay"
            set(found)
            receivedBefore = before.received.rfc3339
        case .receipt(let imported):
            verdict = "receipt"
            receipt = ReceiptImportJSON(imported)
        case .waiting(let cause):
            verdict = "waiting"
            error = ErrorReport(cause, .en)
        case .refused(let cause):
            verdict = "refused"
            error = ErrorReport(cause, .en)
        }
    }

    private mutating func set(_ found: ArrivedPiece) {
        packageId = hexadecimal(found.package.id)
        manifest = hexadecimal(found.package.manifest)
        piece = found.number
        kept = found.isKept
    }
}

/// A package whose pieces come in.
private struct ArrivingPackageJSON: Encodable, Sendable {
    private let name: String
    private let packageId: String
    private let manifest: String
    private let signer: String
    private let sealed: String
    private let state: String
    private let opened: String?
    private let needed: Int
    private let total: Int
    private let good: [Int]
    private let damaged: [Int]
    private let missing: Int
    private let files: [String]

    init(_ package: KeptPackage) {
        let facts = package.record.package
        name = facts.name
        packageId = hexadecimal(facts.id)
        manifest = hexadecimal(facts.manifest)
        signer = hexadecimal(facts.signer)
        sealed = facts.sealed.rfc3339
        opened = package.record.opened?.rfc3339
        state = package.record.opened != nil ? "opened" : package.missing == 0 ? "openable" : "collecting"
        needed = facts.k
        total = facts.n
        good = package.record.good
        damaged = package.record.pieces.filter { $0.verdict == .damaged }.map(\.number)
        missing = package.record.opened != nil ? 0 : package.missing
        files = package.files.map(\.string)
    }
}

/// A receipt that was signed here.
package struct ReceiptJSON: Encodable, Sendable {
    private let packageId: String
    private let manifest: String
    private let file: String
    private let state: String
    private let good: [Int]
    private let damaged: [Int]
    private let routes: [String]

    /// - Parameter routes: those by which it was sent.
    package init(_ issued: IssuedReceipt, routes: [String]) {
        let receipt = issued.signed.receipt
        packageId = hexadecimal(receipt.packageID)
        manifest = hexadecimal(receipt.manifest)
        file = issued.name
        state = receipt.state.name
        good = receipt.pieces.filter { $0.verdict == .good }.map(\.number)
        damaged = receipt.pieces.filter { $0.verdict == .damaged }.map(\.number)
        self.routes = routes
    }
}

/// A receipt that came.
package struct ReceiptImportJSON: Encodable, Sendable {
    private let transfer: String
    private let packageId: String
    private let signer: String
    private let signerName: String
    private let signed: String
    private let state: String
    private let good: [Int]
    private let damaged: [Int]
    private let new: Bool
    private let closes: Bool

    /// What it says, and whether that is new.
    package init(_ imported: ReceiptImport) {
        let receipt = imported.receipt
        transfer = imported.transfer
        packageId = hexadecimal(receipt.packageID)
        signer = hexadecimal(imported.signer.fingerprint.bytes)
        signerName = imported.signer.name.text
        signed = receipt.time.rfc3339
        state = receipt.state.name
        good = receipt.pieces.filter { $0.verdict == .good }.map(\.number)
        damaged = receipt.pieces.filter { $0.verdict == .damaged }.map(\.number)
        new = imported.isNew
        closes = imported.closes
    }
}
