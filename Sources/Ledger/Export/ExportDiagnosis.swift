import Cryptography
import Transparency

/// Goes through an export entry by entry and names what is wrong where: which entry was changed, is missing, stands twice or
/// in a wrong place, and which personal value is not the one that was recorded.
struct ExportDiagnosis: ~Copyable {
    private let leaves: LeafList
    private let key: VerifierKey
    private var entries: LineSequence
    private var personal: ExportedPersonal
    private var hasher: Cryptography.Hasher
    private var reader = EntryReader()
    private(set) var findings = FindingList()
    /// The position whose leaf the next line should have.
    private var expected: UInt64 = 0

    /// How far behind the expected position a line is looked for when lines are missing; one from farther away is called
    /// misplaced.
    private static let near: UInt64 = 64

    init(_ archive: ExportArchive, _ key: VerifierKey, _ erasures: Erasures) throws(LedgerError) {
        let hasher = try onCryptography { () throws(CryptographyError) in try Cryptography.Hasher(.sha256) }
        let personal = try ExportedPersonal(archive, erasures)
        leaves = LeafList(archive)
        self.key = key
        entries = LineSequence(archive, .entries)
        self.personal = personal
        self.hasher = hasher
    }

    /// How many personal values there are.
    var personalValues: UInt64 { personal.count }

    mutating func run() throws(LedgerError) {
        while let line = try entries.next() {
            if let position = try place(line) { try check(line, position) }
        }
        if expected < leaves.count {
            add(.entryMissing, expected, count: leaves.count - expected, "there is no entry at this position")
        }
        findings.add(try personal.finish())
    }

    private mutating func add(
        _ kind: LedgerFinding.Kind, _ position: UInt64, count: UInt64 = 1, field: String? = nil, _ reason: String
    ) {
        findings.add(LedgerFinding(kind, at: position, count: count, field: field, reason))
    }

    /// - Returns: the position that a line has; nil if it should not be there.
    private mutating func place(_ line: LineSequence.Line) throws(LedgerError) -> UInt64? {
        let leaf: TreeHash
        do throws(CryptographyError) { leaf = try TreeHash.leaf(line.bytes, with: &hasher) } catch {
            throw LedgerError(error)
        }
        if expected < leaves.count, try TreeHash(leaves.bytes(expected..<expected + 1)) == leaf {
            expected += 1
            return expected - 1
        }
        // When so much is wrong, it does not matter any more where each line came from.
        let found = findings.count < FindingList.bound ? try leaves.position(of: leaf) : nil
        guard let found else {
            expected += 1
            if expected <= leaves.count {
                add(.entryChanged, expected - 1, "the entry's hash is not the one in the tree")
            } else {
                add(.entryUncovered, expected - 1, "no checkpoint covers it")
            }
            return expected - 1
        }
        guard (expected...expected + Self.near).contains(found) else {
            add(.entryMisplaced, found, "it stands again, or in a wrong place")
            return nil
        }
        add(.entryMissing, expected, count: found - expected, "there is no entry at this position")
        expected = found + 1
        return found
    }

    private mutating func check(_ line: LineSequence.Line, _ position: UInt64) throws(LedgerError) {
        if !line.isWhole { add(.entryMalformed, position, "the line does not end, or is too long") }
        let objection = line.bytes.withUnsafeBytes { reader.objection($0) }
        if let objection {
            let kind: LedgerFinding.Kind = objection.code == .unknownKind ? .unknownKind : .entryMalformed
            add(kind, position, field: objection.field, objection.reason)
        }
        if !reader.tokens.isEmpty, line.bytes.withUnsafeBytes({ reader.isLedger($0) }) != (position == 0) {
            add(.firstEntry, position, "the first entry, and no other, names the ledger")
        }
        guard position == 0 || personal.isThere else { return }
        var entry: Entry?
        do throws(LedgerError) { entry = try Entry(line.bytes) } catch {}
        if position == 0, let entry, entry.text("key") != key.text || entry.text("origin") != key.name.text {
            add(.firstEntry, 0, "it names another key than the ledger's")
        }
        findings.add(try personal.check(position, entry))
    }
}

