import DER
import Synchronization
import Transparency

/// Witnesses of this ledger: others who keep its checkpoints and say so with a signature.
extension Ledger {
    /// The witnesses that are known, sorted by key.
    /// - Throws: ``LedgerError/Code/damaged``, ``LedgerError/Code/database``.
    package func witnesses() throws(LedgerError) -> [Witness] {
        try database.read { connection throws(LedgerError) in try Self.witnesses(connection) }
    }

    static func witnesses(_ connection: SQLConnection) throws(LedgerError) -> [Witness] {
        var witnesses: [Witness] = []
        try connection.rows("SELECT vkey, organisation FROM witness ORDER BY vkey") { row throws(LedgerError) in
            let (text, organisation) = (row.text(0), row.text(1))
            let key = try onTransparency { () throws(TransparencyError) in try VerifierKey(text: text) }
            witnesses.append(Witness(key: key, organisation: organisation))
            return true
        }
        return witnesses
    }

    /// Makes a witness known, and records it. Its organisation is brought into one form.
    /// - Returns: the witness as it is known.
    /// - Throws: ``LedgerError/Code/exists`` if its key is known; ``LedgerError/Code/badValue`` for an organisation without a
    ///   name that everybody sees, and for one of this ledger's own keys; ``LedgerError/Code/transparency`` for a key that
    ///   makes no cosignatures; as ``append(_:)-swift.method``.
    @discardableResult
    package func addWitness(
        _ witness: Witness, by author: Author, at time: DERTime
    ) throws(LedgerError) -> Witness {
        let organisation = try OrganisationName.normalized(witness.organisation)
        let witness = Witness(key: witness.key, organisation: organisation)
        guard try !isOwn(witness.key) else {
            throw LedgerError(.badValue, "a ledger is not its own witness", field: "key")
        }
        try append(at: time) { connection throws(LedgerError) in
            let others = try Self.witnesses(connection)
            guard !others.contains(where: { $0.key.publicKey == witness.key.publicKey }) else {
                throw LedgerError(.exists, "a witness with this key is known")
            }
            // The rules for a set of witnesses are those of the quorum.
            _ = try onTransparency { () throws(TransparencyError) in
                try WitnessQuorum(witnesses: others + [witness], required: 0)
            }
            try connection.run(
                "INSERT INTO witness(vkey, organisation) VALUES(?, ?)",
                [.text(witness.key.text), .text(organisation)])
            return [
                .policy(
                    RecordedWitnessing.added, value: witness.key.text, reason: organisation, by: author, at: time)
            ]
        }
        return witness
    }

    private func isOwn(_ other: VerifierKey) throws(LedgerError) -> Bool {
        if other.publicKey == key.publicKey { return true }
        guard try folder.read(LedgerFolder.witnessKey) != nil else { return false }
        return try witnessKey().publicKey == other.publicKey
    }

    /// Forgets a witness, and the cosignatures that nobody could verify any more, and records it.
    /// - Throws: ``LedgerError/Code/notFound``; as ``append(_:)-swift.method``.
    package func removeWitness(_ key: VerifierKey, by author: Author, at time: DERTime) throws(LedgerError) {
        try append(at: time) { connection throws(LedgerError) in
            guard let witness = try Self.witnesses(connection).first(where: { $0.key == key }) else {
                throw LedgerError(.notFound, "there is no such witness")
            }
            try connection.run("DELETE FROM cosignature WHERE witness = ?", [.text(key.text)])
            try connection.run("DELETE FROM witness WHERE vkey = ?", [.text(key.text)])
            return [
                .policy(
                    RecordedWitnessing.removed, value: key.text, reason: witness.organisation, by: author, at: time)
            ]
        }
    }

    /// Keeps the cosignatures of known witnesses that a checkpoint of this ledger came back with, and records them.
    /// - Returns: the witnesses of those that are new.
    /// - Throws: ``LedgerError/Code/badValue`` if it is no checkpoint of this ledger's history, or a line of a known key
    ///   is not by it; as ``append(_:)-swift.method``.
    package func addCosignatures(
        from checkpoint: SignedCheckpoint, by author: Author, at time: DERTime
    ) throws(LedgerError) -> [Witness] {
        let added = Mutex<[Witness]>([])
        try append(at: time) { connection throws(LedgerError) in
            let new = try self.insertCosignatures(from: checkpoint, connection)
            added.withLock { $0 = new }
            return new.map {
                .cosigned(
                    size: checkpoint.checkpoint.size, witness: $0.key.name.text, organisation: $0.organisation,
                    by: author, at: time)
            }
        }
        return added.withLock(\.self)
    }

