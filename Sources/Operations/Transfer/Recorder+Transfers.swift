import DER
import Ledger
import Transfer

extension Recorder {
    /// Records what is about to leave by which routes, or that a transfer ended.
    /// - Parameter assignments: what is about to leave.
    /// - Throws: `ledger`: nothing was recorded, and nothing must leave.
    func transfer(
        _ event: TransferEvent, _ plan: TransferPlan, _ assignments: [Assignment], by author: Author, at time: DERTime
    ) throws(OperationError) {
        let routes = assignments.isEmpty ? nil : NewEntry.TransferRoutes(plan, assignments)
        let entry = NewEntry.transfer(event, .init(plan.package), routes, by: author, at: time)
        if assignments.isEmpty {
            try appendAfterwards(entry, by: author)
        } else {
            _ = try append(entry, by: author)
        }
    }

    /// Records a delivery that succeeded.
    func delivered(
        _ piece: Int, _ delivery: RecordedDelivery, on route: PlannedRoute, of package: PlannedPackage,
        by author: Author
    ) throws(OperationError) {
        var entry = NewEntry.PieceDelivery(
            package: package.id, piece: UInt64(piece), route: route.name, routeKind: route.kind)
        entry.isAgain = delivery.isAgain
        entry.bytes = delivery.bytes
        entry.resumedAt = delivery.resumedAt
        entry.verification = delivery.verification.word
        entry.place = delivery.place
        entry.medium = delivery.medium.map { clipped($0, to: 500) }
        try appendAfterwards(
            .delivered(entry, wasPresent: delivery.wasPresent, by: author, at: delivery.finished), by: author)
    }

    /// Records a delivery that failed.
    func deliveryFailed(
        _ piece: Int, _ failure: DeliveryFailure, on route: PlannedRoute, of package: PlannedPackage,
        isAgain: Bool, by author: Author
    ) throws(OperationError) {
        var entry = NewEntry.PieceDelivery(
            package: package.id, piece: UInt64(piece), route: route.name, routeKind: route.kind)
        entry.isAgain = isAgain
        let cause = clipped(failure.code.replacing(" ", with: "-"), to: 64)
        try appendAfterwards(.deliveryFailed(entry, cause: cause, by: author, at: failure.time), by: author)
    }

    /// Records that a carried piece changed hands.
    func handedOver(
        _ piece: Int, _ handover: RecordedHandover, of package: PlannedPackage, by author: Author
    ) throws(OperationError) {
        let facts = NewEntry.PieceHandover(
            carrier: handover.carrier, container: handover.container, seal: handover.seal, place: handover.place)
        try appendAfterwards(
            .handover(
                package.id, piece: UInt64(piece), isReceived: handover.event == .received, when: handover.time, facts,
                by: author, at: now), by: author)
    }
}

extension NewEntry.Transferred {
    init(_ package: PlannedPackage) { self.init(package: package.id, manifest: package.manifest) }
}

extension NewEntry.TransferRoutes {
    init(_ plan: TransferPlan, _ assignments: [Assignment]) {
        let passphraseBy: String? =
            switch plan.passphrase {
            case nil: nil
            case .words(let words): words
            case .route(let route): route.name
            }
        self.init(
            k: UInt64(plan.package.k), n: UInt64(plan.package.n), isShared: plan.mode == .shared,
            fewest: UInt64(plan.fewestRoutes?.count ?? 0), deadline: plan.deadline,
            routes: assignments.map { $0.route.words($0.piece) }, identities: assignments.map(\.route.identity),
            statedBy: plan.statedBy, passphraseBy: passphraseBy)
    }
}

extension DeliveryVerification {
    /// As the ledger and `--json` have it.
    package var word: String {
        switch self {
        case .none: "none"
        case .toldByPlace: "told-by-place"
        case .readBack: "read-back"
        }
    }
}

/// A text with at most so many bytes, and at least one.
func clipped(_ text: String, to limit: Int) -> String {
    guard !text.isEmpty else { return "-" }
    guard text.utf8.count > limit else { return text }
    var kept = ""
    for character in text {
        guard kept.utf8.count + character.utf8.count <= limit else { break }
        kept.append(character)
    }
    return kept.isEmpty ? "-" : kept
}
