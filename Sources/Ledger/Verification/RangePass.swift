import Cryptography
import Transparency

/// One pass over the entries of a range, with their hashes and personal values.
struct RangePass: ~Copyable {
    private let range: Range<UInt64>
    private(set) var outcome = RangeVerifier.Outcome()
    /// What is stored, by ``HashIndex``, from that of the first leaf on; nil where nothing is.
    private var stored: [TreeHash?]
    private let firstHash: UInt64
    /// The place in ``stored`` of the next leaf's hash.
    private var place = 0
    private var upcoming: UInt64
    private var tree: MerkleTree
    private var computed: [TreeHash] = []
    private var lastTime: [UInt8] = []

    init(_ range: Range<UInt64>) throws(LedgerError) {
        let tree = try onCryptography { () throws(CryptographyError) in try MerkleTree() }
        let firstHash = HashIndex.count(size: range.lowerBound)
        let count = Int(HashIndex.count(size: range.upperBound) - firstHash)
        self.range = range
        self.tree = tree
        self.firstHash = firstHash
        stored = [TreeHash?](repeating: nil, count: count)
        upcoming = range.lowerBound
        computed.reserveCapacity(count)
    }

    mutating func run(
        _ entries: SQLConnection, _ values: SQLConnection, _ reader: inout EntryReader,
        _ hasher: inout Cryptography.Hasher, _ hmac: inout HMACContext
    ) throws(LedgerError) {
        try readHashes(entries)
        let bounds: [SQLValue] = [.position(range.lowerBound), .position(range.upperBound)]
        let rows = try entries.statement(
            "SELECT position, bytes, kind, at, package FROM entry WHERE position >= ? AND position < ? ORDER BY position"
        )
        var personal = try PersonalCursor(values, bounds)
        try rows.bind(bounds)
        defer { rows.reset() }
        while try rows.step() {
            let position = UInt64(clamping: rows.integer(0))
            // Only a database whose pages were changed gives rows that were not asked for.
            guard (upcoming..<range.upperBound).contains(position) else { throw Self.disordered }
            if position > upcoming { try skip(to: position) }
            try check(rows, &reader, &hasher)
            try personal.check(position, rows.raw(1), reader, &hmac, &outcome)
            upcoming += 1
        }
        if upcoming < range.upperBound { try skip(to: range.upperBound) }
        try personal.finish(&outcome)
        try finish()
    }

    private mutating func readHashes(_ connection: SQLConnection) throws(LedgerError) {
        let rows = try connection.statement("SELECT position, value FROM hash WHERE position >= ? AND position < ?")
        try rows.bind([.position(firstHash), .position(firstHash + UInt64(stored.count))])
        defer { rows.reset() }
        while try rows.step() {
            let index = Int(clamping: rows.integer(0)) - Int(clamping: firstHash)
            guard stored.indices.contains(index) else { throw Self.disordered }
            // One of a wrong length counts as missing.
            stored[index] = TreeHash(rows.raw(1))
        }
    }

    private static let disordered = LedgerError(.damaged, "the rows of a table are not in their order")

    // MARK: Entries

    private mutating func check(
        _ row: SQLStatement, _ reader: inout EntryReader, _ hasher: inout Cryptography.Hasher
    ) throws(LedgerError) {
        let bytes = row.raw(1)
        if let objection = reader.objection(bytes) { add(objection) }
        checkColumns(row, bytes, reader)
        outcome.indexed.add(row, columnsFrom: 2, at: upcoming)
        let leaf: TreeHash
        do throws(CryptographyError) { leaf = try TreeHash.leaf(bytes, with: &hasher) } catch {
            throw LedgerError(error)
        }
        if let expected = stored[place], expected != leaf {
            outcome.findings.add(
                LedgerFinding(.entryChanged, at: upcoming, "the entry's hash is not the one in the tree"))
        }
        try grow(stored[place] ?? leaf)
    }

    private mutating func add(_ objection: LedgerError) {
        let kind: LedgerFinding.Kind = objection.code == .unknownKind ? .unknownKind : .entryMalformed
        outcome.findings.add(LedgerFinding(kind, at: upcoming, field: objection.field, objection.reason))
    }

    private mutating func checkColumns(_ row: SQLStatement, _ bytes: UnsafeRawBufferPointer, _ reader: EntryReader) {
        guard !reader.tokens.isEmpty else { return }
        // The first entry of all, and no other, begins a ledger.
        let isFirstKind = isEqual(UnsafeRawBufferPointer(rebasing: bytes[reader.kind]), "ledger")
        if isFirstKind != (upcoming == 0) {
            outcome.findings.add(
                LedgerFinding(.firstEntry, at: upcoming, "the first entry, and no other, names the ledger"))
        }
        compare(row, 2, bytes, reader.kind, "kind")
        let time = reader.member("at", bytes).map { reader.tokens[$0].range } ?? 0..<0
        compare(row, 3, bytes, time, "at")
        compare(row, 4, bytes, reader.member("package", bytes).map { reader.tokens[$0].range }, "package")
        note(UnsafeRawBufferPointer(rebasing: bytes[time]))
    }

    private mutating func compare(
        _ row: SQLStatement, _ column: Int32, _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>?, _ name: String
    ) {
        let isSame =
            range.map { isEqual(row.raw(column), UnsafeRawBufferPointer(rebasing: bytes[$0])) } ?? row.isNull(column)
        if isSame { return }
        outcome.findings.add(
            LedgerFinding(.columnChanged, at: upcoming, field: name, "the column is not what the entry says"))
    }

    /// Times of one form compare like their texts.
    private mutating func note(_ time: UnsafeRawBufferPointer) {
        if isEqual(time, lastTime) { return }
        if lastTime.isEmpty { outcome.firstTime = Array(time) }
        if time.lexicographicallyPrecedes(lastTime) { outcome.backwardTimes += 1 }
        lastTime = Array(time)
    }

    /// Over entries that are missing; the tree takes their hashes from the store, so that the rest can be verified.
    private mutating func skip(to position: UInt64) throws(LedgerError) {
        outcome.findings.add(
            LedgerFinding(
                .entryMissing, at: upcoming, count: position - upcoming, "there is no entry at this position"))
        while upcoming < position {
            try grow(stored[place] ?? .emptyRoot)
            upcoming += 1
        }
    }

    // MARK: Tree

    private mutating func grow(_ leaf: TreeHash) throws(LedgerError) {
        let first = computed.count
        do throws(CryptographyError) { try tree.append(leafHash: leaf, storingIn: &computed) } catch {
            throw LedgerError(error)
        }
        for index in first..<computed.count {
            let expected = stored[place + index - first]
            if expected == computed[index] { continue }
            let at = firstHash + UInt64(place + index - first)
            outcome.findings.add(
                expected == nil
                    ? LedgerFinding(.hashMissing, at: at, "the tree has no hash here")
                    : LedgerFinding(.hashChanged, at: at, "the hash is not that of what lies below it"))
        }
        place += computed.count - first
    }

    private mutating func finish() throws(LedgerError) {
        outcome.above = Array(stored[place...])
        outcome.firstAbove = firstHash + UInt64(place)
        outcome.lastTime = lastTime
        do throws(CryptographyError) { outcome.root = try tree.root() } catch { throw LedgerError(error) }
    }
}

extension LedgerError {
    /// A cryptographic operation that failed.
    init(_ error: CryptographyError) {
        self.init(.cryptography, error.reason)
        cryptography = error
    }
}
