import Cryptography
import Keyring
import Ledger
import PackageFormat
import Transparency

import struct Ledger.Entry

/// What a package says of the ledger in which its sender announced it.
package enum IntentFinding: Hashable, Sendable {
    /// It says nothing.
    case none
    /// What it says is not true of this package, or proves nothing; with the reason, in English.
    case bad(String)
    /// It was announced there, before it was sealed.
    case announced(Announcement)

    /// - Throws: `badIntent` if what it says is not true.
    func requireGood() throws(OperationError) {
        guard case .bad(let reason) = self else { return }
        throw OperationError(.badIntent, reason)
    }

    /// Whether the ledger has two histories.
    package var isFork: Bool {
        guard case .announced(let announcement) = self, case .fork = announcement.comparison else { return false }
        return true
    }
}

/// An entry of the sender's ledger that announced a package, proved by its signed manifest.
package struct Announcement: Hashable, Sendable {
    /// What the ledger calls itself.
    package let origin: String
    /// The entry's place, from 0.
    package let position: UInt64
    /// How many entries the checkpoint covers that was taken along.
    package let size: UInt64
    /// What became of it when it was compared with what is known of that ledger here.
    package let comparison: Comparison

    /// What comparing with earlier checkpoints of the same ledger gave.
    package enum Comparison: Hashable, Sendable {
        /// There was nothing to compare with, because nobody trusted has signed the package.
        case untrusted
        /// No ledger is kept here, or it cannot be used, so that nothing is known of others.
        case noLedger
        /// Nothing of that ledger was seen here before.
        case firstSeen
        /// It has grown from what was seen here before, of so many entries, or is that.
        case consistent(UInt64)
        /// Nothing proves how it relates to what was seen before, of so many entries.
        case notChecked(UInt64)
        /// It has another history than what was seen before, of so many entries.
        case fork(UInt64)
    }
}

/// The proof in a manifest, checked by itself.
struct CheckedIntent: Sendable {
    let proof: EntryProof

    var checkpoint: SignedCheckpoint { proof.proof.checkpoint }
    var size: UInt64 { checkpoint.checkpoint.size }
    var key: VerifierKey { proof.statement.key }

    /// Why a proof was refused.
    struct Refusal: Error { let reason: String }

    /// Checks that the proof is one, and that the entry announces this package with this header.
    init(_ bytes: [UInt8], _ manifest: Manifest) throws(Refusal) {
        let faults: [ProofFault]
        let entry: Entry
        do throws(LedgerError) {
            proof = try EntryProof(parsing: bytes)
            faults = try proof.faults()
            entry = try Entry(proof.statement.entry)
        } catch { throw Refusal(reason: [error.reason, error.field].compactMap(\.self).joined(separator: ": ")) }
        guard faults.isEmpty else { throw Refusal(reason: "the proof does not hold") }
        guard entry.kind == .sealIntent, entry.package == hexadecimal(manifest.packageID) else {
            throw Refusal(reason: "the entry announces another package")
        }
        guard entry.text("header") == hexadecimal(manifest.commonHeaderHash) else {
            throw Refusal(reason: "the entry announces another header")
        }
    }

    func announcement(_ comparison: Announcement.Comparison) -> Announcement {
        Announcement(
            origin: key.name.text, position: proof.proof.index, size: size, comparison: comparison)
    }
}

extension Recorder {
    /// Checks what a package says of its sender's ledger, and compares that with what is known of it here.
    /// - Parameter keeping: keeps the checkpoint if it may take the place of the one that was known.
    package func intent(
        of structure: PackageStructure, _ judgement: SignerJudgement, keeping: Bool
    ) -> IntentFinding {
        guard let bytes = structure.manifest.intent else { return .none }
        do throws(CheckedIntent.Refusal) {
            let intent = try CheckedIntent(bytes, structure.manifest)
            guard case .trusted = judgement else { return .announced(intent.announcement(.untrusted)) }
            return .announced(intent.announcement(compare(intent, keeping: keeping)))
        } catch { return .bad(error.reason) }
    }

    private func compare(_ intent: CheckedIntent, keeping: Bool) -> Announcement.Comparison {
        do throws(LedgerError) {
            guard let ledger = try ledger(createdBy: nil) else { return .noLedger }
            if ledger.key == intent.key { return try ledger.compareOwn(intent) }
            let known = try ledger.known(intent.key)
            let new = try onTransparency { () throws(TransparencyError) in
                try intent.comparison(with: known?.checkpoint.checkpoint)
            }
            let comparison = intent.comparison(new, seen: try ledger.seen(intent.key, size: intent.size))
            // What cannot be kept is compared with what was known before, another time.
            if keeping { try? intent.keep(in: ledger, known?.checkpoint.checkpoint, comparison) }
            return comparison
        } catch { return .noLedger }
    }
}

extension CheckedIntent {
    /// What comparing with the last checkpoint gave, and one of the same size that was seen here before: two signed roots
    /// of one size are two histories, and what was consistent once still is.
    fileprivate func comparison(
        _ comparison: Announcement.Comparison, seen: KnownCheckpoint?
    ) -> Announcement.Comparison {
        guard let seen else { return comparison }
        guard seen.checkpoint.checkpoint.root == checkpoint.checkpoint.root else { return .fork(size) }
        if case .notChecked(let known) = comparison, seen.isConsistent { return .consistent(known) }
        return comparison
    }

    /// Remembers the checkpoint, also one that nothing was proved of yet, and keeps it as the last if it may be that.
    fileprivate func keep(
        in ledger: Ledger, _ known: Checkpoint?, _ comparison: Announcement.Comparison
    ) throws(LedgerError) {
        let isProved: Bool
        switch comparison {
        case .firstSeen, .consistent: isProved = true
        case .notChecked: isProved = false
        case .untrusted, .noLedger, .fork: return
        }
        let seen = KnownCheckpoint(key: key, checkpoint: checkpoint, isConsistent: isProved)
        try ledger.remember(seen)
        if replaces(known, comparison) { try ledger.keep(seen) }
    }

    /// One that nothing proves consistent does not take the place of the one that is known: it would hide a fork.
    fileprivate func replaces(_ known: Checkpoint?, _ comparison: Announcement.Comparison) -> Bool {
        switch comparison {
        case .firstSeen: true
        case .consistent: size > known?.size ?? 0
        case .untrusted, .noLedger, .notChecked, .fork: false
        }
    }

    fileprivate func comparison(with known: Checkpoint?) throws(TransparencyError) -> Announcement.Comparison {
        guard let known else { return .firstSeen }
        let tree = checkpoint.checkpoint
        if tree.size == known.size { return tree.root == known.root ? .consistent(known.size) : .fork(known.size) }
        guard let growth = proof.statement.consistency.first(where: { $0.old == known.size }), known.size < tree.size
        else { return .notChecked(known.size) }
        let isGrown = try growth.proof.verify(
            old: known.size, oldRoot: known.root, new: tree.size, newRoot: tree.root)
        return isGrown ? .consistent(known.size) : .fork(known.size)
    }
}

extension Ledger {
    /// One's own ledger proves by itself what it is.
    fileprivate func compareOwn(_ intent: CheckedIntent) throws(LedgerError) -> Announcement.Comparison {
        let own = try checkpoint().checkpoint.size
        guard intent.size <= own else { return .notChecked(own) }
        let root = try checkpoint(size: intent.size).checkpoint.root
        return root == intent.checkpoint.checkpoint.root ? .consistent(own) : .fork(own)
    }
}
