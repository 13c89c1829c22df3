import DER

/// One value of an entry that is being checked: canonical already, but not yet known to be of its type.
struct FieldValue {
    let text: UnsafeRawBufferPointer
    let tokens: [CanonicalToken]
    let index: Int

    var token: CanonicalToken { tokens[index] }
    var content: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: text[token.range]) }
    var isString: Bool { token.kind == .string && !token.mark }
}

extension FieldType {
    /// Whether the value is of this type.
    func accepts(_ value: FieldValue) -> Bool {
        let token = value.token
        switch self {
        case .hexadecimal(let bytes): return value.isString && Self.isHexadecimal(value.content, bytes)
        case .text(let limit): return token.kind == .string && (1...limit).contains(token.range.count)
        case .word(let words): return value.isString && words.contains { isEqual(value.content, $0) }
        case .list(let element, let limit): return Self.isList(value, of: element, limit: limit)
        case .count: return token.kind == .integer && !token.mark
        case .version: return token.kind == .integer && isEqual(value.content, "1")
        case .flag: return token.kind == .flag
        case .mark: return token.kind == .flag && token.mark
        case .personal: return PersonalCommitment.isEncoded(value)
        case .time: return value.isString && Self.isTime(value.content)
        case .day: return value.isString && Self.isDay(value.content)
        case .grade: return value.isString && Self.isGrade(value.content)
        }
    }

    private static func isHexadecimal(_ text: UnsafeRawBufferPointer, _ bytes: ClosedRange<Int>) -> Bool {
        guard text.count.isMultiple(of: 2), bytes.contains(text.count / 2) else { return false }
        for byte in text where !(0x30...0x39).contains(byte) && !(0x61...0x66).contains(byte) { return false }
        return true
    }

    private static func isList(_ value: FieldValue, of type: FieldType, limit: Int) -> Bool {
        guard value.token.kind == .array else { return false }
        var index = value.index + 1
        var count = 0
        while index < Int(value.token.next) {
            count += 1
            guard count <= limit, type.accepts(FieldValue(text: value.text, tokens: value.tokens, index: index))
            else { return false }
            index = Int(value.tokens[index].next)
        }
        return true
    }

    /// The number that digits at a range stand for; nil for anything but digits.
    private static func number(_ text: UnsafeRawBufferPointer, _ range: Range<Int>) -> Int? {
        var number = 0
        for index in range {
            guard (0x30...0x39).contains(text[index]) else { return nil }
            number = number * 10 + Int(text[index] - 0x30)
        }
        return number
    }

    private static func isDay(_ text: UnsafeRawBufferPointer) -> Bool {
        guard text.count == 10, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"),
            let year = number(text, 0..<4), let month = number(text, 5..<7), let day = number(text, 8..<10),
            (1970...9999).contains(year), (1...12).contains(month), day >= 1
        else { return false }
        // Every month has 28 days; what lies beyond asks the calendar.
        return day <= 28 || CalendarDay(year: year, month: month, day: day) != nil
    }

    static func isTime(_ text: UnsafeRawBufferPointer) -> Bool {
        guard text.count == 20, text[10] == UInt8(ascii: "T"), text[13] == UInt8(ascii: ":"),
            text[16] == UInt8(ascii: ":"), text[19] == UInt8(ascii: "Z"),
            let hour = number(text, 11..<13), let minute = number(text, 14..<16), let second = number(text, 17..<19)
        else { return false }
        return hour < 24 && minute < 60 && second < 60 && isDay(UnsafeRawBufferPointer(rebasing: text[..<10]))
    }

    /// The letters of the grades and how many levels each has.
    private static let levels: [(letter: UInt8, highest: UInt8)] = [
        (UInt8(ascii: "C"), UInt8(ascii: "3")), (UInt8(ascii: "I"), UInt8(ascii: "2")),
        (UInt8(ascii: "A"), UInt8(ascii: "2")),
    ]

    private static func isGrade(_ text: UnsafeRawBufferPointer) -> Bool {
        guard text.count == 2 || text.count == 8 else { return false }
        for index in 0..<(text.count + 1) / 3 {
            let (letter, level) = (text[3 * index], text[3 * index + 1])
            guard letter == levels[index].letter, (UInt8(ascii: "1")...levels[index].highest).contains(level),
                index == 0 || text[3 * index - 1] == UInt8(ascii: "/")
            else { return false }
        }
        return true
    }
}
