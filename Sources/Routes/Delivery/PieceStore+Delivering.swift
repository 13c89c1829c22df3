/// The one way in which a piece gets to a place of files: a name in between, all bytes, read back, renamed.
extension PieceStore {
    func deliver(_ piece: OutgoingPiece, as name: PieceName) throws(RoutesError) -> Delivery {
        if let found = try find(name.text) { return try present(piece, as: name, found) }
        let interim = name.interim(of: piece.digest)
        let start = try resumption(of: piece, interim)
        try write(piece, from: start, to: interim)
        guard try holds(piece, interim) else { return try deliverAnew(piece, as: name, wasResumed: start > 0) }
        return try finish(piece, as: name, from: start, sent: piece.size - start)
    }

    /// The piece's own name is taken: by the piece, or by something else.
    private func present(
        _ piece: OutgoingPiece, as name: PieceName, _ found: StoredFile
    ) throws(RoutesError) -> Delivery {
        guard found.isRegular, found.size == piece.size, try digest(of: name.text, size: found.size) == piece.digest
        else {
            throw RoutesError(
                .exists, "something else has the piece's name at the place",
                advice: "move it away, or send the piece under another name", file: name.text)
        }
        return Delivery(
            sent: 0, resumedAt: 0, verification: verification, wasPresent: true, place: place(of: name.text))
    }

    /// Where to continue: what lies there under the name in between was left by a delivery of the same piece.
    private func resumption(of piece: OutgoingPiece, _ interim: String) throws(RoutesError) -> UInt64 {
        guard let left = try find(interim) else { return 0 }
        guard left.isRegular else {
            throw RoutesError(.exists, "what has the name in between is no file", file: interim)
        }
        if continues, left.size <= piece.size { return left.size }
        try remove(interim)
        return 0
    }

    /// What was left there earlier was not the piece's beginning, or the place does not keep what it is given. In the first case
    /// a second try from the beginning succeeds.
    private func deliverAnew(
        _ piece: OutgoingPiece, as name: PieceName, wasResumed: Bool
    ) throws(RoutesError) -> Delivery {
        let interim = name.interim(of: piece.digest)
        try remove(interim)
        if wasResumed {
            try write(piece, from: 0, to: interim)
            if try holds(piece, interim) { return try finish(piece, as: name, from: 0, sent: piece.size) }
            try remove(interim)
        }
        throw RoutesError(
            .mismatch, "what was read back is not what was written",
            advice: "check the medium or the server, and send the piece by another route", file: name.text)
    }

    private func holds(_ piece: OutgoingPiece, _ interim: String) throws(RoutesError) -> Bool {
        guard let written = try find(interim), written.isRegular, written.size == piece.size else { return false }
        return try digest(of: interim, size: piece.size) == piece.digest
    }

    private func finish(
        _ piece: OutgoingPiece, as name: PieceName, from start: UInt64, sent: UInt64
    ) throws(RoutesError) -> Delivery {
        try rename(name.interim(of: piece.digest), to: name.text)
        guard try find(name.text)?.size == piece.size else {
            throw RoutesError(.mismatch, "the piece is not under its name after renaming", file: name.text)
        }
        return Delivery(
            sent: sent, resumedAt: start, verification: verification, wasPresent: false, place: place(of: name.text))
    }
}
