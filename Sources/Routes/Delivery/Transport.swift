import SystemIO

/// A way in which single pieces get to a place and are collected from there.
///
/// Every call ends within bounded time after nothing moves any more, and soon after the process was asked to stop; programs
/// that it started are ended then. What was delivered stays delivered.
package protocol Transport: Sendable {
    /// Delivers a piece. Its name at the place appears when the piece is whole; until then it has another one. What an earlier,
    /// interrupted delivery of the same piece left there is continued where the route can.
    /// - Throws: ``RoutesError``; `exists` if something else has the name.
    func put(_ piece: OutgoingPiece, as name: PieceName) throws(RoutesError) -> Delivery

    /// The pieces and receipts at the place, by their names only: nothing vouches for what they hold. Sorted by name.
    func list() throws(RoutesError) -> [FoundPiece]

    /// Collects a piece into a file, which holds its first `offset` bytes already.
    /// - Parameter limit: the most bytes that the piece may have, and what is looked at meanwhile.
    /// - Returns: the piece's length; the file has exactly that.
    /// - Throws: ``RoutesError``; `notFound`, `tooMuch` for a longer one.
    func fetch(
        _ name: PieceName, into file: borrowing Descriptor, from offset: UInt64, limit: FetchLimit
    ) throws(RoutesError) -> UInt64

    /// As ``fetch(_:into:from:limit:)-(PieceName,_,_,_)``, of several pieces of one name the one that was listed so.
    func fetch(
        _ piece: FoundPiece, into file: borrowing Descriptor, from offset: UInt64, limit: FetchLimit
    ) throws(RoutesError) -> UInt64

    /// Removes what an interrupted delivery of this very piece left at the place, and nothing else.
    /// - Returns: whether there was something.
    func removeLeftover(of piece: OutgoingPiece, as name: PieceName) throws(RoutesError) -> Bool

    /// Removes this very piece from the place, and nothing else that may have its name.
    /// - Returns: whether it was there.
    /// - Throws: ``RoutesError``; `unsupported` where a route only ever adds; `exists` if something else has the name.
    func remove(_ piece: OutgoingPiece, as name: PieceName) throws(RoutesError) -> Bool
}

extension Transport {
    /// For a route that only ever adds.
    package func remove(_ piece: OutgoingPiece, as name: PieceName) throws(RoutesError) -> Bool {
        throw RoutesError(.unsupported, "the route cannot remove what it delivered")
    }
}

extension Transport {
    /// At most places a name is one file's.
    package func fetch(
        _ piece: FoundPiece, into file: borrowing Descriptor, from offset: UInt64, limit: FetchLimit
    ) throws(RoutesError) -> UInt64 {
        try fetch(piece.name, into: file, from: offset, limit: limit)
    }
}

/// What is known of a piece that was delivered.
package struct Delivery: Hashable, Sendable {
    /// How sure it is that the place has the very bytes.
    package enum Verification: String, Sendable {
        /// They were read back, and their SHA-256 compared.
        case readBack = "read back"
        /// The place told their SHA-256.
        case toldByPlace = "told by the place"
        /// The route has no way back, such as mail.
        case none = "none"
    }

    /// The bytes that went over the route in this call: fewer than the piece has where an earlier delivery was continued.
    package let sent: UInt64
    /// Where the delivery was continued, in bytes; 0 if it began anew.
    package let resumedAt: UInt64
    /// How sure it is that the place has the very bytes.
    package let verification: Verification
    /// Whether the piece was there already, whole, so that nothing was sent.
    package let wasPresent: Bool
    /// Where it lies, in the words of the route.
    package let place: String
    /// What it was written to, for a medium that is carried.
    package var medium: DeliveredMedium?

    /// Every field; the medium is told afterwards.
    package init(sent: UInt64, resumedAt: UInt64, verification: Verification, wasPresent: Bool, place: String) {
        self.sent = sent
        self.resumedAt = resumedAt
        self.verification = verification
        self.wasPresent = wasPresent
        self.place = place
    }
}

/// A piece as a place lists it.
package struct FoundPiece: Hashable, Sendable {
    /// Its name.
    package let name: PieceName
    /// Its length in bytes, if the place tells.
    package let size: UInt64?
    /// What else tells it from another file that has the name later, such as when it was last changed; nil if the place tells nothing.
    package let stamp: String?

    /// Every field.
    package init(name: PieceName, size: UInt64?, stamp: String? = nil) {
        self.name = name
        self.size = size
        self.stamp = stamp
    }
}

/// How long a route may be silent, and how much it may tell.
package struct RouteLimits: Hashable, Sendable {
    /// The longest time in which no byte moves.
    package var silence: Duration = .seconds(60)
    /// The most names that a place may list.
    package var names = 100_000

    /// The usual limits.
    package init() {}
}
