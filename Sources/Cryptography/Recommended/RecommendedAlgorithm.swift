import DER

/// An algorithm of the CRYPTREC ciphers list, as the list names it.
package struct RecommendedAlgorithm: Hashable, Sendable {
    /// The class of technique under which the list has it.
    package enum Category: String, Hashable, Sendable, CaseIterable {
        case signature = "signature"
        case confidentiality = "confidentiality (public key)"
        case keyAgreement = "key agreement"
        case blockCipher64 = "64-bit block cipher"
        case blockCipher128 = "128-bit block cipher"
        case streamCipher = "stream cipher"
        case hash = "hash function"
        case confidentialityMode = "mode of operation (confidentiality)"
        case authenticatedMode = "mode of operation (authenticated)"
        case messageAuthentication = "message authentication code"
        case authenticatedEncryption = "authenticated encryption"
        case entityAuthentication = "entity authentication"
    }

    /// Which of the lists has it.
    package enum Status: String, Hashable, Sendable, CaseIterable {
        /// 電子政府推奨暗号リスト, table 1: ciphers in present use.
        case recommended = "e-Government recommended"
        /// 電子政府推奨暗号リスト, table 2: resistant to quantum computers.
        case recommendedPostQuantum = "e-Government recommended (PQC)"
        /// 運用監視暗号リスト: only to keep working with what exists already.
        case monitored = "monitored"
    }

    /// As the list writes it.
    package let name: String
    /// Which purpose the list has it for.
    package let category: Category
    /// Which of the lists has it.
    package let status: Status
    /// What the list refers to for the definition.
    package let specification: String
    /// Sizes and curves, weakest first; none where the list names a protocol that OpenSSL has no part in.
    package let parameters: [Parameters]

    /// One size or curve of an algorithm.
    package struct Parameters: Hashable, Sendable {
        /// "P-384", "3072 bits", or the algorithm's own name where there is only one size.
        package let name: String
        /// Security strength in bits (NIST SP 800-57 part 1, 5.6.1); for hashes that against collisions,
        /// 0 where collisions have been found.
        package let strength: Int
        /// OpenSSL's name, or nil if OpenSSL 3.0 does not have it.
        package let opensslName: String?
        /// What identifies it in a signature, key or structure; nil if it is only used inside another algorithm.
        package let objectIdentifier: ObjectIdentifier?
        /// Whether this software uses it to protect something new.
        package let isOffered: Bool
    }
}
