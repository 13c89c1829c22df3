import Cryptography

/// Who sealed a package, as far as the package itself can say. Whether that signer is trusted is for the keyring.
package enum Origin: Sendable {
    /// No signature: the bytes fit together, and that is all.
    case unsigned
    /// A valid signature by the certificate that the header names.
    case signed(VerifiedSignature)

    /// The signer's certificate, if there is one.
    package var certificate: Certificate? {
        switch self {
        case .unsigned: nil
        case .signed(let signature): signature.certificate
        }
    }

    /// A signature must be there if and only if the header names its certificate.
    /// - Throws: `badSignature`: it was stripped, added or replaced.
    func check(against header: CommonHeader) throws(PackageFormatError) {
        guard certificate?.sha256 != header.originator else { return }
        let reason =
            switch (header.originator, certificate) {
            case (.some, .none): "the signature was removed"
            case (.none, .some): "a signature was added to an unsigned package"
            default: "the signature is not by the signer whom the header names"
            }
        throw PackageFormatError(.badSignature, reason, place: Place(.signature))
    }
}

extension Trailer {
    /// Checks the signature over the manifest, if there is one, by the certificate inside it.
    /// - Throws: `badSignature` for anything but a strict SignedData of the manifest's content type with a valid signature;
    ///   `refused` for an algorithm, key or certificate that may not sign a package.
    func origin() throws(PackageFormatError) -> Origin {
        guard let signature else { return .unsigned }
        let verified: VerifiedSignature
        do {
            verified = try SignedData.verify(
                signature, contentType: Format.manifestContentType, content: signedContent)
        } catch {
            let isRefused = error.code == .certificateRefused || error.code == .notListed
            throw PackageFormatError(
                isRefused ? .refused : .badSignature, error.reason, place: Place(.signature),
                underlying: .cryptography(error))
        }
        if let fault = verified.fault {
            throw PackageFormatError(.refused, fault, place: Place(.signature))
        }
        guard verified.signingTime == nil else {
            throw PackageFormatError(
                .badSignature, "a second sealing time beside the manifest's", place: Place(.signature))
        }
        return .signed(verified)
    }
}
