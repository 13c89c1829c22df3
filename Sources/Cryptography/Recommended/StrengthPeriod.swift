/// What LS-0003 says to a security strength in a given year.
package enum StrengthPermission: String, Hashable, Sendable {
    /// 利用可.
    case allowed = "allowed"
    /// 移行完遂期間: may still be used, but the change to a stronger one must be finished within the period.
    case migrate = "to be replaced within the period"
    /// 許容: only to process what was protected earlier, after the risk was considered.
    case legacyOnly = "only for existing data"
    /// 利用不可.
    case refused = "not allowed"
}

/// What an algorithm is to do.
package enum StrengthUse: String, Hashable, Sendable, CaseIterable {
    /// 新規生成: to encrypt or to sign.
    case protecting
    /// 処理: to decrypt or verify what exists.
    case processing
}

extension RecommendedList {
    /// The edition of the strength table.
    package static let strengthEdition = "LS-0003-2022R1"

    /// What a security strength in bits is good for, in the year in which the protection may end.
    ///
    /// The year is that of the end of the record's retention, not today's (LS-0003: the assumed end of operation).
    /// Years before 2031 share the first column of the table; years after 2070, where it ends, share the last.
    package static func permission(strength: Int, for use: StrengthUse, year: Int) -> StrengthPermission {
        guard let row = strengthTable.last(where: { strength >= $0.strength }) else { return .refused }
        let column = columnStarts.count { year >= $0 }
        return use == .protecting ? row.protecting[column] : row.processing[column]
    }

    /// The last year in which a strength protects something new without restriction; nil if there is none, and
    /// `Int.max` if the table sets no end.
    package static func lastUnrestrictedYear(strength: Int) -> Int? {
        let ends = columnStarts.map { $0 - 1 } + [Int.max]
        return ends.last { permission(strength: strength, for: .protecting, year: $0) == .allowed }
    }

    /// First years of the second to the fifth column: until 2030, 2031-40, 2041-50, 2051-60, from 2061.
    private static let columnStarts = [2031, 2041, 2051, 2061]

    private struct StrengthRow {
        let strength: Int
        let protecting, processing: [StrengthPermission]
    }

    /// Rows by the least strength that they hold for.
    private static let strengthTable = [
        StrengthRow(
            strength: 112, protecting: [.migrate, .refused, .refused, .refused, .refused],
            processing: [.migrate, .legacyOnly, .refused, .refused, .refused]),
        StrengthRow(
            strength: 128, protecting: [.allowed, .allowed, .migrate, .refused, .refused],
            processing: [.allowed, .allowed, .migrate, .legacyOnly, .refused]),
        StrengthRow(
            strength: 192, protecting: Array(repeating: .allowed, count: 5),
            processing: Array(repeating: .allowed, count: 5)),
    ]

    /// Security strength in bits of an RSA modulus (NIST SP 800-57 part 1, table 2); 0 below 2048 bits.
    package static func strength(rsaBits: Int) -> Int {
        switch rsaBits {
        case 15_360...: 256
        case 7_680...: 192
        case 3_072...: 128
        case 2_048...: 112
        default: 0
        }
    }
}
