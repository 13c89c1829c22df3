import Cryptography
import SystemIO

/// Somebody to whom a package can be sealed.
package struct Recipient: Sendable, Equatable {
    /// Where the certificates come from.
    package enum Origin: Sendable, Equatable {
        case keyring(Identity)
        /// A certificate file that was named; nobody has confirmed it here, but whoever named it chose it.
        case file(Path)
    }

    /// Where the certificates come from.
    package let origin: Origin
    /// Both certificates.
    package let pair: CertificatePair

    /// The certificate that packages are sealed to.
    package var certificate: Certificate { pair.encryption }

    /// An identity of the keyring.
    package init(_ identity: Identity) {
        origin = .keyring(identity)
        pair = identity.pair
    }

    /// The pair in a certificate file, which may be a pipe.
    /// - Throws: as ``CertificatePair/init(file:)``.
    package init(file path: Path) throws(KeyringError) {
        pair = try CertificatePair(file: path)
        origin = .file(path)
    }
}
