import Cryptography

/// A checkpoint with the signatures of its log and its witnesses.
package struct SignedCheckpoint: Hashable, Sendable {
    /// The note.
    package let note: SignedNote
    /// What its text says; to be ignored until a verdict was taken.
    package let checkpoint: Checkpoint

    /// Reads a note whose text is a checkpoint. It does not verify.
    /// - Throws: `malformed` with the number of the line, `tooLarge`.
    package init(parsing bytes: [UInt8]) throws(TransparencyError) {
        try self.init(SignedNote(parsing: bytes))
    }

    private init(_ note: SignedNote) throws(TransparencyError) {
        checkpoint = try Checkpoint(parsing: note.text)
        self.note = note
    }

    /// A new checkpoint, signed by its log.
    /// - Throws: `outOfRange` as for `Checkpoint.init(origin:size:root:)`, `cryptography`.
    package init(
        origin: NoteName, size: UInt64, root: TreeHash, signedBy key: borrowing Ed25519PrivateKey
    ) throws(TransparencyError) {
        checkpoint = try Checkpoint(origin: origin, size: size, root: root)
        let signature = try NoteSignature.sign(checkpoint.text, name: origin, key: key)
        note = try SignedNote(text: checkpoint.text, signatures: [signature])
    }

    /// The bytes of the note.
    package var encoded: [UInt8] { note.encoded }

    /// The checkpoint with one more line, such as a witness's, unless it has that line already.
    /// - Throws: `tooLarge`.
    package func adding(_ signature: NoteSignature) throws(TransparencyError) -> SignedCheckpoint {
        try SignedCheckpoint(note.adding(signature))
    }

    /// Whether the log has signed, and which of `witnesses` have.
    /// - Parameter log: a key of type `note` whose name is the origin.
    /// - Throws: `ambiguousKey`, `cryptography`.
    package func verdict(
        log: VerifierKey, witnesses: [VerifierKey] = []
    ) throws(TransparencyError) -> CheckpointVerdict {
        guard log.type == .note, checkpoint.isFrom(log.name) else { return .otherLog }
        switch try note.verdict(by: [log] + witnesses) {
        case .badSignature(let key): return .badSignature(key)
        case .unknownKeys: return .notSigned
        case .signed(let signatures):
            guard signatures.contains(where: { $0.key == log }) else { return .notSigned }
            return .signed(cosignatures: signatures.filter { $0.key != log })
        }
    }
}

/// What a checkpoint is worth.
package enum CheckpointVerdict: Hashable, Sendable {
    /// The log has signed it, and so have these witnesses, each once.
    case signed(cosignatures: [VerifiedSignature])
    /// It speaks of another log than the key belongs to.
    case otherLog
    /// The log's key has not signed it.
    case notSigned
    /// A line names this known key, and the signature is not by it.
    case badSignature(VerifierKey)
}