    private func insertCosignatures(
        from checkpoint: SignedCheckpoint, _ connection: SQLConnection
    ) throws(LedgerError) -> [Witness] {
        let own = try self.checkpoint(ofSameSizeAs: checkpoint, connection)
        let witnesses = try Self.witnesses(connection)
        let verdict = try onTransparency { () throws(TransparencyError) in
            try checkpoint.verdict(log: key, witnesses: witnesses.map(\.key))
        }
        guard case .signed(let cosignatures) = verdict else {
            throw LedgerError(.badValue, "a signature is not by the key that it names", field: "checkpoint")
        }
        var added: [Witness] = []
        for cosignature in cosignatures where try Self.insert(cosignature, of: own, connection) {
            added += witnesses.filter { $0.key == cosignature.key }
        }
        return added
    }

    private func checkpoint(
        ofSameSizeAs checkpoint: SignedCheckpoint, _ connection: SQLConnection
    ) throws(LedgerError) -> Checkpoint {
        let size = try requireSound(connection).checkpoint.size
        let given = checkpoint.checkpoint
        guard given.isFrom(key.name), (1...size).contains(given.size),
            try Self.root(StoredHashes(connection: connection), given.size) == given.root
        else { throw LedgerError(.badValue, "not a checkpoint of this ledger", field: "checkpoint") }
        let own = try signed(size: given.size, root: given.root)
        try connection.run(
            "INSERT INTO checkpoint(size, note) VALUES(?, ?) ON CONFLICT DO NOTHING",
            [.position(given.size), .bytes(own.encoded)])
        return own.checkpoint
    }

    /// - Returns: false if the witness had cosigned this size before; the first cosignature stays.
    private static func insert(
        _ cosignature: VerifiedSignature, of checkpoint: Checkpoint, _ connection: SQLConnection
    ) throws(LedgerError) -> Bool {
        try connection.run(
            "INSERT INTO cosignature(size, witness, line) VALUES(?, ?, ?) ON CONFLICT DO NOTHING",
            [
                .position(checkpoint.size), .text(cosignature.key.text),
                .bytes(cosignature.signature.encoded),
            ])
        return try connection.first("SELECT changes()") { row throws(LedgerError) in row.integer(0) > 0 } ?? false
    }

    /// The last checkpoint that a number of organisations have cosigned, and which; nil if there is none.
    /// - Throws: as ``checkpoint()``.
    package func lastCosigned(required: Int) throws(LedgerError) -> CosignedCheckpoint? {
        try database.read { connection throws(LedgerError) in
            let witnesses = try Self.witnesses(connection)
            let quorum = try onTransparency { () throws(TransparencyError) in
                try WitnessQuorum(witnesses: witnesses, required: 0)
            }
            var sizes: [UInt64] = []
            try connection.rows("SELECT DISTINCT size FROM cosignature ORDER BY size DESC") { row throws(LedgerError) in
                sizes.append(UInt64(clamping: row.integer(0)))
                return true
            }
            for size in sizes {
                let checkpoint = try self.checkpoint(size: size, connection)
                let verdict = try onTransparency { () throws(TransparencyError) in
                    try checkpoint.verdict(log: key, witnesses: quorum.keys)
                }
                guard case .signed(let cosignatures) = verdict else { continue }
                let organisations = quorum.organisations(in: cosignatures)
                if organisations.count >= max(1, required) {
                    return CosignedCheckpoint(checkpoint: checkpoint, organisations: organisations)
                }
            }
            return nil
        }
    }
}

/// A checkpoint, and who vouches for it besides the ledger.
package struct CosignedCheckpoint: Hashable, Sendable {
    /// With the lines of the witnesses.
    package let checkpoint: SignedCheckpoint
    /// Each once.
    package let organisations: [String]
}
