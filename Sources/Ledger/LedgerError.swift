import Cryptography
import SystemIO

/// Why the ledger refused, or could not do, what was asked. No field ever holds a secret or a personal value.
///
/// What a verification finds is no error but a value.
package struct LedgerError: Error, Sendable {
    /// What is wrong, as a stable name.
    package struct Code: RawRepresentable, Hashable, Sendable {
        /// The stable name.
        package let rawValue: String
        /// A code by its name; those in use are the constants below.
        package init(rawValue: String) { self.rawValue = rawValue }

        /// Bytes that are not JSON of the kind that entries are made of; ``LedgerError/offset`` says where.
        package static let malformed = Code(rawValue: "malformed")
        /// JSON that is right, but not written in its one canonical form; ``LedgerError/offset`` says where.
        package static let notCanonical = Code(rawValue: "not canonical")
        /// More bytes, members or levels than allowed.
        package static let tooLarge = Code(rawValue: "too large")
        /// An entry of a kind, or of a version, that this program does not know; the entry itself is well-formed.
        package static let unknownKind = Code(rawValue: "unknown kind")
        /// A field that the entry's kind demands is not there.
        package static let missingField = Code(rawValue: "missing field")
        /// A field that the entry's kind does not have.
        package static let unexpectedField = Code(rawValue: "unexpected field")
        /// A field's value is not of its form or outside its range.
        package static let badValue = Code(rawValue: "bad value")
        /// The operating system refused; ``LedgerError/system`` says why.
        package static let system = Code(rawValue: "system")
        /// A cryptographic operation failed; ``LedgerError/cryptography`` says why.
        package static let cryptography = Code(rawValue: "cryptography")
    }

    /// What is wrong.
    package let code: Code
    /// Why, in a sentence without untrusted text.
    package let reason: String
    /// The entry's field that is meant. Untrusted text where the code is ``Code/unexpectedField``.
    package var field: String?
    /// Where in the entry, in bytes.
    package var offset: Int?
    /// Which entry, counted from 0.
    package var position: UInt64?
    /// The file or folder that is meant, in its raw bytes.
    package var path: Path?
    /// What the operating system said.
    package var system: SystemError?
    /// What the cryptographic operation said.
    package var cryptography: CryptographyError?

    /// An error without a cause of another module.
    package init(_ code: Code, _ reason: String, field: String? = nil, offset: Int? = nil) {
        self.code = code
        self.reason = reason
        self.field = field
        self.offset = offset
    }
}

extension LedgerError: Equatable {
    /// Errors are equal if code, field and position are; the rest is for people.
    package static func == (left: LedgerError, right: LedgerError) -> Bool {
        left.code == right.code && left.field == right.field && left.position == right.position
    }
}

/// Calls of Cryptography, with their errors as this module's.
func onCryptography<Value: ~Copyable>(
    _ body: () throws(CryptographyError) -> Value
) throws(LedgerError) -> Value {
    do throws(CryptographyError) { return try body() } catch {
        var failure = LedgerError(.cryptography, error.reason)
        failure.cryptography = error
        throw failure
    }
}
