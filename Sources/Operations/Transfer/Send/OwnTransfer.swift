import DER
import Keyring
import Ledger
import PackageFormat
import Routes
import SystemIO
import Transfer

/// A transfer of one's own that is held, and what can be done with it besides delivering.
package struct OwnTransfer: Sendable {
    /// The transfer.
    package let held: HeldTransfer
    private let recorder: Recorder
    private let author: Author

    /// - Parameter author: whoever does it, for the ledger.
    package init(_ held: HeldTransfer, recorder: Recorder, by author: Author) {
        self.held = held
        self.recorder = recorder
        self.author = author
    }

    /// Plans to send a piece once more. It is recorded when this returns; nothing has left.
    /// - Parameter route: nil for the one by which it was sent last.
    /// - Throws: `transfer` with `noSuchPiece`, `ended`, `carriesOther`, `passphraseRoute`; `route` with `tooLarge`, `notFound`;
    ///   `ledger`.
    package func assign(
        _ piece: Int, to route: String?, in book: RouteBook, cause: Assignment.Cause
    ) throws(OperationError) {
        let state = held.state
        try onTransfer { () throws(TransferError) in
            try state.checkOpen()
            _ = try state.history(of: piece)
        }
        let name = route ?? state.plan.routes(of: piece).last?.name ?? ""
        let chosen = try onRoute { () throws(RoutesError) in try book.route(name) }
        if let fits = chosen.capacity, fits < state.plan.package.pieces[piece - 1].size {
            var error = RoutesError(
                .tooLarge, "the piece is larger than the route takes", advice: "use another route")
            error.fits = fits
            throw OperationError(.route, underlying: .routes(error.on(name)))
        }
        let assignment = Assignment(
            piece: piece, route: try PlannedRoute(chosen), cause: cause, time: .now(notBefore: recorder.now))
        var plan = state.plan
        try onTransfer { () throws(TransferError) in try plan.assign(assignment) }
        try recorder.transfer(
            cause == .replacement ? .replacement : .resend, plan, [assignment], by: author, at: assignment.time)
        try onTransfer { () throws(TransferError) in
            try held.update { (state) throws(TransferError) in try state.assign(assignment) }
        }
    }

    /// Keeps that a carried piece changed hands.
    /// - Throws: `transfer` with `noSuchPiece`, `tooMuch`, `ended`; `ledger`.
    package func handOver(_ piece: Int, _ handover: RecordedHandover) throws(OperationError) {
        var state = held.state
        try onTransfer { () throws(TransferError) in
            try state.checkOpen()
            try state.handOver(piece, handover)
        }
        try recorder.handedOver(piece, handover, of: state.plan.package, by: author)
        try onTransfer { () throws(TransferError) in
            try held.update { (state) throws(TransferError) in try state.handOver(piece, handover) }
        }
    }

    /// Ends the transfer, and removes its outbox.
    /// - Throws: `transfer` with `ended`; `ledger`.
    package func end(_ kind: TransferState.Ending.Kind) throws(OperationError) {
        let ending = TransferState.Ending(kind: kind, time: .now(notBefore: recorder.now))
        try onTransfer { () throws(TransferError) in try held.state.checkOpen() }
        try recorder.transfer(
            kind == .closed ? .closed : .cancelled, held.state.plan, [], by: author, at: ending.time)
        try onTransfer { () throws(TransferError) in
            try held.update { (state) throws(TransferError) in try state.end(ending) }
            try held.removeOutbox()
        }
    }

    /// Removes what deliveries that were broken off have left at their places, where these answer now.
    /// - Returns: names of the routes where something was removed.
    package func removeLeftovers(_ book: RouteBook) -> [String] {
        let state = held.state
        return state.undelivered.compactMap { place in
            let leg = DispatchLeg(held, place, staysMounted: false)
            let history = state.histories[leg.assignment.piece - 1]
            guard history.attempt != nil || history.failure != nil,
                let ready = try? leg.prepare(book, DispatchProgress()),
                (try? ready.transport.removeLeftover(of: ready.piece, as: ready.name)) == true
            else { return nil }
            return leg.assignment.route.name
        }
    }

    /// Makes a piece of the outbox good, bit for bit, from the others.
    /// - Returns: false if it was whole.
    /// - Throws: `package` with `tooFewPieces`, `notRebuildable`; `nothingToRebuildFrom`, `replacementDiffers`; `transfer` with `noSuchPiece`, `ended`;
    ///   `system`.
    package func rebuild(
        _ piece: Int, keyring: Keyring, state folder: StateFolder?, progress: Progress
    ) throws(OperationError) -> Bool {
        let state = held.state
        try onTransfer { () throws(TransferError) in
            try state.checkOpen()
            _ = try state.history(of: piece)
        }
        let planned = state.plan.package.pieces[piece - 1]
        if try digest(planned) == planned.digest { return false }
        let present = state.plan.package.pieces.filter { $0 != planned && isThere($0) }
        let sources = present.map { held.outbox.appending($0.fileName) }
        guard !sources.isEmpty else { throw OperationError(.nothingToRebuildFrom) }
        let package = try ArrivedPackage(
            .pieces(sources), keyring: keyring, withdrawals: Withdrawals(),
            choice: state.plan.package.manifest.hexadecimal)
        var request = RepairRequest()
        request.numbers = [piece]
        request.folder = held.outbox
        request.replacing = true
        _ = try package.repair(request, state: folder, progress: progress)
        guard try digest(planned) == planned.digest else { throw OperationError(.replacementDiffers) }
        return true
    }

    private func isThere(_ piece: PlannedPiece) -> Bool {
        (try? Descriptor.open(held.outbox.appending(piece.fileName), .pathOnly)) != nil
    }

    /// Nil if the piece is not there.
    private func digest(_ piece: PlannedPiece) throws(OperationError) -> [UInt8]? {
        guard isThere(piece) else { return nil }
        let file = try onSystem { () throws(SystemError) in
            SharedDescriptor(try Descriptor.open(held.outbox.appending(piece.fileName), [.readOnly, .noFollow]))
        }
        return try onRoute { () throws(RoutesError) in try OutgoingPiece(file).digest }
    }
}
