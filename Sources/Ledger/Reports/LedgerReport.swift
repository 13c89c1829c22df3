import DER

/// What happened in a period, counted. Memory grows with the days of the period, not with the entries.
package struct LedgerReport: Sendable {
    /// The ledger's name.
    package let origin: String
    /// The first moment of the period.
    package let since: DERTime
    /// The first moment behind the period.
    package let before: DERTime
    /// How many entries there are.
    package private(set) var total = 0
    /// Entries of each day that has any.
    package private(set) var days: [CalendarDay: Int] = [:]
    /// Entries of each kind.
    package private(set) var kinds: [EntryKind: Int] = [:]
    /// Packages announced of each grade; those that hide it under an empty text.
    package private(set) var grades: [String: Int] = [:]
    /// Packages announced for each purpose.
    package private(set) var purposes: [String: Int] = [:]
    /// What went and came by each route, by its name.
    package private(set) var routes: [String: RouteActivity] = [:]
    /// What somebody should look at: refusals, failures, changes of keys, rules and labels; the first of them.
    package private(set) var notable: [StoredEntry] = []
    /// How many of those there are.
    package private(set) var notableCount = 0

    /// As many routes as are counted.
    package static let routeLimit = 1000
    /// As many notable entries as are kept.
    package static let notableLimit = 500

    init(origin: String, since: DERTime, before: DERTime) {
        self.origin = origin
        self.since = since
        self.before = before
    }

    mutating func add(_ stored: StoredEntry) {
        let entry = stored.entry
        total += 1
        kinds[entry.kind, default: 0] += 1
        if let day = entry.time?.day { days[day, default: 0] += 1 }
        if entry.kind == .sealIntent {
            grades[entry.text("grade") ?? "", default: 0] += 1
            purposes[entry.text("purpose") ?? "", default: 0] += 1
        }
        if let route = entry.text("route"), routes[route] != nil || routes.count < Self.routeLimit {
            routes[route, default: RouteActivity()].add(entry)
        }
        guard Self.isNotable(entry) else { return }
        notableCount += 1
        if notable.count < Self.notableLimit { notable.append(stored) }
    }

    private static let notableKinds: Set<EntryKind> = [.label, .key, .policy, .forget, .reseal]
    private static let notableResults: Set<String> = ["failed", "refused"]

    private static func isNotable(_ entry: Entry) -> Bool {
        notableKinds.contains(entry.kind) || entry.text("result").map(notableResults.contains) ?? false
    }
}

/// What went and came by one route in a period.
package struct RouteActivity: Hashable, Sendable {
    /// Deliveries that succeeded, also where the piece was there already.
    package private(set) var delivered = 0
    /// Those of them that sent a piece once more.
    package private(set) var again = 0
    /// Deliveries that failed.
    package private(set) var failed = 0
    /// Bytes that went over the route.
    package private(set) var bytes: UInt64 = 0
    /// Pieces that came and were good.
    package private(set) var arrived = 0
    /// Pieces that came and were damaged, refused or there before.
    package private(set) var refused = 0

    /// Whatever happened.
    package var total: Int { delivered + failed + arrived + refused }

    init() {}

    mutating func add(_ entry: Entry) {
        switch (entry.kind, entry.text("result"), entry.text("verdict")) {
        case (.delivery, "failed", _): failed += 1
        case (.delivery, _, _):
            delivered += 1
            if entry["again"]?.flag == true { again += 1 }
            bytes &+= UInt64(clamping: entry["bytes"]?.integer ?? 0)
        case (.arrival, _, "good"): arrived += 1
        case (.arrival, _, _): refused += 1
        default: return
        }
    }
}

extension Ledger {
    /// Counts the entries of a period, by their writers' clocks. Whether they are unaltered, ``verify(workers:progress:)``
    /// says.
    /// - Throws: as ``entry(at:)``.
    package func report(since: DERTime, before: DERTime) throws(LedgerError) -> LedgerReport {
        var report = LedgerReport(origin: key.name.text, since: since, before: before)
        try forEachEntry(since: since, before: before) { stored throws(LedgerError) in report.add(stored) }
        return report
    }

    /// Calls `body` with each entry of a period, in the order of positions.
    /// - Throws: as ``entry(at:)``, and what `body` throws.
    package func forEachEntry(
        since: DERTime, before: DERTime, _ body: (StoredEntry) throws(LedgerError) -> Void
    ) throws(LedgerError) {
        var filter = EntryFilter()
        filter.since = since
        filter.before = before
        var next: UInt64? = 0
        while let start = next {
            let page = try entries(matching: filter, from: start)
            for stored in page.entries { try body(stored) }
            next = page.next
        }
    }
}
