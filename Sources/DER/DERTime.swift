/// A moment in UTC to the second, years 1970 to 9999, as GeneralizedTime can say it (RFC 5280, 4.1.2.5.2).
package struct DERTime: Hashable, Comparable, Sendable {
    /// Seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    package let seconds: Int64

    /// 9999-12-31T23:59:59Z.
    package static let latest: Int64 = 253_402_300_799

    /// - Returns: nil outside 1970...9999.
    package init?(seconds: Int64) {
        guard (0...Self.latest).contains(seconds) else { return nil }
        self.seconds = seconds
    }

    /// From YYYYMMDDHHMMSSZ and nothing else.
    package init?(text: String) {
        let octets = Array(text.utf8)
        guard octets.count == 15, octets[14] == UInt8(ascii: "Z") else { return nil }
        var digits: [Int] = []
        for octet in octets.dropLast() {
            guard (48...57).contains(octet) else { return nil }
            digits.append(Int(octet) - 48)
        }
        func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + $1 } }
        guard let day = CalendarDay(year: number(0..<4), month: number(4..<6), day: number(6..<8)) else { return nil }
        let (hour, minute, second) = (number(8..<10), number(10..<12), number(12..<14))
        guard hour < 24, minute < 60, second < 60 else { return nil }
        self.init(seconds: Int64(day.daysSince1970) * 86_400 + Int64(hour * 3_600 + minute * 60 + second))
    }

    /// Earlier comes first.
    package static func < (left: DERTime, right: DERTime) -> Bool { left.seconds < right.seconds }

    /// The calendar day in UTC.
    package var day: CalendarDay { CalendarDay(daysSince1970: Int(seconds / 86_400)) }

    /// YYYYMMDDHHMMSSZ.
    package var text: String {
        let rest = Int(seconds % 86_400)
        return day.digits + padded(rest / 3_600) + padded(rest / 60 % 60) + padded(rest % 60) + "Z"
    }

    /// YYYY-MM-DDTHH:MM:SSZ (RFC 3339).
    package var rfc3339: String {
        let rest = Int(seconds % 86_400)
        return "\(day)T\(padded(rest / 3_600)):\(padded(rest / 60 % 60)):\(padded(rest % 60))Z"
    }
}

private func padded(_ value: Int, _ width: Int = 2) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, width - text.count)) + text
}

/// A day of the Gregorian calendar, years 1 to 9999, also before it was in use anywhere.
package struct CalendarDay: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// 1...9999.
    package let year: Int
    /// 1...12.
    package let month: Int
    /// 1...31.
    package let day: Int

    /// - Returns: nil if there is no such day.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
        self.init(unchecked: year, month, day)
        guard CalendarDay(daysSince1970: daysSince1970) == self else { return nil }
    }

    /// From YYYY-MM-DD and nothing else.
    package init?(text: String) {
        let octets = Array(text.utf8)
        guard octets.count == 10, octets[4] == 45, octets[7] == 45 else { return nil }
        var digits: [Int] = []
        for (index, octet) in octets.enumerated() where index != 4 && index != 7 {
            guard (48...57).contains(octet) else { return nil }
            digits.append(Int(octet) - 48)
        }
        func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + $1 } }
        self.init(year: number(0..<4), month: number(4..<6), day: number(6..<8))
    }

    /// Days from the civil calendar's formula (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
    /// - Parameter days: of the years 1 to 9999; negative before 1970.
    package init(daysSince1970 days: Int) {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        self.init(unchecked: year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    private init(unchecked year: Int, _ month: Int, _ day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// Days from 1970-01-01, which is 0; negative before it (proleptic Gregorian calendar).
    package var daysSince1970: Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = shiftedYear / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// Earlier comes first.
    package static func < (left: CalendarDay, right: CalendarDay) -> Bool {
        left.daysSince1970 < right.daysSince1970
    }

    /// YYYY-MM-DD.
    package var description: String { "\(padded(year, 4))-\(padded(month))-\(padded(day))" }

    fileprivate var digits: String { padded(year, 4) + padded(month) + padded(day) }
}
