import DER

extension TransferState {
    /// Assigns a piece to a route.
    /// - Throws: `ended`; as ``TransferPlan/assign(_:)``.
    package mutating func assign(_ assignment: Assignment) throws(TransferError) {
        try checkOpen()
        try plan.assign(assignment)
    }

    /// Keeps that a delivery begins.
    /// - Throws: `noSuchPiece`.
    package mutating func attempt(_ piece: Int, _ attempt: DeliveryAttempt) throws(TransferError) {
        try check(piece)
        histories[piece - 1].attempt = attempt
    }

    /// Keeps a delivery.
    /// - Throws: `noSuchPiece`, `tooMuch`.
    package mutating func deliver(_ piece: Int, _ delivery: RecordedDelivery) throws(TransferError) {
        try check(piece)
        try Self.append(delivery, to: &histories[piece - 1].deliveries)
        histories[piece - 1].failure = nil
        histories[piece - 1].attempt = nil
    }

    /// Keeps why a delivery failed.
    /// - Throws: `noSuchPiece`.
    package mutating func fail(_ piece: Int, _ failure: DeliveryFailure) throws(TransferError) {
        try check(piece)
        histories[piece - 1].failure = failure
        histories[piece - 1].attempt = nil
    }

    /// The last assignment of each piece that no delivery has fulfilled, as places in the plan.
    package var undelivered: [Int] {
        (1...plan.package.n).compactMap { piece in
            let last = plan.assignments.lastIndex { $0.piece == piece }
            let done = histories[piece - 1].deliveries.map(\.assignment)
            return last.flatMap { done.contains($0) ? nil : $0 }
        }
    }

    /// As ``undelivered``, of one piece.
    /// - Parameter piece: nil for all.
    package func undelivered(_ piece: Int?) -> [Int] {
        undelivered.filter { piece == nil || plan.assignments[$0].piece == piece }
    }

    /// Keeps who took a carried piece, or that it came to its place.
    /// - Throws: `noSuchPiece`, `tooMuch`.
    package mutating func handOver(_ piece: Int, _ handover: RecordedHandover) throws(TransferError) {
        try check(piece)
        try Self.append(handover, to: &histories[piece - 1].handovers)
    }

    /// Keeps what a receipt says. What its signer said before stays; a receipt that counted already changes nothing. The transfer ends
    /// with the one after which every recipient has opened the package.
    /// - Parameters:
    ///   - receipt: whose package, manifest and signer were checked.
    ///   - pieces: what it says of each; `signer` is the receipt's.
    /// - Returns: whether it was new.
    /// - Throws: `noSuchPiece`, `tooMuch`; then nothing is changed.
    package mutating func count(_ receipt: CountedReceipt, _ pieces: [PieceReceipt]) throws(TransferError) -> Bool {
        guard !receipts.contains(where: { $0.digest == receipt.digest }) else { return false }
        var changed = self
        for piece in pieces {
            try changed.check(piece.piece)
            guard !changed.histories[piece.piece - 1].receipts.contains(piece) else { continue }
            try Self.append(piece, to: &changed.histories[piece.piece - 1].receipts)
        }
        try Self.append(receipt, to: &changed.receipts)
        if changed.ending == nil, changed.isOpenedByAll { changed.ending = Ending(kind: .closed, time: receipt.time) }
        self = changed
        return true
    }

    /// Ends the transfer.
    /// - Throws: `ended` if it did before.
    package mutating func end(_ ending: Ending) throws(TransferError) {
        try checkOpen()
        self.ending = ending
    }

    /// - Throws: `ended`.
    package func checkOpen() throws(TransferError) {
        guard ending == nil else { throw TransferError(.ended, "the transfer was ended before") }
    }

    private static func append<Event>(_ event: Event, to events: inout [Event]) throws(TransferError) {
        guard events.count < TransferLimits.events else {
            throw TransferError(.tooMuch, "more events than are kept")
        }
        events.append(event)
    }
}
