import Console
import Label
import Ledger

/// How long something is kept: "90d", "6m", "3y" or "forever". A month has 31 days and a year 366, so that nothing is
/// erased too early.
struct KeepingPeriod {
    let text: String
    /// Nil for ever.
    let days: Int?

    var isForever: Bool { days == nil }

    /// As people say it.
    func shown(_ language: Language) -> String {
        guard language == .ja, !isForever else { return isForever ? Message.retentionForever.text(language) : text }
        let units: [Character: String] = ["d": "日間", "m": "か月間", "y": "年間"]
        return text.dropLast() + " " + (text.last.flatMap { units[$0] } ?? "")
    }

    /// Nil for a text that is no period.
    init?(_ text: String) {
        self.text = text
        if text == "forever" {
            days = nil
            return
        }
        let factors: [Character: Int] = ["d": 1, "m": 31, "y": 366]
        guard let unit = text.last, let factor = factors[unit], let number = Int(text.dropLast()),
            (1...10_000).contains(number), String(number) == text.dropLast()
        else { return nil }
        days = number * factor
    }
}

/// The periods that entries of the ledger have set, the last one for each kind.
struct RetentionRules {
    /// The word of the entries.
    static let event = "retention"

    /// Days, more than have passed since year 1.
    private static let beyondAll = 3_660_000

    private(set) var periods: [EntryKind: KeepingPeriod] = [:]
    private(set) var others: KeepingPeriod?

    /// What an entry says: the period, and the kind if one is meant.
    static func value(_ period: KeepingPeriod, _ kind: EntryKind?) -> String {
        [period.text, kind?.rawValue].compactMap(\.self).joined(separator: " ")
    }

    /// Reads the entries. What is no period was written by another version, and is passed over.
    /// - Throws: ``LedgerError``.
    init(of ledger: Ledger) throws(LedgerError) {
        var filter = EntryFilter()
        filter.kinds = [.policy]
        var next: UInt64? = 0
        while let start = next {
            let page = try ledger.entries(matching: filter, from: start)
            for stored in page.entries where stored.entry.text("event") == Self.event {
                take(stored.entry.text("value") ?? "")
            }
            next = page.next
        }
    }

    private mutating func take(_ value: String) {
        let words = value.split(separator: " ").map(String.init)
        guard let period = words.first.flatMap(KeepingPeriod.init), words.count <= 2 else { return }
        if words.count == 2 { periods[EntryKind(rawValue: words[1])] = period } else { others = period }
    }

    /// Sorted by kind.
    var kinds: [(EntryKind, KeepingPeriod)] { periods.sorted { $0.key.rawValue < $1.key.rawValue } }

    /// As the ledger applies it.
    var policy: RetentionPolicy {
        var policy = RetentionPolicy()
        policy.otherDays = others?.days
        for (kind, period) in periods { policy.days[kind] = period.days ?? Self.beyondAll }
        return policy
    }

    /// A list for `--json`: without a kind, all others.
    var json: [RetentionJSON] {
        kinds.map { RetentionJSON(kind: $0.rawValue, keep: $1.text) }
            + [RetentionJSON(kind: nil, keep: others?.text ?? "forever")]
    }
}

/// One period for `--json`.
struct RetentionJSON: Encodable {
    let kind: String?
    let keep: String
}
