import Cryptography

extension CertificatePair {
    /// Length in bytes that a file with a pair has at most: two certificates of 64 KiB in PEM, and some text.
    package static let maximumPEMCount = 196_608

    /// Reads what others give: a PEM text with exactly two certificates, in any order.
    /// - Throws: ``KeyringError/Code/tooLarge``, ``KeyringError/Code/malformed``, ``KeyringError/Code/notPair`` for
    ///   another number of certificates, and as ``init(unordered:_:)``.
    package init(pem: [UInt8]) throws(KeyringError) {
        guard pem.count <= Self.maximumPEMCount else {
            throw KeyringError(.tooLarge, "more than \(Self.maximumPEMCount) bytes for two certificates")
        }
        let certificates: [Certificate]
        do throws(CryptographyError) { certificates = try Certificate.pemBundle(pem) } catch {
            throw KeyringError(.malformed, error)
        }
        guard certificates.count == 2 else {
            throw KeyringError(
                .notPair, "\(certificates.count) certificates instead of a signing and an encryption one")
        }
        try self.init(unordered: certificates[0], certificates[1])
    }

    /// The pair as others need it: the signing certificate, then the encryption certificate, in PEM.
    package var pem: [UInt8] { Array((signing.pem + encryption.pem).utf8) }
}
