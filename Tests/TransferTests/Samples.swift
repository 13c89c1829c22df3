import DER
import Transfer

/// Values that tests of transfers are made of.
enum Samples {
    static let time = moment(0)

    static func moment(_ seconds: Int64) -> DERTime {
        guard let time = DERTime(seconds: 1_790_000_000 + seconds) else { preconditionFailure("not a time") }
        return time
    }

    static func digest(_ byte: UInt8) -> [UInt8] { [UInt8](repeating: byte, count: 32) }

    static func package(k: Int = 3, n: Int = 5, recipients: [[UInt8]] = [digest(9)]) -> PlannedPackage {
        PlannedPackage(
            id: digest(1), manifest: digest(2), name: "report", k: k,
            pieces: (1...n).map { x in
                PlannedPiece(fileName: "report.\(x).fubako", size: 1000, digest: digest(UInt8(100 + x)))
            }, created: time, recipients: recipients)
    }

    static func route(_ name: String, identity: String? = nil) -> PlannedRoute {
        PlannedRoute(name: name, kind: "folder", identity: identity ?? "filesystem:\(name)")
    }

    static func assignment(_ piece: Int, _ route: String, identity: String? = nil) -> Assignment {
        Assignment(piece: piece, route: Self.route(route, identity: identity), cause: .planned, time: time)
    }
}
