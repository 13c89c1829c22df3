import Cryptography
import Transparency

/// One pass over the entries of a range, with their hashes and personal values.
struct RangePass: ~Copyable {
    private let range: Range<UInt64>
    private(set) var outcome = RangeVerifier.Outcome()
    private var stored: HashRun
    private let firstHash: UInt64
    /// The place in ``stored`` of the next leaf's hash.
    private var place = 0
    private var upcoming: UInt64
    private var tree: MerkleTree
    /// The hashes that the last leaf completed.
    private var computed: [TreeHash] = []
    private var places = EntryPlaces()
    private var lastTime: [UInt8] = []
    /// The last value of each column that has an index.
    private var columns = [IndexedValue](repeating: IndexedValue(), count: SearchIndex.all.count)

    init(_ range: Range<UInt64>) throws(LedgerError) {
        let tree = try onCryptography { () throws(CryptographyError) in try MerkleTree() }
        let firstHash = HashIndex.count(size: range.lowerBound)
        let count = Int(HashIndex.count(size: range.upperBound) - firstHash)
        self.range = range
        self.tree = tree
        self.firstHash = firstHash
        stored = HashRun(count: count)
        upcoming = range.lowerBound
    }

    mutating func run(
        _ entries: SQLConnection, _ values: SQLConnection, _ erasures: Erasures, _ reader: inout EntryReader,
        _ shapes: inout EntryShapes,
        _ hasher: inout Cryptography.Hasher, _ hmac: inout HMACSeries
    ) throws(LedgerError) {
        try readHashes(entries)
        let bounds: [SQLValue] = [.position(range.lowerBound), .position(range.upperBound)]
        let rows = try entries.statement(
            "SELECT position, bytes, kind, at, package FROM entry WHERE position >= ? AND position < ? ORDER BY position"
        )
        var personal = try PersonalCursor(values, range, erasures)
        try rows.bind(bounds)
        defer { rows.reset() }
        while try rows.step() {
            let position = UInt64(clamping: rows.integer(0))
            // Only a database whose pages were changed gives rows that were not asked for.
            guard (upcoming..<range.upperBound).contains(position) else { throw Self.disordered }
            if position > upcoming { try skip(to: position) }
            let bytes = rows.raw(1)
            find(bytes, &reader, &shapes)
            checkColumns(rows, bytes)
            try checkHash(bytes, &hasher)
            try personal.check(position, bytes, places, &hmac, &outcome)
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
            guard (0..<stored.count).contains(index) else { throw Self.disordered }
            // One of a wrong length counts as missing.
            stored.set(TreeHash(rows.raw(1)), at: index)
        }
    }

    private static let disordered = LedgerError(.damaged, "the rows of a table are not in their order")

    // MARK: Entries

    /// Checks an entry and finds its values: at a glance if it is like one that was right, otherwise by reading it.
    private mutating func find(
        _ bytes: UnsafeRawBufferPointer, _ reader: inout EntryReader, _ shapes: inout EntryShapes
    ) {
        // The first entry of all, and no other, begins a ledger; its kind is none of the shapes.
        if upcoming > 0, shapes.fits(bytes, &places) { return }
        let objection = reader.objection(bytes)
        places.read(bytes, reader)
        let isFirstKind = isEqual(UnsafeRawBufferPointer(rebasing: bytes[places.kind]), "ledger")
        if let objection {
            add(objection)
        } else if !isFirstKind {
            shapes.add(bytes, reader)
        }
        if !reader.tokens.isEmpty, isFirstKind != (upcoming == 0) {
            outcome.findings.add(
                LedgerFinding(.firstEntry, at: upcoming, "the first entry, and no other, names the ledger"))
        }
    }

    private mutating func checkHash(
        _ bytes: UnsafeRawBufferPointer, _ hasher: inout Cryptography.Hasher
    ) throws(LedgerError) {
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

    private mutating func checkColumns(_ row: SQLStatement, _ bytes: UnsafeRawBufferPointer) {
        check(0, row, bytes, places.kind)
        check(1, row, bytes, places.time)
        check(2, row, bytes, places.package)
        if places.isObject { note(UnsafeRawBufferPointer(rebasing: bytes[places.time])) }
    }

    /// - Parameter index: of the column, which stands as far behind the entry's bytes.
    private mutating func check(
        _ index: Int, _ row: SQLStatement, _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>?
    ) {
        let value = row.optionalRaw(2 + Int32(index))
        if let value {
            if columns[index].order(of: value) != 0 { columns[index].set(value) }
            outcome.indexed.add(columns[index], to: index, at: upcoming)
        }
        // What is no canonical object has nothing to compare.
        guard places.isObject else { return }
        let empty = UnsafeRawBufferPointer(start: nil, count: 0)
        let isSame =
            range.map { isEqual(value ?? empty, UnsafeRawBufferPointer(rebasing: bytes[$0])) } ?? (value == nil)
        if isSame { return }
        let field = SearchIndex.all[index].column
        outcome.findings.add(
            LedgerFinding(.columnChanged, at: upcoming, field: field, "the column is not what the entry says"))
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
        computed.removeAll(keepingCapacity: true)
        do throws(CryptographyError) { try tree.append(leafHash: leaf, storingIn: &computed) } catch {
            throw LedgerError(error)
        }
        for index in computed.indices {
            let expected = stored[place + index]
            if expected == computed[index] { continue }
            let at = firstHash + UInt64(place + index)
            outcome.findings.add(
                expected == nil
                    ? LedgerFinding(.hashMissing, at: at, "the tree has no hash here")
                    : LedgerFinding(.hashChanged, at: at, "the hash is not that of what lies below it"))
        }
        place += computed.count
    }

    private mutating func finish() throws(LedgerError) {
        outcome.above = (place..<stored.count).map { stored[$0] }
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
