/// Why a cryptographic operation could not be carried out, or refused its input.
///
/// No field ever holds a secret: `reason` is OpenSSL's own text or a sentence of this module.
package struct CryptographyError: Error, Sendable {
    /// What went wrong, as a stable name.
    package struct Code: RawRepresentable, Hashable, Sendable {
        /// The stable name.
        package let rawValue: String
        /// A code by its name; those in use are the constants below.
        package init(rawValue: String) { self.rawValue = rawValue }

        /// OpenSSL failed for a reason that the input does not explain.
        package static let opensslFailure = Code(rawValue: "OpenSSL failure")
        /// An authentication tag or code does not match: another key, or altered data.
        package static let authenticationFailed = Code(rawValue: "authentication failed")
        /// A passphrase does not open what it is meant to open.
        package static let wrongPassphrase = Code(rawValue: "wrong passphrase")
        /// A key of the wrong size or type, or one that is not valid for its type.
        package static let invalidKey = Code(rawValue: "invalid key")
        /// Bytes that are not in the one form which is accepted.
        package static let malformed = Code(rawValue: "malformed")
        /// An algorithm that is not implemented here.
        package static let unsupportedAlgorithm = Code(rawValue: "unsupported algorithm")
        /// An algorithm that is not on the recommended list.
        package static let notListed = Code(rawValue: "not on the recommended list")
        /// A signature that cannot be accepted; `reason` says why.
        package static let signatureInvalid = Code(rawValue: "invalid signature")
        /// A length, count or number outside what the algorithm allows.
        package static let outOfRange = Code(rawValue: "out of range")
        /// Text that is not valid UTF-8 or not usable where it stands.
        package static let invalidText = Code(rawValue: "invalid text")
        /// A known answer was not reproduced: this machine or its library must not be used.
        package static let selfTestFailed = Code(rawValue: "self-test failed")
    }

    /// What is wrong.
    package let code: Code
    /// The operation that failed, in the terms of its standard.
    package let operation: String
    /// Why, in a sentence or in OpenSSL's words.
    package let reason: String

    /// - Parameters:
    ///   - operation: in the terms of its standard.
    ///   - reason: never with a secret in it.
    package init(_ code: Code, operation: String, reason: String) {
        self.code = code
        self.operation = operation
        self.reason = reason
    }
}

extension CryptographyError: Equatable {
    /// Errors are equal if their codes are; operation and reason are for people.
    package static func == (left: CryptographyError, right: CryptographyError) -> Bool { left.code == right.code }
}
