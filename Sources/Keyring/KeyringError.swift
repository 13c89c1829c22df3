import Cryptography
import DER
import SystemIO

/// Why the keyring refused, or could not do, what was asked. No field ever holds a secret.
package struct KeyringError: Error, Sendable {
    /// What is wrong, as a stable name.
    package struct Code: RawRepresentable, Hashable, Sendable {
        /// The name.
        package let rawValue: String
        /// The code of that name.
        package init(rawValue: String) { self.rawValue = rawValue }

        /// A name that breaks the rules of ``IdentityName``.
        package static let invalidName = Code(rawValue: "invalid name")
        /// The keyring holds no identity or group of that name.
        package static let notFound = Code(rawValue: "not found")
        /// The name, or the key, is in the keyring already; ``KeyringError/reason`` says under which name.
        package static let exists = Code(rawValue: "exists")
        /// A group names an identity that is not in the keyring.
        package static let unknownMember = Code(rawValue: "unknown member")
        /// Others may read or change the file, or it belongs to somebody else; ``KeyringError/remedy`` says what to do.
        package static let unsafePermissions = Code(rawValue: "unsafe permissions")
        /// A file of the keyring, or one to be imported, is not what it must be.
        package static let malformed = Code(rawValue: "malformed")
        /// A file is larger than any valid one.
        package static let tooLarge = Code(rawValue: "too large")
        /// Not exactly two certificates.
        package static let notPair = Code(rawValue: "not a pair")
        /// The encryption certificate is not issued by the signing key, or that is not certified by itself.
        package static let notLinked = Code(rawValue: "not linked")
        /// A certificate does not allow the use that its role needs, or allows one that its role forbids.
        package static let wrongKeyUsage = Code(rawValue: "wrong key usage")
        /// Signing and encryption would use the same key.
        package static let sameKey = Code(rawValue: "same key")
        /// A key below the strength that new use needs.
        package static let weakKey = Code(rawValue: "weak key")
        /// A certificate is signed by an algorithm that is not on the recommended list.
        package static let notListed = Code(rawValue: "not on the recommended list")
        /// A certificate's time is over; ``KeyringError/date`` is its end.
        package static let expired = Code(rawValue: "expired")
        /// A certificate's time has not begun; ``KeyringError/date`` is its begin.
        package static let notYetValid = Code(rawValue: "not yet valid")
        /// The identity is not trusted.
        package static let notTrusted = Code(rawValue: "not trusted")
        /// What was trusted is not what the certificates are now.
        package static let trustMismatch = Code(rawValue: "trust mismatch")
        /// Another fingerprint was expected.
        package static let fingerprintMismatch = Code(rawValue: "fingerprint mismatch")
        /// There is no private key of this identity here.
        package static let notOwn = Code(rawValue: "not an own identity")
        /// What was asked is only for identities of others.
        package static let isOwn = Code(rawValue: "an own identity")
        /// The passphrase does not open the private key.
        package static let wrongPassphrase = Code(rawValue: "wrong passphrase")
        /// A passphrase that cannot be used: empty, too long, or not UTF-8.
        package static let invalidPassphrase = Code(rawValue: "invalid passphrase")
        /// The private key is not that of the certificate.
        package static let keyMismatch = Code(rawValue: "key mismatch")
        /// The operating system refused; ``KeyringError/system`` says why.
        package static let system = Code(rawValue: "system")
        /// A cryptographic operation failed; ``KeyringError/cryptography`` says why.
        package static let cryptography = Code(rawValue: "cryptography")
    }

    /// What is wrong.
    package let code: Code
    /// Why, in a sentence without untrusted text.
    package let reason: String
    /// The identity, group or member that is meant. Untrusted text where the code is ``Code/invalidName``.
    package var name: String?
    /// The file or folder that is meant, in its raw bytes.
    package var path: Path?
    /// The line of the file, from 1.
    package var line: Int?
    /// The begin or end of validity.
    package var date: DERTime?
    /// What to do about it, such as "chmod 600"; the path is in ``path``.
    package var remedy: String?
    /// What the operating system said.
    package var system: SystemError?
    /// What the cryptographic operation said.
    package var cryptography: CryptographyError?

    /// An error without a cause of another module.
    package init(_ code: Code, _ reason: String, name: String? = nil, path: Path? = nil) {
        self.code = code
        self.reason = reason
        self.name = name
        self.path = path
    }

    init(_ code: Code, _ reason: String, _ name: IdentityName) { self.init(code, reason, name: name.text) }
}

extension KeyringError: Equatable {
    /// Errors are equal if code, name and path are; the rest is for people.
    package static func == (left: KeyringError, right: KeyringError) -> Bool {
        left.code == right.code && left.name == right.name && left.path == right.path
    }
}

extension KeyringError {
    init(_ error: SystemError, at path: Path? = nil) {
        self.init(.system, "the operating system refused", path: path ?? error.path)
        system = error
    }

    init(_ code: Code = .cryptography, _ error: CryptographyError, path: Path? = nil) {
        self.init(code, error.reason, path: path)
        cryptography = error
    }

    func named(_ name: IdentityName) -> KeyringError {
        var error = self
        error.name = name.text
        return error
    }

    func at(_ path: Path) -> KeyringError {
        var error = self
        error.path = path
        return error
    }
}

/// Calls of SystemIO, with their errors as this module's.
func onSystem<Value: ~Copyable>(
    _ path: Path? = nil, _ body: () throws(SystemError) -> Value
) throws(KeyringError) -> Value {
    do throws(SystemError) { return try body() } catch { throw KeyringError(error, at: path) }
}

/// Calls of Cryptography, with their errors as this module's.
func onCryptography<Value: ~Copyable>(
    _ body: () throws(CryptographyError) -> Value
) throws(KeyringError) -> Value {
    do throws(CryptographyError) { return try body() } catch { throw KeyringError(.cryptography, error) }
}
