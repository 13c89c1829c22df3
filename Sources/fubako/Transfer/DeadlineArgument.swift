import ArgumentParser
import Console
import DER
import Terminal

/// A day, a time, or a span from now: "2026-04-30", "2026-04-30T17:00:00Z", "7d", "12h".
enum DeadlineArgument {
    /// The last moment: of a day its end.
    /// - Throws: `usage` for anything else, and for what has passed.
    static func time(_ text: String, now: DERTime, option: String = "--deadline") throws(CommandFailure) -> DERTime {
        if let time = span(text, now) { return time }
        let time = try moment(text, option)
        guard let time, time > now else { throw CommandFailure(.usage, .usageDeadline, place: option) }
        return time
    }

    private static func span(_ text: String, _ now: DERTime) -> DERTime? {
        let units: [Character: Int64] = ["h": 3_600, "d": 86_400, "w": 604_800]
        guard let unit = text.last, let factor = units[unit], let number = Int64(text.dropLast()),
            (1...10_000).contains(number), String(number) == text.dropLast()
        else { return nil }
        return DERTime(seconds: now.seconds + number * factor)
    }

    private static func moment(_ text: String, _ option: String) throws(CommandFailure) -> DERTime? {
        do {
            let end = try TimeArgument.end(text, option: option)
            return DERTime(seconds: end.seconds - 1)
        } catch { throw CommandFailure(.usage, .usageDeadline, place: option) }
    }
}
