import Cryptography
import Normalization
import Transparency

/// What the entries record of witnesses, of both sides: who may cosign this ledger and did, and what was cosigned here.
struct RecordedWitnessing: Sendable {
    private(set) var witnesses: [Recorded<Witness>] = []
    private(set) var cosignatures: [Recorded<Cosignature>] = []
    /// The last checkpoint of each ledger that was cosigned here, by the ledger's name.
    private(set) var witnessed: [String: Recorded<WitnessedCheckpoint>] = [:]
    /// Where it was last recorded that the owner has signed the ledger's key.
    private(set) var pinned: UInt64?

    /// Something that the entry at a position records.
    struct Recorded<Value: Sendable>: Sendable {
        let position: UInt64
        let value: Value
    }

    /// As entries name it.
    struct Witness: Hashable, Sendable {
        let key: String
        let organisation: String

        /// The name in the key: what stands before its hash.
        var name: Substring { key.prefix { $0 != "+" } }
    }

    struct Cosignature: Hashable, Sendable {
        let size: UInt64
        let witness: String
    }

    struct WitnessedCheckpoint: Hashable, Sendable {
        let size: UInt64
        /// In hexadecimal digits.
        let root: String
    }

    static let kinds: [EntryKind] = [.policy, .cosigned, .witness]
    static let added = "witness-added"
    static let removed = "witness-removed"
    static let pinning = "pinned"

    /// Nothing is recorded.
    init() {}

    /// What the entries of a ledger record. One that cannot be read records nothing, and verification names it.
    init(_ connection: SQLConnection) throws(LedgerError) {
        let sql = "SELECT position, bytes FROM entry WHERE kind IN ('policy', 'cosigned', 'witness') ORDER BY position"
        try connection.rows(sql) { row throws(LedgerError) in
            var entry: Entry?
            do throws(LedgerError) { entry = try Entry(row.bytes(1)) } catch {}
            if let entry { add(entry, at: UInt64(clamping: row.integer(0))) }
            return true
        }
    }

    /// Adds what the next entry records.
    mutating func add(_ entry: Entry, at position: UInt64) {
        switch entry.kind {
        case .policy: add(policy: entry, at: position)
        case .cosigned:
            guard let size = entry.count("size"), let witness = entry.text("witness") else { return }
            cosignatures.append(
                Recorded(position: position, value: Cosignature(size: UInt64(clamping: size), witness: witness)))
        case .witness:
            guard let origin = entry.text("origin"), let size = entry.count("size"), let root = entry.text("root")
            else { return }
            let value = WitnessedCheckpoint(size: UInt64(clamping: size), root: root)
            witnessed[origin] = Recorded(position: position, value: value)
        default: break
        }
    }

    private mutating func add(policy entry: Entry, at position: UInt64) {
        let key = entry.text("value") ?? ""
        switch entry.text("event") {
        case Self.added:
            let witness = Witness(key: key, organisation: entry.text("reason") ?? "")
            witnesses.append(Recorded(position: position, value: witness))
        case Self.removed:
            let name = Witness(key: key, organisation: "").name
            witnesses.removeAll { $0.value.key == key }
            cosignatures.removeAll { $0.value.witness == name }
        case Self.pinning: pinned = position
        default: break
        }
    }
}

// MARK: Comparison

extension RecordedWitnessing {
    /// Compares witnesses that count with those that are recorded.
    func compare(_ found: [Witness]) -> FindingList {
        var findings = FindingList()
        for witness in found where !witnesses.contains(where: { $0.value == witness }) {
            findings.add(
                LedgerFinding(.witnessChanged, field: witness.organisation, "no entry says that this witness was added")
            )
        }
        for witness in witnesses where !found.contains(witness.value) {
            findings.add(
                LedgerFinding(
                    .witnessChanged, at: witness.position, field: witness.value.organisation, "the witness is gone"))
        }
        return findings
    }

    /// Compares cosignatures that are there with those that are recorded. One that nobody recorded speaks for itself.
    func compare(_ found: Set<Cosignature>) -> FindingList {
        var findings = FindingList()
        for one in cosignatures where !found.contains(one.value) {
            findings.add(
                LedgerFinding(
                    .cosignatureMissing, at: one.value.size, field: one.value.witness, "it is recorded and not there"))
        }
        return findings
    }

    /// Compares what is remembered of other ledgers with what is recorded.
    /// - Parameter found: checkpoints by the name of their ledger.
    func compare(witnessed found: [String: Set<WitnessedCheckpoint>]) -> FindingList {
        var findings = FindingList()
        for (origin, last) in witnessed.sorted(by: { $0.value.position < $1.value.position })
        where found[origin]?.contains(last.value) != true {
            findings.add(
                LedgerFinding(
                    .witnessedChanged, at: last.position, field: origin, "what was cosigned last is not remembered"))
        }
        for origin in found.keys.sorted() where witnessed[origin] == nil {
            findings.add(
                LedgerFinding(.witnessedChanged, field: origin, "no entry says that it was cosigned"))
        }
        return findings
    }
}

extension Ledger {
    /// Compares what lies beside the entries, about witnesses, with what the entries record.
    func verifyWitnessing() throws(LedgerError) -> FindingList {
        let pin = try pin()
        return try database.read { connection throws(LedgerError) in
            let recorded = try RecordedWitnessing(connection)
            var findings = recorded.compare(try Self.witnessRows(connection))
            var cosignatures: Set<RecordedWitnessing.Cosignature> = []
            try connection.rows("SELECT size, witness FROM cosignature") { row throws(LedgerError) in
                let witness = RecordedWitnessing.Witness(key: row.text(1), organisation: "")
                cosignatures.insert(
                    RecordedWitnessing.Cosignature(
                        size: UInt64(clamping: row.integer(0)), witness: String(witness.name)))
                return true
            }
            findings.add(recorded.compare(cosignatures))
            findings.add(recorded.compare(witnessed: try Self.witnessedRows(connection)))
            if let pin, LedgerPin(signedData: pin).verify(key) == nil {
                findings.add(LedgerFinding(.pin, "the owner's signature over the key is not valid"))
            }
            if let position = recorded.pinned, pin == nil {
                findings.add(LedgerFinding(.pinMissing, at: position, "the file with the owner's signature is gone"))
            }
            return findings
        }
    }

    private static func witnessRows(_ connection: SQLConnection) throws(LedgerError) -> [RecordedWitnessing.Witness] {
        var rows: [RecordedWitnessing.Witness] = []
        try connection.rows("SELECT vkey, organisation FROM witness ORDER BY vkey") { row throws(LedgerError) in
            rows.append(RecordedWitnessing.Witness(key: row.text(0), organisation: nfc(row.text(1))))
            return true
        }
        return rows
    }

    static func witnessedRows(
        _ connection: SQLConnection
    ) throws(LedgerError) -> [String: Set<RecordedWitnessing.WitnessedCheckpoint>] {
        var rows: [String: Set<RecordedWitnessing.WitnessedCheckpoint>] = [:]
        try connection.rows("SELECT note FROM witnessed") { row throws(LedgerError) in
            guard let checkpoint = CheckpointRows.read(row.bytes(0))?.checkpoint else {
                rows["", default: []].insert(.init(size: 0, root: ""))
                return true
            }
            rows[checkpoint.origin, default: []].insert(
                .init(size: checkpoint.size, root: hexadecimal(checkpoint.root.bytes)))
            return true
        }
        return rows
    }
}
