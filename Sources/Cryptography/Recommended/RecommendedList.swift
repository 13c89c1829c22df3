import DER

/// The CRYPTREC ciphers list as data: every algorithm of the e-Government recommended list and of the monitored list.
///
/// Candidates for recommendation (推奨候補暗号リスト) are left out: OpenSSL has none of them.
/// An algorithm that is not found here is not used, whatever OpenSSL offers.
package enum RecommendedList {
    /// Number and date of the edition.
    package static let edition = "LS-0001-2022R2 (2026-03-30)"

    /// All algorithms.
    package static let all = publicKeyAlgorithms + symmetricAlgorithms + hashAlgorithms

    /// One size or curve of a listed algorithm.
    package struct Entry: Hashable, Sendable {
        /// What the list names.
        package let algorithm: RecommendedAlgorithm
        /// Which size or curve of it.
        package let parameters: RecommendedAlgorithm.Parameters

        /// "ECDSA P-384", "AES-256-GCM".
        package var name: String {
            parameters.name.contains(algorithm.name) ? parameters.name : algorithm.name + " " + parameters.name
        }
    }

    /// All sizes and curves of one category.
    package static func entries(_ category: RecommendedAlgorithm.Category) -> [Entry] {
        all.filter { $0.category == category }.flatMap { algorithm in
            algorithm.parameters.map { Entry(algorithm: algorithm, parameters: $0) }
        }
    }

    /// The entries with this object identifier: several, weakest first, where it does not tell the key's size.
    package static func entries(
        _ category: RecommendedAlgorithm.Category, objectIdentifier: ObjectIdentifier
    ) -> [Entry] {
        entries(category).filter { $0.parameters.objectIdentifier == objectIdentifier }
    }

    /// The entry for an algorithm's size or curve by name, as in ("GCM", "AES-256-GCM") or ("ECDSA", "P-384").
    /// - Throws: `notListed` if the list does not have it.
    package static func entry(
        _ category: RecommendedAlgorithm.Category, _ algorithm: String, _ parameters: String
    ) throws(CryptographyError) -> Entry {
        let found = entries(category).first { $0.algorithm.name == algorithm && $0.parameters.name == parameters }
        guard let found else { throw notListed(category, algorithm + " " + parameters) }
        return found
    }

    /// The entry for an RSA key: the largest listed size that it reaches.
    /// - Throws: `notListed` for a key below 2048 bits, whose strength the list does not accept.
    package static func entry(
        _ category: RecommendedAlgorithm.Category, _ algorithm: String, rsaBits: Int
    ) throws(CryptographyError) -> Entry {
        let found = entries(category).last {
            $0.algorithm.name == algorithm && $0.parameters.strength <= strength(rsaBits: rsaBits)
        }
        guard let found else { throw notListed(category, "\(algorithm) with \(rsaBits) bits") }
        return found
    }

    private static func notListed(_ category: RecommendedAlgorithm.Category, _ name: String) -> CryptographyError {
        CryptographyError(.notListed, operation: category.rawValue, reason: "\(name) is not on \(edition)")
    }
}
