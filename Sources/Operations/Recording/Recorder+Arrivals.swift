import Ledger
import Transfer

extension Recorder {
    /// Records a piece that came, or a file that was refused. A receipt is recorded by what it says.
    /// - Throws: `ledger`.
    func arrived(_ arrival: Arrival, by author: Author) throws(OperationError) {
        var entry = NewEntry.ArrivedPiece()
        entry.route = arrival.route
        entry.input = arrival.name
        let verdict: NewEntry.ArrivalVerdict
        var cause: String?
        switch arrival.finding {
        case .piece(let piece):
            entry.set(piece)
            verdict = piece.verdict == .good ? .good : .damaged
        case .replay(let piece, _):
            entry.set(piece)
            verdict = .replay
        case .refused(let error), .waiting(let error):
            verdict = .refused
            cause = Self.shortened(error.cause)
        case .receipt: return
        }
        try appendAfterwards(.arrival(entry, verdict, cause: cause, by: author, at: now), by: author)
    }

    /// Records a receipt that was signed here, or came.
    /// - Parameters:
    ///   - signer: the fingerprint.
    ///   - closes: whether it ends the transfer.
    /// - Throws: `ledger`.
    func receipt(
        _ receipt: Receipt, isIssued: Bool, signer: [UInt8], closes: Bool, by author: Author
    ) throws(OperationError) {
        func numbers(_ verdict: PieceVerdict) -> [UInt64] {
            receipt.pieces.filter { $0.verdict == verdict }.map { UInt64($0.number) }
        }
        let pieces = NewEntry.PieceReceipts(
            signer: signer, good: numbers(.good), damaged: numbers(.damaged), state: receipt.state.name)
        try appendAfterwards(
            .receipt(
                .init(package: receipt.packageID, manifest: receipt.manifest), isIssued: isIssued, pieces,
                closes: closes, by: author, at: now), by: author)
    }
}

extension NewEntry.ArrivedPiece {
    fileprivate mutating func set(_ piece: ArrivedPiece) {
        package = piece.package.id
        manifest = piece.package.manifest
        signer = piece.package.signer
        self.piece = UInt64(piece.number)
    }
}

extension ReceiverState {
    /// A stable name.
    package var name: String {
        switch self {
        case .collecting: "collecting"
        case .openable: "openable"
        case .opened: "opened"
        }
    }
}
