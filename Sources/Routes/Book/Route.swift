/// A way to a place, as the user configured it.
package struct Route: Hashable, Sendable {
    /// What the user calls it: small letters, digits, dashes, at most 64 of them.
    package let name: String
    /// How a piece goes, and where.
    package let kind: RouteKind
    /// Whether the office itself provides it.
    package let isOwnProvided: Bool
    /// Inside which office's or provider's domain it lies, in the user's words; nil if nothing is said.
    package let domain: String?
    /// Who states that it really differs from the others, by line, carrier and provider. Programs compare hosts and accounts only.
    package let statement: DifferenceStatement?

    /// - Throws: ``RoutesError/Code/badValue`` for a name that is not of its form, or a domain with control characters.
    package init(
        name: String, kind: RouteKind, isOwnProvided: Bool = false, domain: String? = nil,
        statement: DifferenceStatement? = nil
    ) throws(RoutesError) {
        guard Self.isName(name) else {
            throw RoutesError(.badValue, "a route's name has small letters, digits and dashes, at most 64")
        }
        guard domain.map(isOneLine) ?? true else { throw RoutesError(.badValue, "the domain is not one line of text") }
        self.name = name
        self.kind = kind
        self.isOwnProvided = isOwnProvided
        self.domain = domain
        self.statement = statement
    }

    /// The same route with another statement.
    /// - Throws: nothing for a route that was valid.
    package func stating(_ statement: DifferenceStatement) throws(RoutesError) -> Route {
        try Route(name: name, kind: kind, isOwnProvided: isOwnProvided, domain: domain, statement: statement)
    }

    static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, first != UInt8(ascii: "-"), text.utf8.count <= 64 else { return false }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
            default: false
            }
        }
    }
}

/// That a route really differs from the others, stated by a person.
package struct DifferenceStatement: Hashable, Sendable {
    /// Who states it.
    package let by: String
    /// The day, as YYYY-MM-DD.
    package let date: String

    /// - Throws: ``RoutesError/Code/badValue`` for a date of another form, or a name that is not one line.
    package init(by: String, date: String) throws(RoutesError) {
        guard isOneLine(by) else { throw RoutesError(.badValue, "the person's name is not one line of text") }
        let parts = date.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        let numbers = parts.compactMap { part in part.allSatisfy { 48...57 ~= $0 } ? Int(Substring(part)) : nil }
        guard parts.map(\.count) == [4, 2, 2], numbers.count == 3, (1...12).contains(numbers[1]),
            (1...Self.days(in: numbers[1], of: numbers[0])).contains(numbers[2])
        else { throw RoutesError(.badValue, "the day is not written as YYYY-MM-DD") }
        self.by = by
        self.date = date
    }

    private static func days(in month: Int, of year: Int) -> Int {
        if month == 2 {
            return year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
        }
        return [4, 6, 9, 11].contains(month) ? 30 : 31
    }
}

/// Whether a text is 1...500 bytes without control characters and line ends.
func isOneLine(_ text: String) -> Bool {
    guard !text.isEmpty, text.utf8.count <= 500 else { return false }
    return text.unicodeScalars.allSatisfy { scalar in
        switch scalar.value {
        case 0x00...0x1F, 0x7F...0x9F, 0x2028, 0x2029, 0xFEFF, 0x202A...0x202E, 0x2066...0x2069: false
        default: true
        }
    }
}
