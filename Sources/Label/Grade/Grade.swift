/// Whether a record is electronic or on paper (書面). Raw values are those of the encoding.
package enum Form: UInt8, Hashable, Sendable, CaseIterable {
    case electronic = 0
    case paper = 1
}

/// 機密性, the harm that disclosure would do: 3 secret, 2 not for outsiders, 1 for everyone.
package enum Confidentiality: UInt8, Hashable, Sendable, CaseIterable {
    case one = 1
    case two = 2
    case three = 3
}

/// 完全性, the harm that alteration or an error would do: 2 considerable, 1 little.
package enum Integrity: UInt8, Hashable, Sendable, CaseIterable {
    case one = 1
    case two = 2
}

/// 可用性, the harm that loss or absence would do: 2 considerable, 1 little.
package enum Availability: UInt8, Hashable, Sendable, CaseIterable {
    case one = 1
    case two = 2
}

/// 格付, the grade of a record. On paper there is confidentiality only.
package enum Grade: Hashable, Sendable {
    case electronic(Confidentiality, Integrity, Availability)
    case paper(Confidentiality)

    /// Electronic or paper.
    package var form: Form {
        switch self {
        case .electronic: .electronic
        case .paper: .paper
        }
    }

    /// 機密性, which every grade has.
    package var confidentiality: Confidentiality {
        switch self {
        case .electronic(let confidentiality, _, _), .paper(let confidentiality): confidentiality
        }
    }

    /// Nil on paper.
    package var integrity: Integrity? {
        guard case .electronic(_, let integrity, _) = self else { return nil }
        return integrity
    }

    /// Nil on paper.
    package var availability: Availability? {
        guard case .electronic(_, _, let availability) = self else { return nil }
        return availability
    }

    /// Every grade there is.
    package static var all: [Grade] {
        let electronic = Confidentiality.allCases.flatMap { confidentiality in
            Integrity.allCases.flatMap { integrity in
                Availability.allCases.map { Grade.electronic(confidentiality, integrity, $0) }
            }
        }
        return electronic + Confidentiality.allCases.map(Grade.paper)
    }
}