/// The personal values of an export, read beside the entries.
struct ExportedPersonal: ~Copyable {
    private var lines: LineSequence
    private var upcoming: Value?
    private var failures = FindingList()
    private var last: Value?
    private let erasures: Erasures
    /// Whether values were exported at all.
    let isThere: Bool
    private(set) var count: UInt64 = 0

    private struct Value {
        let position: UInt64
        let value: PersonalValue

        /// By entry, then by field.
        func stands(before other: Value) -> Bool {
            guard position == other.position else { return position < other.position }
            return value.field.utf8.lexicographicallyPrecedes(other.value.field.utf8)
        }
    }

    init(_ archive: ExportArchive, _ erasures: Erasures) throws(LedgerError) {
        lines = LineSequence(archive, .personal)
        isThere = archive.holds(.personal)
        self.erasures = erasures
        try advance()
    }

    private mutating func advance() throws(LedgerError) {
        upcoming = nil
        while let line = try lines.next() {
            count += 1
            if line.isWhole, let value = Self.read(line.bytes), last.map({ $0.stands(before: value) }) ?? true {
                upcoming = value
                last = value
                return
            }
            failures.add(LedgerFinding(.personalChanged, "line \(count) of the personal values is none"))
        }
    }

    private static func read(_ line: [UInt8]) -> Value? {
        do throws(LedgerError) {
            guard let members = try CanonicalJSON(line).members, members.count == 4,
                let entry = members["entry"]?.integer, let position = UInt64(exactly: entry),
                let field = members["field"]?.text, let text = members["key"]?.text,
                let bytes = Base64.decode(Array(text.utf8)), let key = PersonalKey(bytes),
                let value = try members["value"]?.encoded()
            else { return nil }
            return Value(position: position, value: PersonalValue(field: field, key: key, value: value))
        } catch { return nil }
    }

    /// Checks the values of an entry. They stand in the order of entries.
    mutating func check(_ position: UInt64, _ entry: Entry?) throws(LedgerError) -> FindingList {
        var findings = FindingList()
        var present: Set<String> = []
        while let one = upcoming, one.position <= position {
            let commitment = one.position == position ? entry?.commitment(one.value.field) : nil
            let own = try one.value.commitment()
            if one.position == position { present.insert(one.value.field) }
            if commitment != own { findings.add(Self.finding(one)) }
            try advance()
        }
        if isThere, let entry { addGaps(position, entry, present, &findings) }
        return findings
    }

    /// A value is either there, or an entry says that it was erased.
    private func addGaps(_ position: UInt64, _ entry: Entry, _ present: Set<String>, _ findings: inout FindingList) {
        let (kind, time) = (entry.kind.rawValue, entry.text("at") ?? "")
        for field in entry.fields.keys.sorted() where entry.commitment(field) != nil {
            let isErased = erasures.names(field, at: position, kind: kind, time: time)
            if present.contains(field) != isErased { continue }
            findings.add(
                isErased
                    ? LedgerFinding(
                        .erasureIncomplete, at: position, field: field, "the value is there that was to be erased")
                    : LedgerFinding(
                        .personalMissing, at: position, field: field, "no entry says that the value was erased"))
        }
    }

    /// What is left over: values of entries that are not there, and lines that could not be read.
    mutating func finish() throws(LedgerError) -> FindingList {
        var findings = FindingList()
        while let one = upcoming {
            findings.add(Self.finding(one))
            try advance()
        }
        findings.add(failures)
        return findings
    }

    private static func finding(_ one: Value) -> LedgerFinding {
        LedgerFinding(
            .personalChanged, at: one.position, field: one.value.field, "the value does not match its commitment")
    }
}
