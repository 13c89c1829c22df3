import Cryptography
import DER
import PackageFormat

/// What protects a package, by names on the recommended list, as an entry of the ledger tells it.
struct ProtectingAlgorithms {
    private let names: Set<String>

    init(_ names: [String]) { self.names = Set(names) }

    /// What these rest on, as a cipher does on a block cipher and a signature on a hash: themselves included, and what
    /// every package rests on.
    var foundations: Set<String> {
        var all = names
        for suite in Suite.allCases {
            if let list = try? suite.aead.listedNames(), list.contains(where: names.contains) { all.formUnion(list) }
        }
        for type in Self.keyTypes {
            for list in [try? type.signatureNames(), try? type.encryptionNames()] {
                if let list, let own = list.first, names.contains(own) { all.formUnion(list) }
            }
        }
        let everywhere = [
            try? HashAlgorithm.sha256.listing(), try? HashAlgorithm.sha512.listing(),
            try? HashAlgorithm.sha512.hmacListing(),
        ]
        return all.union(everywhere.compactMap { $0?.name })
    }

    /// Which of them ends first, and in which year, if one does before a day (LS-0003); nil if all last that long.
    func firstEnd(before day: CalendarDay) -> AlgorithmWarning? {
        let ends = names.compactMap { name -> AlgorithmWarning? in
            guard let strength = Self.strengths[name] else { return nil }
            let last = RecommendedList.lastUnrestrictedYear(strength: strength)
            guard (last ?? 0) < day.year else { return nil }
            return AlgorithmWarning(name: name, year: day.year, lastYear: last)
        }
        return ends.min { ($0.lastYear ?? 0, $0.name) < ($1.lastYear ?? 0, $1.name) }
    }

    /// Security strength in bits of what the list has, by name: the first that has it. The list is read once, since a ledger
    /// asks for each of its packages.
    private static let strengths: [String: Int] = {
        let entries = RecommendedAlgorithm.Category.allCases.flatMap { RecommendedList.entries($0) }
        return Dictionary(entries.map { ($0.name, $0.parameters.strength) }) { first, _ in first }
    }()

    /// Those of one name are of one kind: any length of RSA that the list tells apart stands for its name.
    private static let keyTypes: [KeyType] =
        [.p256, .p384, .p521] + [2_048, 3_072, 4_096, 7_680, 8_192, 15_360, 16_384].map { .rsa(bits: $0) }
}
