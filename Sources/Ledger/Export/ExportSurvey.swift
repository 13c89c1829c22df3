import Cryptography
import Transparency

/// What an export says of itself: keys, checkpoints, cosignatures.
struct ExportSurvey {
    let key: VerifierKey
    private(set) var findings = FindingList()
    /// What is wrong with each checkpoint that was kept elsewhere; nil where nothing is.
    private(set) var keptFindings: [LedgerFinding?] = []
    /// Entries of the last checkpoint, if it is signed; otherwise leaves.
    private(set) var size: UInt64
    /// Checkpoints with cosignatures, in the order of the archive.
    private(set) var allCosigned: [LedgerVerification.Cosigned] = []
    /// The owner's signature over the key.
    private(set) var pin: LedgerPin?
    private var signed: [Checkpoint] = []
    private var quorum: WitnessQuorum?
    private var cosignatures: Set<RecordedWitnessing.Cosignature> = []

    /// - Parameter records: entries about witnesses, in their order.
    init(_ archive: ExportArchive, _ key: VerifierKey, _ records: [StoredEntry]) throws(LedgerError) {
        self.key = key
        size = LeafList(archive).count
        var recorded = RecordedWitnessing()
        for record in records { recorded.add(record.entry, at: record.position) }
        try readTexts(archive)
        try readPin(archive)
        readWitnesses(recorded)
        try read(archive.bytes(.checkpoint) ?? [], at: nil)
        if let last = signed.last {
            size = last.size
        } else {
            findings.add(LedgerFinding(.checkpointMissing, "there is no signed checkpoint"))
        }
        try readEarlier(archive)
        findings.add(recorded.compare(cosignatures))
    }

    /// The key of the ledger, as the export says.
    static func key(_ archive: ExportArchive) throws(LedgerError) -> VerifierKey {
        let text = try archive.bytes(.key) ?? []
        let key: VerifierKey
        do throws(TransparencyError) {
            key = try VerifierKey(text: String(decoding: text.prefix { $0 != 0x0A }, as: UTF8.self))
        } catch { throw archive.malformed("the file key: " + error.reason) }
        guard text == LedgerPin.content(key), key.type == .note else {
            throw archive.malformed("the file key holds more than the key of a ledger")
        }
        return key
    }

    private mutating func readTexts(_ archive: ExportArchive) throws(LedgerError) {
        let own: [(member: ExportMember, text: [UInt8])] = [
            (.readme, ExportTexts.readme), (.script, ExportTexts.script), (.schemas, try EntrySchema.described()),
        ]
        for one in own where try archive.bytes(one.member) != one.text {
            findings.add(
                LedgerFinding(.textChanged, field: one.member.rawValue, "it is not the text of this version"))
        }
    }

    private mutating func readPin(_ archive: ExportArchive) throws(LedgerError) {
        pin = try archive.bytes(.pin).map { LedgerPin(signedData: $0) }
        if let pin, pin.verify(key) == nil {
            findings.add(LedgerFinding(.pin, "the owner's signature over the key is not valid"))
        }
    }

    /// Who may cosign is what the entries say.
    private mutating func readWitnesses(_ recorded: RecordedWitnessing) {
        var witnesses: [Witness] = []
        for one in recorded.witnesses {
            do throws(TransparencyError) {
                let witness = Witness(key: try VerifierKey(text: one.value.key), organisation: one.value.organisation)
                _ = try WitnessQuorum(witnesses: witnesses + [witness], required: 0)
                guard witness.key.publicKey != key.publicKey else {
                    throw TransparencyError(.badWitnesses, "a ledger is not its own witness")
                }
                witnesses.append(witness)
            } catch { findings.add(LedgerFinding(.witnesses, at: one.position, error.reason)) }
        }
        do throws(TransparencyError) { quorum = try WitnessQuorum(witnesses: witnesses, required: 0) } catch {
            findings.add(LedgerFinding(.witnesses, error.reason))
        }
    }

