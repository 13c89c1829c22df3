import Cryptography
import Transparency

/// The proof that a ledger grew from an older checkpoint to a newer one by entries added at its end only, with everything
/// that is needed to check it: one line of canonical JSON.
///
///     v      1
///     key    the ledger's public key
///     pin    the owner's signature over the key, in base 64; may be missing
///     old    the older checkpoint, in base 64
///     new    the newer one
///     proof  the hashes, each in base 64
package struct GrowthProof: Hashable, Sendable {
    /// The ledger's public key, by its own word.
    package let key: VerifierKey
    /// The owner's signature over the key.
    package let pin: LedgerPin?
    /// The older checkpoint.
    package let old: SignedCheckpoint
    /// The newer checkpoint.
    package let new: SignedCheckpoint
    /// The hashes.
    package let proof: ConsistencyProof

    /// Bytes at most: two notes and a pin in base 64.
    package static let maximumCount = 393_216

    init(key: VerifierKey, pin: LedgerPin?, old: SignedCheckpoint, new: SignedCheckpoint, proof: ConsistencyProof) {
        self.key = key
        self.pin = pin
        self.old = old
        self.new = new
        self.proof = proof
    }

    /// The line, with its end.
    /// - Throws: ``LedgerError/Code/tooLarge``.
    package func encoded() throws(LedgerError) -> [UInt8] {
        var members: [String: CanonicalJSON] = [
            "v": .integer(1), "key": .string(key.text), "old": .string(Base64.encode(old.encoded)),
            "new": .string(Base64.encode(new.encoded)),
            "proof": .array(proof.hashes.map { .string($0.base64) }),
        ]
        if let pin { members["pin"] = .string(Base64.encode(pin.signedData)) }
        return try CanonicalJSON.object(members).encoded(limit: Self.maximumCount) + [0x0A]
    }

    /// Reads strictly. It verifies nothing.
    /// - Throws: ``LedgerError/Code/transparency``.
    package init(parsing bytes: [UInt8]) throws(LedgerError) {
        self = try onProof { () throws(LedgerError) in try Self.read(bytes) }
    }

    private static func read(_ bytes: [UInt8]) throws(LedgerError) -> GrowthProof {
        if bytes.suffix(2) == [0x0D, 0x0A] {
            try onTransparency { () throws(TransparencyError) in
                throw TransparencyError(.lineEnds, "the line ends in CR LF", line: 1)
            }
        }
        guard bytes.last == 0x0A else { throw LedgerError(.malformed, "the line does not end") }
        let value = try CanonicalJSON(Array(bytes.dropLast()), limit: maximumCount)
        guard let members = value.members else { throw LedgerError(.malformed, "not an object") }
        if let other = members.keys.filter({ !names.contains($0) }).min() {
            throw LedgerError(.unexpectedField, "a proof has no such member", field: other)
        }
        guard members["v"]?.integer == 1 else { throw LedgerError(.badValue, "not version 1", field: "v") }
        guard let text = members["key"]?.text else { throw LedgerError(.missingField, "there is no key", field: "key") }
        let key = try onTransparency { () throws(TransparencyError) in try VerifierKey(text: text) }
        let pin = try members["pin"].map { _ throws(LedgerError) in try self.bytes("pin", members) }
        return GrowthProof(
            key: key, pin: pin.map { LedgerPin(signedData: $0) }, old: try checkpoint("old", members),
            new: try checkpoint("new", members), proof: try proof(members["proof"]))
    }

    private static let names: Set = ["v", "key", "pin", "old", "new", "proof"]

    private static func bytes(_ name: String, _ members: [String: CanonicalJSON]) throws(LedgerError) -> [UInt8] {
        guard let value = members[name] else { throw LedgerError(.missingField, "a member is missing", field: name) }
        guard let bytes = value.text.flatMap({ Base64.decode(Array($0.utf8)) }) else {
            throw LedgerError(.badValue, "not base 64", field: name)
        }
        return bytes
    }

    private static func checkpoint(
        _ name: String, _ members: [String: CanonicalJSON]
    ) throws(LedgerError) -> SignedCheckpoint {
        let bytes = try bytes(name, members)
        return try onTransparency { () throws(TransparencyError) in try SignedCheckpoint(parsing: bytes) }
    }

    private static func proof(_ value: CanonicalJSON?) throws(LedgerError) -> ConsistencyProof {
        guard let elements = value?.elements, elements.count <= ConsistencyProof.maximumCount else {
            throw LedgerError(.badValue, "not the hashes of a proof", field: "proof")
        }
        let hashes = elements.compactMap { $0.text.flatMap { TreeHash(base64: $0.utf8) } }
        guard hashes.count == elements.count else {
            throw LedgerError(.badValue, "not the base 64 of a hash", field: "proof")
        }
        return ConsistencyProof(hashes: hashes)
    }

    /// Checks everything but whose ledger it is. It needs no ledger.
    /// - Parameter key: that both must be signed by; nil takes the one that the proof brings.
    /// - Returns: what is wrong; empty if nothing is.
    /// - Throws: ``LedgerError/Code/cryptography``.
    package func faults(key: VerifierKey? = nil) throws(LedgerError) -> [ProofFault] {
        var faults: [ProofFault] = []
        if let key, key != self.key { faults.append(.otherKey) }
        for checkpoint in [old, new] {
            let verdict = try onTransparency { () throws(TransparencyError) in
                try checkpoint.verdict(log: key ?? self.key)
            }
            if case .signed = verdict { continue }
            return faults + [.notSigned]
        }
        let (old, new) = (old.checkpoint, new.checkpoint)
        if old.size == new.size, old.root != new.root { return faults + [.twoHistories] }
        let isConsistent = try onTransparency { () throws(TransparencyError) in
            try proof.verify(old: old.size, oldRoot: old.root, new: new.size, newRoot: new.root)
        }
        return isConsistent ? faults : faults + [.notConsistent]
    }
}

