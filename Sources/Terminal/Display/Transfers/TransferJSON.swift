import DER
import Operations
import Transfer

/// A transfer for `--json`.
package struct TransferJSON: Encodable, Sendable {
    private let name: String
    private let packageId: String
    private let manifest: String
    private let state: String
    private let created: String
    private let deadline: String?
    private let overdue: Bool
    private let needed: Int
    private let plan: String
    private let fewestRoutes: Int?
    private let fewestRoutesExact: Bool?
    private let statedBy: String?
    private let passphraseBy: String?
    private let recipients: [String]
    private let pieces: [TransferPieceJSON]
    private let receipts: [CountedReceiptJSON]
    private let ended: String?
    private let next: [String]

    /// - Parameters:
    ///   - advice: what is to be done next.
    ///   - time: of the run.
    package init(_ state: TransferState, _ advice: [TransferAdvice], at time: DERTime) {
        let package = state.plan.package
        name = package.name
        packageId = package.id.hexadecimal
        manifest = package.manifest.hexadecimal
        self.state = state.standing.rawValue
        created = package.created.rfc3339
        deadline = state.plan.deadline?.rfc3339
        overdue = (1...package.n).contains { state.isOverdue($0, at: time) }
        needed = package.k
        plan = state.plan.mode == .shared ? "shared" : "one-piece-per-route"
        fewestRoutes = state.plan.fewestRoutes?.count
        fewestRoutesExact = state.plan.fewestRoutes?.isExact
        statedBy = state.plan.statedBy
        passphraseBy = state.plan.passphrase?.text
        recipients = package.recipients.map(\.hexadecimal)
        pieces = (1...package.n).map { TransferPieceJSON($0, state, at: time) }
        receipts = state.receipts.map { CountedReceiptJSON($0) }
        ended = state.ending?.time.rfc3339
        next = advice.map(\.line)
    }
}

private struct TransferPieceJSON: Encodable, Sendable {
    let piece: Int
    let file: String
    let size: UInt64
    let digest: String
    let state: String
    let overdue: Bool
    let routes: [PlannedRouteJSON]
    let deliveries: [DeliveryJSON]
    let failure: DeliveryFailureJSON?
    let handovers: [HandoverJSON]
    let receipts: [PieceReceiptJSON]

    init(_ number: Int, _ transfer: TransferState, at time: DERTime) {
        let (planned, history) = (transfer.plan.package.pieces[number - 1], transfer.histories[number - 1])
        piece = number
        file = planned.fileName
        size = planned.size
        digest = planned.digest.hexadecimal
        state = history.standing.rawValue.replacing(" ", with: "-")
        overdue = transfer.isOverdue(number, at: time)
        routes = transfer.plan.assignments.filter { $0.piece == number }.map { PlannedRouteJSON($0) }
        deliveries = history.deliveries.map { DeliveryJSON($0) }
        failure = history.failure.map { DeliveryFailureJSON($0) }
        handovers = history.handovers.map { HandoverJSON($0) }
        receipts = history.receipts.map { PieceReceiptJSON($0) }
    }
}

private struct PlannedRouteJSON: Encodable, Sendable {
    let name: String
    let kind: String
    let identity: String
    let own: Bool
    let domain: String?
    let statedBy: String?
    let statedOn: String?
    let serial: String?
    let uuid: String?
    let custodian: String?
    let keepingPlace: String?
    let cause: String
    let assigned: String

    init(_ assignment: Assignment) {
        let route = assignment.route
        name = route.name
        kind = route.kind
        identity = route.identity
        own = route.isOwnProvided
        domain = route.domain
        statedBy = route.statement?.by
        statedOn = route.statement?.on.description
        serial = route.medium?.serial
        uuid = route.medium?.uuid
        custodian = route.medium?.custodian
        keepingPlace = route.medium?.keepingPlace
        cause =
            switch assignment.cause {
            case .planned: "planned"
            case .resend: "resend"
            case .replacement: "replacement"
            }
        assigned = assignment.time.rfc3339
    }
}

private struct DeliveryJSON: Encodable, Sendable {
    let route: String
    let started: String
    let delivered: String
    let bytes: UInt64
    let resumedAt: UInt64
    let verification: String
    let present: Bool
    let again: Bool
    let place: String
    let medium: String?

    init(_ delivery: RecordedDelivery) {
        route = delivery.route
        started = delivery.started.rfc3339
        delivered = delivery.finished.rfc3339
        bytes = delivery.bytes
        resumedAt = delivery.resumedAt
        verification = delivery.verification.word
        present = delivery.wasPresent
        again = delivery.isAgain
        place = delivery.place
        medium = delivery.medium
    }
}

private struct DeliveryFailureJSON: Encodable, Sendable {
    let route: String
    let code: String
    let time: String

    init(_ failure: DeliveryFailure) {
        route = failure.route
        code = failure.code.replacing(" ", with: "-")
        time = failure.time.rfc3339
    }
}

private struct HandoverJSON: Encodable, Sendable {
    let event: String
    let time: String
    let carrier: String?
    let container: String?
    let seal: String?
    let place: String?

    init(_ handover: RecordedHandover) {
        event = handover.event == .given ? "given" : "received"
        time = handover.time.rfc3339
        carrier = handover.carrier
        container = handover.container
        seal = handover.seal
        place = handover.place
    }
}

private struct PieceReceiptJSON: Encodable, Sendable {
    let verdict: String
    let received: String
    let route: String
    let signer: String

    init(_ receipt: PieceReceipt) {
        verdict = receipt.verdict == .good ? "good" : "damaged"
        received = receipt.received.rfc3339
        route = receipt.route
        signer = receipt.signer.hexadecimal
    }
}

private struct CountedReceiptJSON: Encodable, Sendable {
    let signer: String
    let time: String
    let state: String

    init(_ receipt: CountedReceipt) {
        signer = receipt.signer.hexadecimal
        time = receipt.time.rfc3339
        state =
            switch receipt.state {
            case .collecting: "collecting"
            case .openable: "openable"
            case .opened: "opened"
            }
    }
}

extension PassphraseWay {
    /// The user's words, or the route's name.
    var text: String {
        switch self {
        case .words(let words): words
        case .route(let route): route.name
        }
    }
}

extension TransferAdvice {
    /// The command as it is to be typed into a shell.
    package var line: String { (["fubako"] + command.map(Self.quoted)).joined(separator: " ") }

    private static func quoted(_ word: String) -> String {
        let isPlain = word.unicodeScalars.allSatisfy { scalar in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", ".", "_", "-", "/", ":", "+", "@", "%", ",", "=": true
            default: !scalar.isASCII && !scalar.properties.isWhitespace
            }
        }
        return isPlain && !word.isEmpty ? word : "'" + word.replacing("'", with: #"'\''"#) + "'"
    }
}