    private mutating func readEarlier(_ archive: ExportArchive) throws(LedgerError) {
        var lines = LineSequence(archive, .checkpoints)
        while let line = try lines.next() {
            var note: [UInt8] = []
            // One without an end is no line, and so no checkpoint.
            if line.isWhole {
                do throws(LedgerError) { note = Array((try CanonicalJSON(line.bytes).text ?? "").utf8) } catch {}
            }
            try read(note, at: nil)
        }
    }

    private mutating func read(_ note: [UInt8], at place: UInt64?) throws(LedgerError) {
        guard let checkpoint = CheckpointRows.read(note), checkpoint.checkpoint.extensions.isEmpty else {
            return findings.add(LedgerFinding(.checkpointMalformed, at: place, "it is no checkpoint of this ledger"))
        }
        let size = checkpoint.checkpoint.size
        let verdict = try onTransparency { () throws(TransparencyError) in
            try checkpoint.verdict(log: key, witnesses: quorum?.keys ?? [])
        }
        switch verdict {
        case .otherLog:
            findings.add(LedgerFinding(.checkpointMalformed, at: size, "it is no checkpoint of this ledger"))
        case .notSigned, .badSignature(key):
            findings.add(LedgerFinding(.checkpointSignature, at: size, "it is not signed by the ledger's key"))
        case .badSignature:
            findings.add(LedgerFinding(.cosignature, at: size, "it is not by the known witness that it names"))
        case .signed(let cosignatures):
            signed.append(checkpoint.checkpoint)
            noteStrangers(checkpoint)
            self.cosignatures.formUnion(
                cosignatures.map { RecordedWitnessing.Cosignature(size: size, witness: $0.key.name.text) })
            noteOrganisations(of: cosignatures, size)
        }
    }

    /// An export has no lines of keys that nobody knows; nobody could say what they are worth.
    private mutating func noteStrangers(_ checkpoint: SignedCheckpoint) {
        let known = [key] + (quorum?.keys ?? [])
        for one in checkpoint.note.signatures
        where !known.contains(where: { $0.name == one.name && $0.keyID == one.keyID }) {
            findings.add(
                LedgerFinding(.cosignature, at: checkpoint.checkpoint.size, "it is by nobody whom an entry names"))
        }
    }

    private mutating func noteOrganisations(of cosignatures: [Transparency.VerifiedSignature], _ size: UInt64) {
        let organisations = quorum?.organisations(in: cosignatures) ?? []
        guard !organisations.isEmpty else { return }
        allCosigned.append(LedgerVerification.Cosigned(size: size, organisations: organisations))
    }

    /// Compares the signed checkpoints, and those that were kept elsewhere, with the tree of the leaves.
    mutating func compare(_ roots: LeafRoots, kept: [SignedCheckpoint]) throws(LedgerError) {
        for checkpoint in signed {
            if let root = try roots.root(size: checkpoint.size), root == checkpoint.root { continue }
            findings.add(
                LedgerFinding(.checkpointRoot, at: checkpoint.size, "the entries do not have the root that was signed"))
        }
        for checkpoint in kept { keptFindings.append(try finding(of: checkpoint, roots)) }
    }

    private func finding(of kept: SignedCheckpoint, _ roots: LeafRoots) throws(LedgerError) -> LedgerFinding? {
        let place = kept.checkpoint.size
        let verdict = try onTransparency { () throws(TransparencyError) in try kept.verdict(log: key) }
        guard case .signed = verdict else {
            return LedgerFinding(.keptOtherLedger, at: place, "it is not signed by this ledger's key")
        }
        guard place <= size else {
            return LedgerFinding(
                .keptLonger, at: size, count: place - size, "it covers entries that are not in the ledger")
        }
        guard try roots.root(size: place) == kept.checkpoint.root else {
            return LedgerFinding(.keptOtherHistory, at: place, "its root is not that of the ledger")
        }
        return nil
    }
}
