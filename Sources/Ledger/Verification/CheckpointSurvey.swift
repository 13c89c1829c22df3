import Transparency

/// What the ledger says of itself: checkpoints, cosignatures, keys; and which entries they speak of.
struct CheckpointSurvey {
    private(set) var findings = FindingList()
    /// Entries of the largest checkpoint that is signed; without one, entries that are there.
    private(set) var size: UInt64 = 0
    private(set) var cosigned: LedgerVerification.Cosigned?
    /// Checkpoints that are signed.
    private var signed: [Checkpoint] = []

    init(_ ledger: Ledger) throws(LedgerError) {
        try ledger.database.read { connection throws(LedgerError) in
            try readCheckpoints(connection, ledger.key)
            try readExtent(connection)
            try readCosignatures(connection, ledger.key)
            try checkFirst(connection, ledger.key)
        }
        if ledger.privateKey.publicKey != ledger.key.publicKey {
            findings.add(LedgerFinding(.keyFile, "the private key is not that of the ledger"))
        }
    }

    private mutating func readCheckpoints(_ connection: SQLConnection, _ key: VerifierKey) throws(LedgerError) {
        try connection.rows("SELECT size, note FROM checkpoint ORDER BY size") { row throws(LedgerError) in
            let place = UInt64(clamping: row.integer(0))
            guard let checkpoint = CheckpointRows.read(row.bytes(1)), checkpoint.checkpoint.size == place,
                checkpoint.checkpoint.isFrom(key.name)
            else {
                findings.add(LedgerFinding(.checkpointMalformed, at: place, "it is no checkpoint of this ledger"))
                return true
            }
            let verdict = try onTransparency { () throws(TransparencyError) in try checkpoint.verdict(log: key) }
            if case .signed = verdict {
                signed.append(checkpoint.checkpoint)
            } else {
                findings.add(
                    LedgerFinding(.checkpointSignature, at: place, "it is not signed by the ledger's key"))
            }
            return true
        }
    }

    /// Finds what lies behind the last checkpoint.
    private mutating func readExtent(_ connection: SQLConnection) throws(LedgerError) {
        let count = try connection.first("SELECT max(position) + 1 FROM entry") { row throws(LedgerError) in
            UInt64(clamping: row.integer(0))
        }
        size = signed.last?.size ?? count ?? 0
        if signed.isEmpty { findings.add(LedgerFinding(.checkpointMissing, "there is no signed checkpoint")) }
        try addOutside("entry", size, .entryUncovered, "no checkpoint covers it", connection)
        try addOutside("hash", HashIndex.count(size: size), .hashUncovered, "it belongs to no entry", connection)
    }

    private mutating func addOutside(
        _ table: String, _ end: UInt64, _ kind: LedgerFinding.Kind, _ reason: String, _ connection: SQLConnection
    ) throws(LedgerError) {
        let sql = "SELECT min(position), count(*) FROM \(table) WHERE position >= ? OR position < 0"
        try connection.rows(sql, [.position(end)]) { row throws(LedgerError) in
            let count = UInt64(clamping: row.integer(1))
            if count > 0 {
                findings.add(LedgerFinding(kind, at: UInt64(clamping: row.integer(0)), count: count, reason))
            }
            return true
        }
    }

    private mutating func checkFirst(_ connection: SQLConnection, _ key: VerifierKey) throws(LedgerError) {
        let first = try connection.first("SELECT bytes FROM entry WHERE position = 0") { row throws(LedgerError) in
            row.bytes(0)
        }
        var entry: Entry?
        if let first { do throws(LedgerError) { entry = try Entry(first) } catch {} }
        // One that is missing or malformed is named with the others.
        guard let entry, entry.kind == .ledger else { return }
        if entry.text("key") != key.text || entry.text("origin") != key.name.text {
            findings.add(LedgerFinding(.firstEntry, at: 0, "it names another key than the ledger's"))
        }
    }

    // MARK: Witnesses

    private mutating func readCosignatures(_ connection: SQLConnection, _ key: VerifierKey) throws(LedgerError) {
        let quorum: WitnessQuorum
        do throws(LedgerError) {
            let witnesses = try Ledger.witnesses(connection)
            quorum = try onTransparency { () throws(TransparencyError) in
                try WitnessQuorum(witnesses: witnesses, required: 0)
            }
        } catch {
            guard error.code == .transparency else { throw error }
            return findings.add(LedgerFinding(.witnesses, error.reason))
        }
        let sql = "SELECT size, witness, line FROM cosignature ORDER BY size DESC"
        var organisations: [UInt64: [VerifiedSignature]] = [:]
        try connection.rows(sql) { row throws(LedgerError) in
            let place = UInt64(clamping: row.integer(0))
            if let one = try verified(row.bytes(2), by: row.text(1), place, key, quorum) {
                organisations[place, default: []].append(one)
            } else {
                findings.add(LedgerFinding(.cosignature, at: place, "it is not by the known witness that it names"))
            }
            return true
        }
        guard let last = organisations.max(by: { $0.key < $1.key }) else { return }
        cosigned = LedgerVerification.Cosigned(size: last.key, organisations: quorum.organisations(in: last.value))
    }

    private func verified(
        _ line: [UInt8], by witness: String, _ place: UInt64, _ key: VerifierKey, _ quorum: WitnessQuorum
    ) throws(LedgerError) -> VerifiedSignature? {
        guard let checkpoint = signed.first(where: { $0.size == place }),
            let known = quorum.keys.first(where: { $0.text == witness })
        else { return nil }
        do throws(TransparencyError) {
            let note = try SignedNote(text: checkpoint.text, signatures: [NoteSignature(parsing: line)])
            return try note.verdict(by: [known]).signatures.first
        } catch { return nil }
    }

    // MARK: The tree

    /// Compares the checkpoints, and what was seen before, with the tree that the entries make.
    func compare(root: TreeHash?, with ledger: Ledger) throws(LedgerError) -> FindingList {
        let known = try ledger.anchors.known(ledger.key)
        // After the anchor, so that what another process appends meanwhile does not look like an older copy.
        let present = try ledger.size()
        return try ledger.database.read { connection throws(LedgerError) in
            var findings = FindingList()
            let hashes = StoredHashes(connection: connection)
            func treeRoot(_ size: UInt64) -> TreeHash? {
                if size == self.size { return root }
                do throws(TransparencyError) { return try hashes.treeHash(size: size) } catch { return nil }
            }
            for checkpoint in signed where treeRoot(checkpoint.size) != checkpoint.root {
                findings.add(
                    LedgerFinding(
                        .checkpointRoot, at: checkpoint.size, "the entries do not have the root that was signed"))
            }
            if known.isDamaged {
                findings.add(LedgerFinding(.anchorDamaged, "what was seen here before cannot be read"))
            }
            if let here = known.here, here.key != ledger.key {
                findings.add(LedgerFinding(.otherLedger, "a ledger with another key was here before"))
            }
            guard let anchor = known.latest else { return findings }
            if anchor.size > max(size, present) {
                findings.add(LedgerFinding(.rolledBack, at: anchor.size, "it had more entries before"))
            } else if anchor.size <= size, treeRoot(anchor.size) != anchor.root {
                findings.add(
                    LedgerFinding(.otherHistory, at: anchor.size, "its entries are not those that were there before"))
            }
            return findings
        }
    }
}