extension Ledger {
    /// The proof that this ledger grew from one of its checkpoints to another.
    /// - Parameters:
    ///   - old: as it was kept elsewhere.
    ///   - size: of the newer one; nil for the last.
    /// - Throws: ``LedgerError/Code/otherHistory`` if `old` is signed by this ledger's key and not of its history;
    ///   ``LedgerError/Code/badValue`` if it is not this ledger's; ``LedgerError/Code/notFound``; as ``checkpoint()``.
    package func growthProof(
        from old: SignedCheckpoint, to size: UInt64? = nil
    ) throws(LedgerError) -> GrowthProof {
        switch try compare(old)?.kind {
        case nil: break
        case .keptOtherLedger?: throw LedgerError(.badValue, "not a checkpoint of this ledger", field: "checkpoint")
        case .keptLonger?: throw LedgerError(.rolledBack, "the checkpoint is over more entries than there are")
        case .keptNotComparable?:
            throw LedgerError(.inconsistent, "the stored hashes do not lead to the last checkpoint")
        default: throw LedgerError(.otherHistory, "the entries do not have the root that this ledger signed")
        }
        let new = if let size { try checkpoint(size: size) } else { try checkpoint() }
        let proof = try consistency(from: old.checkpoint.size, to: new.checkpoint.size)
        return GrowthProof(
            key: key, pin: try pin().map { LedgerPin(signedData: $0) }, old: old, new: new, proof: proof)
    }

    /// Compares the ledger with a checkpoint that was kept elsewhere, also one that must not speak for itself any more.
    /// - Returns: nil if the ledger begins with what the checkpoint covers.
    /// - Throws: ``LedgerError/Code/database``, ``LedgerError/Code/cryptography``.
    package func compare(_ kept: SignedCheckpoint) throws(LedgerError) -> LedgerFinding? {
        let checkpoint = kept.checkpoint
        let verdict = try onTransparency { () throws(TransparencyError) in try kept.verdict(log: key) }
        guard case .signed = verdict else {
            return LedgerFinding(.keptOtherLedger, "the checkpoint is not signed by this ledger's key")
        }
        let size = try size()
        guard checkpoint.size <= size else {
            return LedgerFinding(
                .keptLonger, at: size, count: checkpoint.size - size,
                "the checkpoint is over entries that are not there")
        }
        let answer = try database.read { connection throws(LedgerError) in
            try Self.contradicts(checkpoint.size, checkpoint.root, StoredHashes(connection: connection), key) {
                () throws(LedgerError) in try CheckpointRows(connection).last()
            }
        }
        switch answer {
        case false?: return nil
        case true?:
            return LedgerFinding(
                .keptOtherHistory, at: checkpoint.size, "the entries do not have the root that the checkpoint has")
        case nil:
            return LedgerFinding(
                .keptNotComparable, at: checkpoint.size, "the stored hashes do not lead to the last checkpoint")
        }
    }
}
