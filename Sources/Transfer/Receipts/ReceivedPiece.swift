import DER

/// A piece of a package that reached a recipient.
package struct ReceivedPiece: Hashable, Sendable {
    /// x, 1...64.
    package let number: Int
    /// What verifying it gave.
    package let verdict: PieceVerdict
    /// When it was verified, by the recipient's clock.
    package let received: DERTime
    /// The name that the recipient gave the route which brought it: small letters, digits, dashes.
    package let route: String

    static let numbers: ClosedRange<Int64> = 1...Int64(TransferLimits.pieces)
    /// The most bytes of a route's name.
    static let routeLimit = 64

    /// - Throws: `badValue` with the field: a number outside 1...64, or a route's name that is not of its form.
    package init(number: Int, verdict: PieceVerdict, received: DERTime, route: String) throws(TransferError) {
        guard Self.numbers.contains(Int64(number)) else {
            throw TransferError(.badValue, "a piece's number is 1 to 64", field: "number")
        }
        guard Self.isRouteName(route) else {
            throw TransferError(
                .badValue, "a route's name has small letters, digits and dashes, at most 64", field: "route")
        }
        self.init(unchecked: number, verdict, received, route)
    }

    private init(unchecked number: Int, _ verdict: PieceVerdict, _ received: DERTime, _ route: String) {
        self.number = number
        self.verdict = verdict
        self.received = received
        self.route = route
    }

    func encode(into writer: inout DERWriter) {
        writer.sequence {
            $0.integer(Int64(number))
            $0.enumerated(UInt8(verdict.rawValue))
            $0.generalizedTime(received)
            $0.utf8String(route)
        }
    }

    init(from reader: inout DERReader) throws(DERError) {
        self = try reader.sequence { (piece) throws(DERError) in
            let number = Int(try piece.integer(Self.numbers))
            var here = piece.offset
            guard let verdict = PieceVerdict(rawValue: Int64(try piece.enumerated())) else {
                throw DERError(.badValue, offset: here)
            }
            let received = try piece.generalizedTime()
            here = piece.offset
            let route = try piece.utf8String(limit: Self.routeLimit)
            guard Self.isRouteName(route) else { throw DERError(.badValue, offset: here) }
            return ReceivedPiece(unchecked: number, verdict, received, route)
        }
    }

    /// As names in the book of routes are: text that somebody else chose is shown on the sender's terminal.
    private static func isRouteName(_ text: String) -> Bool {
        guard let first = text.utf8.first, first != UInt8(ascii: "-"), text.utf8.count <= routeLimit else {
            return false
        }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
            default: false
            }
        }
    }
}
