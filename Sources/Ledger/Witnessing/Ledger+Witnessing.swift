import Cryptography
import DER
import Synchronization
import SystemIO
import Transparency

/// What a witness answers.
package enum WitnessAnswer: Hashable, Sendable {
    /// It has cosigned; the checkpoint with its line.
    case cosigned(SignedCheckpoint)
    /// It has never seen this ledger, and was not told its key.
    case unknownLedger
    /// The checkpoint is not signed by the ledger's key.
    case notSigned
    /// The request begins at another size than the last one that was cosigned, which is this.
    case conflict(size: UInt64)
    /// The proof does not lead from the last checkpoint that was cosigned to this one.
    case notConsistent
    /// The last one that was cosigned has the same size and another root, and both are signed.
    case twoHistories(SignedCheckpoint)
}

/// This ledger's keeper as witness for other ledgers (C2SP tlog-witness, over files).
extension Ledger {
    /// The key of the cosignatures that are made here, under this ledger's name and `/witness`; it is made when it is first
    /// asked for.
    /// - Throws: ``LedgerError/Code/damaged``, ``LedgerError/Code/noSpace``, ``LedgerError/Code/system``.
    package func witnessKey() throws(LedgerError) -> VerifierKey {
        try verifierKey(try witnessPrivateKey().publicKey)
    }

    private func verifierKey(_ publicKey: Ed25519PublicKey) throws(LedgerError) -> VerifierKey {
        try onTransparency { () throws(TransparencyError) in
            try VerifierKey(
                name: NoteName(key.name.text + "/witness"), type: .cosignature, publicKey: publicKey)
        }
    }

    private func witnessPrivateKey() throws(LedgerError) -> Ed25519PrivateKey {
        if try folder.read(LedgerFolder.witnessKey) == nil {
            let new = try onCryptography { () throws(CryptographyError) in
                try Ed25519PrivateKey.generate().unencryptedPKCS8PEM()
            }
            do throws(LedgerError) { try folder.write(new, to: LedgerFolder.witnessKey, replacing: false) } catch {
                // Another process was faster: its key is the one.
                guard error.system?.code == .exists else { throw error }
            }
        }
        return try folder.readKey(LedgerFolder.witnessKey)
    }

    /// The last checkpoint of each ledger that was cosigned here.
    /// - Throws: ``LedgerError/Code/damaged``, ``LedgerError/Code/database``.
    package func witnessed() throws(LedgerError) -> [KnownCheckpoint] {
        try database.read { connection throws(LedgerError) in try Self.witnessed(connection) }
    }

    private static func witnessed(_ connection: SQLConnection) throws(LedgerError) -> [KnownCheckpoint] {
        var known: [KnownCheckpoint] = []
        try connection.rows("SELECT vkey, note FROM witnessed ORDER BY vkey") { row throws(LedgerError) in
            let (text, note) = (row.text(0), row.bytes(1))
            let key = try onTransparency { () throws(TransparencyError) in try VerifierKey(text: text) }
            guard let checkpoint = CheckpointRows.read(note) else {
                throw LedgerError(.damaged, "a checkpoint that was witnessed cannot be read")
            }
            known.append(KnownCheckpoint(key: key, checkpoint: checkpoint, isConsistent: true))
            return true
        }
        return known
    }

    /// Cosigns a checkpoint of another ledger, if it grew from the last one that was cosigned here. What was cosigned is on
    /// the medium before the answer is given, also as an entry.
    /// - Parameter key: the other ledger's; needed when it is first seen.
    /// - Throws: ``LedgerError/Code/badValue`` if it is this ledger's own; as ``append(_:)-swift.method``.
    package func witness(
        _ request: WitnessRequest, key other: VerifierKey?, by author: Author, at time: DERTime
    ) throws(LedgerError) -> WitnessAnswer {
        let checkpoint = request.checkpoint.checkpoint
        guard other != key, !checkpoint.isFrom(key.name) else {
            throw LedgerError(.badValue, "a ledger is not its own witness", field: "checkpoint")
        }
        let privateKey = try witnessPrivateKey()
        let refusal = Mutex<WitnessAnswer?>(nil)
        try append(at: time) { connection throws(LedgerError) in
            let seen = try Self.witnessed(connection).filter { checkpoint.isFrom($0.key.name) }
            try Self.requireRecorded(checkpoint.origin, connection)
            let last = other.map { key in seen.first { $0.key == key } } ?? (seen.count == 1 ? seen.first : nil)
            let log = other ?? last?.key
            let answer =
                try log.map { log throws(LedgerError) in
                    try Self.refusal(request, log, last?.checkpoint)
                } ?? .unknownLedger
            refusal.withLock { $0 = answer }
            guard let log, answer == nil else { return [] }
            try connection.run(
                "INSERT OR REPLACE INTO witnessed(vkey, note) VALUES(?, ?)",
                [.text(log.text), .bytes(request.checkpoint.encoded)])
            return [
                .witnessed(
                    origin: checkpoint.origin, size: checkpoint.size, root: checkpoint.root.bytes, by: author, at: time)
            ]
        }
        if let refusal = refusal.withLock(\.self) { return refusal }
        let name = try verifierKey(privateKey.publicKey).name
        return .cosigned(
            try onTransparency { () throws(TransparencyError) in
                try request.checkpoint.adding(
                    .cosign(checkpoint, at: UInt64(clamping: time.seconds), name: name, key: privateKey))
            })
    }

    /// What was cosigned last is remembered as it is recorded; otherwise an older one could be taken for it.
    private static func requireRecorded(_ origin: String, _ connection: SQLConnection) throws(LedgerError) {
        guard let last = try RecordedWitnessing(connection).witnessed[origin] else { return }
        if try witnessedRows(connection)[origin]?.contains(last.value) == true { return }
        var failure = LedgerError(.inconsistent, "what was cosigned last of that ledger is recorded and not remembered")
        failure.position = last.position
        throw failure
    }

    /// Why a request is not fulfilled; nil if it is.
    private static func refusal(
        _ request: WitnessRequest, _ log: VerifierKey, _ last: SignedCheckpoint?
    ) throws(LedgerError) -> WitnessAnswer? {
        let verdict = try onTransparency { () throws(TransparencyError) in try request.checkpoint.verdict(log: log) }
        guard case .signed = verdict else { return .notSigned }
        let new = request.checkpoint.checkpoint
        if let last, last.checkpoint.size == new.size {
            // The same again: an answer that was lost.
            return last.checkpoint.root == new.root ? nil : .twoHistories(last)
        }
        guard request.old == last?.checkpoint.size ?? 0 else { return .conflict(size: last?.checkpoint.size ?? 0) }
        let root = last?.checkpoint.root ?? .emptyRoot
        let isConsistent = try onTransparency { () throws(TransparencyError) in
            try request.isConsistent(withOldRoot: root)
        }
        return isConsistent ? nil : .notConsistent
    }

    /// What a witness that last cosigned `old` entries is asked to cosign.
    /// - Throws: as ``consistency(from:to:)``.
    package func witnessRequest(since old: UInt64) throws(LedgerError) -> WitnessRequest {
        let checkpoint = try checkpoint()
        let proof = try consistency(from: old, to: checkpoint.checkpoint.size)
        return try onTransparency { () throws(TransparencyError) in
            try WitnessRequest(old: old, proof: proof, checkpoint: checkpoint)
        }
    }
}
