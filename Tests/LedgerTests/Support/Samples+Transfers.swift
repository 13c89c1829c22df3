import DER
import Ledger

extension Samples {
    static let transferred = NewEntry.Transferred(package: filled(1), manifest: filled(5))

    static var routes: NewEntry.TransferRoutes {
        NewEntry.TransferRoutes(
            k: 3, n: 5, isShared: false, fewest: 3, deadline: time, routes: ["1 nas folder own 本省", "2 a sftp other"],
            identities: ["filesystem:2049", "sftp:files.example"], statedBy: "山田", passphraseBy: "電話で")
    }

    static var delivery: NewEntry.PieceDelivery {
        var delivery = NewEntry.PieceDelivery(package: filled(1), piece: 2, route: "sftp-a", routeKind: "sftp")
        delivery.bytes = 1_048_576
        delivery.resumedAt = 65_536
        delivery.verification = "read-back"
        delivery.place = "sftp://files.example/in/report.2.fubako"
        delivery.medium = "vfat 1A2B-3C4D"
        return delivery
    }

    /// One entry of each kind about transfers, and both results of a delivery.
    static var transfers: [NewEntry] {
        var arrived = NewEntry.ArrivedPiece()
        arrived.package = filled(1)
        arrived.manifest = filled(5)
        arrived.signer = filled(6)
        arrived.piece = 3
        arrived.route = "nas"
        arrived.input = "report.3.fubako"
        return [
            .transfer(.planned, transferred, routes, by: author, at: time),
            .transfer(.closed, transferred, nil, by: author, at: time),
            .delivered(delivery, wasPresent: false, by: author, at: time),
            .deliveryFailed(delivery, cause: "route-down", by: author, at: time),
            .handover(
                filled(1), piece: 4, isReceived: false, when: time,
                NewEntry.PieceHandover(carrier: "佐藤", container: "C-12", seal: "S-7781", place: "正門"), by: author,
                at: time),
            .arrival(arrived, .damaged, cause: "package.damaged", by: author, at: time),
            .receipt(
                transferred, isIssued: true,
                NewEntry.PieceReceipts(signer: filled(6), good: [1, 2, 4], damaged: [5], state: "opened"), closes: true,
                by: author, at: time),
        ]
    }
}
