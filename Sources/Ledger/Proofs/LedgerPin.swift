import Cryptography
import DER
import Transparency

/// The owner's signature over the public key of a ledger: CMS SignedData, detached, with a content type of its own. Who
/// trusts the owner can trust what the ledger signs.
package struct LedgerPin: Hashable, Sendable {
    /// The DER of a ContentInfo.
    package let signedData: [UInt8]

    /// What SignedData says that it covers.
    package static let contentType = ObjectIdentifier.fubako.appending(1, 2)

    /// A pin that was received; it is not verified.
    package init(signedData: [UInt8]) { self.signedData = signedData }

    /// What is signed: the text of the public key and a line feed, as in the ledger's file.
    package static func content(_ key: VerifierKey) -> [UInt8] { Array(key.text.utf8) + [0x0A] }

    /// Signs a ledger's public key.
    /// - Parameter certificate: that of `signingKey`.
    /// - Throws: ``LedgerError/Code/cryptography``.
    package init(
        _ key: VerifierKey, certificate: Certificate, signingKey: borrowing PrivateKey, time: DERTime
    ) throws(LedgerError) {
        do throws(CryptographyError) {
            signedData = try SignedData.sign(
                contentType: Self.contentType, content: Self.content(key), certificate: certificate, key: signingKey,
                signingTime: time)
        } catch { throw LedgerError(error) }
    }

    /// Checks everything but trust in the signer.
    /// - Returns: nil if it is no valid signature over this key.
    package func verify(_ key: VerifierKey) -> Cryptography.VerifiedSignature? {
        do throws(CryptographyError) {
            return try SignedData.verify(signedData, contentType: Self.contentType, content: Self.content(key))
        } catch { return nil }
    }
}
