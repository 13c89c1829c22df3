/// The personal values that entries say are to be erased. What is missing besides was removed by somebody else.
struct Erasures: Sendable {
    /// Positions by field, in ascending order.
    private(set) var places: [String: [ClosedRange<UInt64>]] = [:]
    private(set) var rules: [Rule] = []
    /// The position of the last entry that was added; nil if there was none.
    private(set) var last: UInt64?
    /// That of the first.
    private(set) var first: UInt64?
    /// How many values the entries count.
    private(set) var count: UInt64 = 0
    private(set) var reason = ""

    /// Entries of a kind that were older than something when a rule was applied.
    struct Rule: Hashable, Sendable {
        let kind: String
        /// RFC 3339; times of one form compare like their texts.
        let before: String
        /// Only entries before this position.
        let end: UInt64

        func covers(_ position: UInt64, kind: String, at time: String) -> Bool {
            position < end && kind == self.kind && time < before
        }
    }

    var isEmpty: Bool { last == nil }

    /// - Parameter entries: in any order; what says nothing of places is passed over.
    init(_ entries: [StoredEntry] = []) {
        for entry in entries.sorted(by: { $0.position < $1.position }) { add(entry) }
        places = places.mapValues(Self.joined)
    }

    private mutating func add(_ stored: StoredEntry) {
        let entry = stored.entry
        guard entry.kind == .forget, entry.count("completed") == nil else { return }
        last = stored.position
        if first == nil { first = stored.position }
        count += UInt64(clamping: entry.count("fields") ?? 0)
        reason = entry.text("reason") ?? ""
        for text in entry.texts("values") ?? [] { add(place: text, before: stored.position) }
        if let kind = entry.text("of-kind"), let time = entry.text("before") {
            rules.append(Rule(kind: kind, before: time, end: stored.position))
        }
    }

    /// An entry speaks of those before it only.
    private mutating func add(place text: String, before end: UInt64) {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        let numbers = words.last?.split(separator: "-", omittingEmptySubsequences: false).map { UInt64($0) } ?? []
        guard words.count == 2, (1...2).contains(numbers.count), let first = numbers.first ?? nil,
            let last = numbers.last ?? nil, first <= last, last < end
        else { return }
        places[String(words[0]), default: []].append(first...last)
    }

    /// Whether an entry has said that a value is to be erased.
    func names(_ field: String, at position: UInt64, kind: String, time: String) -> Bool {
        if rules.contains(where: { $0.covers(position, kind: kind, at: time) }) { return true }
        guard let ranges = places[field] else { return false }
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].lowerBound <= position { low = middle + 1 } else { high = middle }
        }
        return low > 0 && ranges[low - 1].contains(position)
    }

    /// In ascending order, none touching another.
    private static func joined(_ ranges: [ClosedRange<UInt64>]) -> [ClosedRange<UInt64>] {
        var joined: [ClosedRange<UInt64>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = joined.last, range.lowerBound <= last.upperBound {
                joined[joined.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                joined.append(range)
            }
        }
        return joined
    }
}

extension Ledger {
    /// What the entries of the ledger say is to be erased.
    func erasures() throws(LedgerError) -> Erasures {
        try database.read { connection throws(LedgerError) in try Self.erasures(connection) }
    }

    /// What the entries say is to be erased, in the state that a connection sees.
    static func erasures(_ connection: SQLConnection) throws(LedgerError) -> Erasures {
        Erasures(try forgetEntries(connection))
    }

    /// What is to be erased and was not yet said to be.
    func pendingErasures() throws(LedgerError) -> Erasures {
        try database.read { connection throws(LedgerError) in try Self.pendingErasures(connection) }
    }

    /// What is to be erased and was not yet said to be, in the state that a connection sees.
    static func pendingErasures(_ connection: SQLConnection) throws(LedgerError) -> Erasures {
        var (pending, completed): ([StoredEntry], UInt64?) = ([], nil)
        let sql = "SELECT position, bytes FROM entry WHERE kind = 'forget' ORDER BY position DESC"
        try connection.rows(sql) { row throws(LedgerError) in
            let position = UInt64(clamping: row.integer(0))
            if let completed, position <= completed { return false }
            let entry = try Entry(row.bytes(1))
            if let upTo = entry.count("completed") {
                completed = max(completed ?? 0, UInt64(clamping: upTo))
            } else {
                pending.append(StoredEntry(position: position, entry: entry))
            }
            return true
        }
        return Erasures(pending)
    }

    private static func forgetEntries(_ connection: SQLConnection) throws(LedgerError) -> [StoredEntry] {
        var entries: [StoredEntry] = []
        try connection.rows("SELECT position, bytes FROM entry WHERE kind = 'forget'") { row throws(LedgerError) in
            // One that cannot be read explains nothing, and verification names it.
            do throws(LedgerError) {
                let entry = try Entry(row.bytes(1))
                entries.append(StoredEntry(position: UInt64(clamping: row.integer(0)), entry: entry))
            } catch {}
            return true
        }
        return entries
    }
}
