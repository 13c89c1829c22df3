/// What a witness is asked to cosign (C2SP tlog-witness, the body of add-checkpoint).
///
///     old SIZE             of the last checkpoint that the witness cosigned, 0 for none
///     base64(hash)         consistency proof from there, at most 63 lines, none from 0
///                          empty
///     checkpoint           a signed note
package struct WitnessRequest: Hashable, Sendable {
    /// A request has at most this many bytes: its lines of hashes, and a note.
    package static let maximumSize = 4_096 + SignedNote.maximumSize

    /// The size that the proof begins at.
    package let old: UInt64
    /// From there to the checkpoint.
    package let proof: ConsistencyProof
    /// The checkpoint to be cosigned.
    package let checkpoint: SignedCheckpoint

    /// - Throws: `outOfRange` if the checkpoint is smaller than `old`, `tooLarge` for more than 63 hashes.
    package init(
        old: UInt64, proof: ConsistencyProof, checkpoint: SignedCheckpoint
    ) throws(TransparencyError) {
        guard old <= checkpoint.checkpoint.size else {
            throw TransparencyError(.outOfRange, "the checkpoint is smaller than the old one")
        }
        guard proof.hashes.count <= ConsistencyProof.maximumCount else {
            throw TransparencyError(.tooLarge, "more than \(ConsistencyProof.maximumCount) hashes")
        }
        self.old = old
        self.proof = proof
        self.checkpoint = checkpoint
    }

    /// Reads the one form of a request. It verifies neither signature nor proof.
    /// - Throws: `malformed` with the number of the line in the request or, behind the empty line, in the checkpoint;
    ///   `tooLarge`, `outOfRange`.
    package init(parsing bytes: [UInt8]) throws(TransparencyError) {
        try NoteText.check(bytes, maximumSize: Self.maximumSize)
        var lines = LineReader(bytes)
        guard let text = try lines.next(after: "old"), let old = NoteText.number(text) else {
            throw TransparencyError(.malformed, "not the old size", line: 1)
        }
        let proof = ConsistencyProof(hashes: try lines.hashes(maximum: ConsistencyProof.maximumCount))
        try self.init(old: old, proof: proof, checkpoint: SignedCheckpoint(parsing: Array(lines.rest)))
    }

    /// Reads a request, or a checkpoint alone, which asks a witness that never cosigned one of that log.
    /// - Throws: as ``init(parsing:)``.
    package init(parsingRequestOrCheckpoint bytes: [UInt8]) throws(TransparencyError) {
        if bytes.starts(with: "old ".utf8) {
            try self.init(parsing: bytes)
        } else {
            try self.init(old: 0, proof: ConsistencyProof(hashes: []), checkpoint: SignedCheckpoint(parsing: bytes))
        }
    }

    /// The bytes of the request.
    package var encoded: [UInt8] {
        let lines = ["old \(old)"] + proof.hashes.map(\.base64) + ["", ""]
        return Array(lines.joined(separator: "\n").utf8) + checkpoint.encoded
    }

    /// Whether the checkpoint grew from the tree of `old` leaves with this root.
    /// - Parameter oldRoot: as the witness recorded it; the root of nothing for 0.
    /// - Throws: `cryptography`.
    package func isConsistent(withOldRoot oldRoot: TreeHash) throws(TransparencyError) -> Bool {
        let new = checkpoint.checkpoint
        return try proof.verify(old: old, oldRoot: oldRoot, new: new.size, newRoot: new.root)
    }
}
