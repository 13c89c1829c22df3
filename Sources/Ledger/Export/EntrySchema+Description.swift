extension EntrySchema {
    /// All schemas as data for programs in other languages, in canonical JSON and with a line feed:
    ///
    ///     {"<kind>":{"fields":{"<field>":<rule>},"required":["<field>"]}}
    ///
    /// A rule is a regular expression that the canonical text of the value matches as a whole, counted in bytes; or, for a
    /// list, `{"each":<rule>,"most":<count>}`.
    static func described() throws(LedgerError) -> [UInt8] {
        let kinds = all.map { ($0.kind.rawValue, $0.description) }
        return try CanonicalJSON.object(Dictionary(kinds) { first, _ in first }).encoded() + [0x0A]
    }

    private var description: CanonicalJSON {
        let rules = fields.map { ($0.name, $0.type.rule) }
        return .object([
            "fields": .object(Dictionary(rules) { first, _ in first }),
            "required": .array(fields.filter(\.isRequired).map { .string($0.name) }),
        ])
    }
}

extension FieldType {
    fileprivate var rule: CanonicalJSON {
        switch self {
        case .hexadecimal(let bytes): .string("\"([0-9a-f]{2}){\(bytes.lowerBound),\(bytes.upperBound)}\"")
        case .text(let limit): .string("\".{1,\(limit)}\"")
        case .word(let words):
            .string("\"(" + words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "|") + ")\"")
        case .list(let element, let limit): .object(["each": element.rule, "most": .integer(limit)])
        case .count: .string(Self.countRule)
        case .version: .string("1")
        case .flag: .string("true|false")
        case .mark: .string("true")
        case .personal: .string(#"\{"hmac":"[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]="\}"#)
        case .time: .string("\"\(Self.dayRule)T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z\"")
        case .day: .string("\"\(Self.dayRule)\"")
        case .grade: .string(#""C[1-3](/I[12]/A[12])?""#)
        }
    }

    /// The integers up to the largest one: shorter ones, those that are less in one of the digits, and itself.
    private static var countRule: String {
        let digits = String(CanonicalJSON.maximumInteger)
        var rules = ["[0-9]{1,\(digits.count - 1)}"]
        for (index, digit) in digits.enumerated() {
            guard let value = digit.wholeNumberValue, value > (index == 0 ? 1 : 0) else { continue }
            let less = "\(digits.prefix(index))[\(index == 0 ? 1 : 0)-\(value - 1)]"
            rules.append(less + "[0-9]{\(digits.count - 1 - index)}")
        }
        return (rules + [digits]).joined(separator: "|")
    }

    /// The days of the Gregorian calendar from 1970 to 9999.
    private static var dayRule: String {
        let year = "(19[7-9][0-9]|[2-9][0-9]{3})"
        let leapYear =
            "(19(7[26]|8[048]|9[26])|[2-9][0-9](0[48]|[2468][048]|[13579][26])|(2[048]|[468][048]|[3579][26])00)"
        return "(\(year)-((0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)"
            + "|\(leapYear)-02-29)"
    }
}
