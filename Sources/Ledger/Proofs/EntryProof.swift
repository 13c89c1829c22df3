import Cryptography
import Transparency

/// The proof that an entry stands in a ledger, with everything that is needed to check it.
package struct EntryProof: Hashable, Sendable {
    /// The place in the tree, and a checkpoint over it.
    package let proof: TlogProof
    /// The entry, the ledger's key, and who vouches for that.
    package let statement: ProofStatement

    /// What travels along in a proof's line `extra`.
    /// - Throws: as ``ProofStatement/encoded()``, ``LedgerError/Code/transparency``.
    package init(_ proof: TlogProof, _ statement: ProofStatement) throws(LedgerError) {
        let extra = try statement.encoded()
        self.proof = try onTransparency { () throws(TransparencyError) in
            try TlogProof(
                extra: extra, index: proof.index, inclusion: proof.inclusion, checkpoint: proof.checkpoint)
        }
        self.statement = statement
    }

    /// Reads the text of a proof strictly. It verifies nothing.
    /// - Throws: ``LedgerError/Code/transparency``, also for a proof that carries no entry.
    package init(parsing bytes: [UInt8]) throws(LedgerError) {
        let proof = try onTransparency { () throws(TransparencyError) in try TlogProof(parsing: bytes) }
        guard let extra = proof.extra else {
            throw LedgerError(.transparency, "the proof does not carry its entry", field: "extra")
        }
        statement = try onProof { () throws(LedgerError) in try ProofStatement(extra) }
        self.proof = proof
    }

    /// The text of the proof.
    package var encoded: [UInt8] { proof.encoded }

    /// Checks everything but whose ledger it is: the entry's place in the tree, the checkpoint's signature, that the entry
    /// is one, and that the personal values are those that it commits to. It needs no ledger.
    /// - Parameter key: that the checkpoint must be signed by; nil takes the one that the proof brings.
    /// - Returns: what is wrong; empty if nothing is.
    /// - Throws: ``LedgerError/Code/cryptography``.
    package func faults(key: VerifierKey? = nil) throws(LedgerError) -> [ProofFault] {
        var faults: [ProofFault] = []
        if let key, key != statement.key { faults.append(.otherKey) }
        let verdict = try onTransparency { () throws(TransparencyError) in
            try proof.checkpoint.verdict(log: key ?? statement.key)
        }
        if case .signed = verdict {} else { faults.append(.notSigned) }
        if try !isIncluded() { faults.append(.notIncluded) }
        do throws(LedgerError) {
            let entry = try Entry(statement.entry)
            for value in statement.personal where try value.commitment() != entry.commitment(value.field) {
                faults.append(.personalChanged(value.field))
            }
        } catch {
            guard error.code != .cryptography else { throw error }
            faults.append(error.code == .unknownKind ? .unknownKind : .entryMalformed)
        }
        return faults
    }

    fileprivate func isIncluded() throws(LedgerError) -> Bool {
        let leaf = try onCryptography { () throws(CryptographyError) in
            var hasher = try Cryptography.Hasher(.sha256)
            return try TreeHash.leaf(statement.entry, with: &hasher)
        }
        return try onTransparency { () throws(TransparencyError) in try proof.includes(leafHash: leaf) }
    }
}

/// Reads a part of a proof. What is wrong there is wrong with the proof, and not with an entry of this ledger.
func onProof<Value>(_ body: () throws(LedgerError) -> Value) throws(LedgerError) -> Value {
    do throws(LedgerError) { return try body() } catch {
        guard error.code != .cryptography, error.code != .transparency else { throw error }
        throw LedgerError(.transparency, error.reason, field: error.field, offset: error.offset)
    }
}

/// What may be wrong with a proof that could be read.
package enum ProofFault: Hashable, Sendable {
    /// It speaks of another ledger than the key that was asked for.
    case otherKey
    /// The checkpoint is not signed by the ledger's key.
    case notSigned
    /// The entry is not at its place in the checkpoint's tree.
    case notIncluded
    /// The older checkpoint is not of a tree from which the newer one grew, or the proof does not show it.
    case notConsistent
    /// Two checkpoints of one size are signed and have different roots: the ledger has two histories.
    case twoHistories
    /// What stands in the entry's place is no entry.
    case entryMalformed
    /// The entry is of a kind that this program does not know.
    case unknownKind
    /// A personal value is not the one that the entry's field commits to.
    case personalChanged(String)
}

extension Ledger {
    /// The proof that an entry stands here, to be checked without this ledger.
    /// - Parameter withPersonal: takes along the personal values that are still there, and their keys.
    /// - Throws: as ``proof(of:size:extra:)``, ``entry(at:)``; ``LedgerError/Code/inconsistent`` also if the entry does not
    ///   stand in the tree of the checkpoint.
    package func entryProof(of position: UInt64, withPersonal: Bool) throws(LedgerError) -> EntryProof {
        var statement = ProofStatement(entry: try entry(at: position).bytes, key: key)
        statement.pin = try pin().map { LedgerPin(signedData: $0) }
        if withPersonal { statement.personal = try personal.values(of: position) }
        let proof = try EntryProof(try proof(of: position), statement)
        guard try proof.isIncluded() else { throw Self.notOfTree(position) }
        return proof
    }
}
