import Cryptography

/// Why a text of a log could not be read or made, or a proof not be computed. A bad signature or proof is no error but a
/// verdict.
package struct TransparencyError: Error, Sendable {
    /// What is wrong, as a stable name.
    package struct Code: RawRepresentable, Hashable, Sendable {
        /// The stable name.
        package let rawValue: String
        /// A code by its name; those in use are the constants below.
        package init(rawValue: String) { self.rawValue = rawValue }

        /// A text that is not in the one form which its specification allows.
        package static let malformed = Code(rawValue: "malformed")
        /// A text whose lines end as another system ends them, in CR LF.
        package static let lineEnds = Code(rawValue: "line ends")
        /// A text, or a number of lines in it, above its bound.
        package static let tooLarge = Code(rawValue: "too large")
        /// A name of a key that is empty or holds white space, `+` or control characters.
        package static let badName = Code(rawValue: "bad name")
        /// A verifier key whose identifier is not that of its name and public key.
        package static let wrongKeyID = Code(rawValue: "wrong key id")
        /// A kind of signature that is not implemented here.
        package static let unsupportedKey = Code(rawValue: "unsupported key")
        /// Two different keys have the same name and identifier, so that no signature can be attributed.
        package static let ambiguousKey = Code(rawValue: "ambiguous key")
        /// Witnesses from which no count can be made: one key twice, or fewer organisations than required.
        package static let badWitnesses = Code(rawValue: "bad witnesses")
        /// An index or a size that the tree does not have.
        package static let outOfRange = Code(rawValue: "out of range")
        /// The store of hashes did not give what the tree of this size must have.
        package static let missingHashes = Code(rawValue: "missing hashes")
        /// A cryptographic operation failed; see `underlying`.
        package static let cryptography = Code(rawValue: "cryptography")
    }

    /// What is wrong.
    package let code: Code
    /// What exactly, in English, without content of the text.
    package let reason: String
    /// The line of the text that is meant, counted from 1.
    package let line: Int?
    /// The error of the module below that was the reason.
    package let underlying: CryptographyError?

    /// - Parameters:
    ///   - reason: in English, without content of the text.
    ///   - line: counted from 1.
    package init(_ code: Code, _ reason: String, line: Int? = nil, underlying: CryptographyError? = nil) {
        self.code = code
        self.reason = reason
        self.line = line
        self.underlying = underlying
    }

    /// A cryptographic operation that failed.
    init(_ error: CryptographyError) {
        self.init(.cryptography, error.reason, underlying: error)
    }
}

extension TransparencyError: Equatable {
    /// Equal in code, line and underlying error; reasons are for people.
    package static func == (left: TransparencyError, right: TransparencyError) -> Bool {
        left.code == right.code && left.line == right.line && left.underlying == right.underlying
    }
}

/// Runs a call of Cryptography, its error wrapped.
func cryptography<Value: ~Copyable>(
    _ body: () throws(CryptographyError) -> Value
) throws(TransparencyError) -> Value {
    do { return try body() } catch { throw TransparencyError(error) }
}
