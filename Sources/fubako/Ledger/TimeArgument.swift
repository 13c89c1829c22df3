import Console
import DER
import Terminal

/// A day or a time of the command line, in UTC.
enum TimeArgument {
    /// When a day begins, or the time itself.
    /// - Throws: `usage` for anything else.
    static func start(_ text: String, option: String) throws(CommandFailure) -> DERTime {
        if let day = CalendarDay(text: text), let time = start(of: day) { return time }
        return try time(text, option)
    }

    /// When a day is over, or the second after the time.
    /// - Throws: `usage` for anything else.
    static func end(_ text: String, option: String) throws(CommandFailure) -> DERTime {
        if let day = CalendarDay(text: text), let time = start(of: CalendarDay(daysSince1970: day.daysSince1970 + 1)) {
            return time
        }
        let time = try time(text, option)
        return DERTime(seconds: time.seconds + 1) ?? time
    }

    private static func start(of day: CalendarDay) -> DERTime? { DERTime(seconds: Int64(day.daysSince1970) * 86_400) }

    private static func time(_ text: String, _ option: String) throws(CommandFailure) -> DERTime {
        let digits = String(text.filter { $0.isASCII && $0.isNumber }) + "Z"
        guard text.utf8.count == 20, let time = DERTime(text: digits), time.rfc3339 == text else {
            throw CommandFailure(.usage, .timeForm, place: option)
        }
        return time
    }
}
