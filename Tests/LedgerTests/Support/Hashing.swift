import Cryptography

/// A hasher under a name that Swift's own does not have.
enum Hashing {
    static func hasher() throws(CryptographyError) -> Cryptography.Hasher { try Cryptography.Hasher(.sha256) }
}
