/// Which personal values an entry says are to be erased.
enum ErasedValues: Hashable, Sendable {
    /// Fields of entries, each as "field position" or "field first-last".
    case places([String])
    /// All of entries of a kind that were written before a time (RFC 3339), and stand before the entry that says so.
    case older(EntryKind, String)

    /// How many places one entry names at most.
    static let limit = 4096

    /// How many bytes of places one entry holds at most, so that it stays below its own limit.
    private static let byteLimit = 40_000

    /// Places for one entry, and how many values they are.
    struct Part: Hashable, Sendable {
        var texts: [String] = []
        var count: UInt64 = 0
        fileprivate var byteCount = 0

        fileprivate func hasRoom(for text: String) -> Bool {
            texts.count < ErasedValues.limit && byteCount + text.utf8.count < ErasedValues.byteLimit
        }
    }

    /// Puts places into as many entries as it takes.
    static func parts(_ places: [PersonalPlace]) -> [Part] {
        var parts: [Part] = []
        for (field, places) in Dictionary(grouping: places, by: \.field).sorted(by: { $0.key < $1.key }) {
            for run in runs(places.compactMap { UInt64(exactly: $0.entry) }.sorted()) {
                let text = field + " " + (run.count == 1 ? "\(run.lowerBound)" : "\(run.lowerBound)-\(run.upperBound)")
                if parts.last?.hasRoom(for: text) != true { parts.append(Part()) }
                parts[parts.count - 1].texts.append(text)
                parts[parts.count - 1].count += UInt64(run.count)
                parts[parts.count - 1].byteCount += text.utf8.count + 3
            }
        }
        return parts
    }

    /// Numbers that follow one another, as ranges.
    private static func runs(_ numbers: [UInt64]) -> [ClosedRange<UInt64>] {
        var runs: [ClosedRange<UInt64>] = []
        for number in numbers {
            if let last = runs.last, last.upperBound + 1 == number {
                runs[runs.count - 1] = last.lowerBound...number
            } else {
                runs.append(number...number)
            }
        }
        return runs
    }
}
