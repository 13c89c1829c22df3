import DER

extension Certificate {
    /// A self-signed certificate for a signing key: CA with path length 0, digitalSignature and keyCertSign, both
    /// critical, so that it can issue the certificate of the same person's encryption key and nothing below that.
    /// - Parameter validity: seconds since 1970 at which it is valid, from the first up to but not including the last.
    /// - Throws: `outOfRange` for an empty validity or one outside 1970 to 9999, `notListed` for a key that is too short.
    package static func selfSigned(
        _ key: borrowing PrivateKey, subject: Subject, validity: Range<Int64>
    ) throws(CryptographyError) -> Certificate {
        let constraints = DERWriter.encode { writer in
            writer.sequence { inner in
                inner.boolean(true)
                inner.integer(Int64(0))
            }
        }
        let template = CertificateTemplate(
            publicKey: key.publicKey, subject: subject, issuerDER: subject.nameDER, validity: validity,
            basicConstraints: constraints, keyUsage: [.digitalSignature, .keyCertSign], authorityKeyIdentifier: nil)
        return try template.signed(by: key)
    }

    /// A certificate for an encryption key, issued by the same person's signing key: keyAgreement for a curve,
    /// keyEncipherment for RSA, critical, and not a CA.
    /// - Parameter validity: as in `selfSigned`.
    /// - Throws: `invalidKey` if `key` is not that of `issuer`, or both keys are the same, `certificateRefused` if
    ///   `issuer` may not issue, `outOfRange` for the validity, `notListed` for a key that is too short.
    package static func issue(
        _ encryptionKey: PublicKey, subject: Subject, validity: Range<Int64>, issuer: Certificate,
        by key: borrowing PrivateKey
    ) throws(CryptographyError) -> Certificate {
        let operation = "issuing a certificate"
        guard issuer.publicKey == key.publicKey, encryptionKey != issuer.publicKey else {
            throw CryptographyError(
                .invalidKey, operation: operation, reason: "signing key, its certificate and the new key do not fit")
        }
        guard issuer.mayIssueCertificates else {
            throw CryptographyError(
                .certificateRefused, operation: operation, reason: "the certificate does not allow issuing others")
        }
        guard encryptionKey.type.isUsable else {
            throw CryptographyError(.notListed, operation: operation, reason: "\(encryptionKey.type.name) is too short")
        }
        let template = CertificateTemplate(
            publicKey: encryptionKey, subject: subject, issuerDER: issuer.subjectDER, validity: validity,
            basicConstraints: DERWriter.encode { $0.sequence { _ in } },
            keyUsage: encryptionKey.type.coordinateSize == nil ? .keyEncipherment : .keyAgreement,
            authorityKeyIdentifier: issuer.subjectKeyIdentifier)
        return try template.signed(by: key)
    }
}

/// A certificate that is yet to be signed.
private struct CertificateTemplate {
    let publicKey: PublicKey
    let subject: Subject
    let issuerDER: [UInt8]
    let validity: Range<Int64>
    let basicConstraints: [UInt8]
    let keyUsage: KeyUsage
    let authorityKeyIdentifier: [UInt8]?

    /// Signs with the hash that matches the key, and reads the result back.
    func signed(by key: borrowing PrivateKey) throws(CryptographyError) -> Certificate {
        guard !validity.isEmpty, let notBefore = DERTime(seconds: validity.lowerBound),
            let notAfter = DERTime(seconds: validity.upperBound - 1)
        else {
            throw CryptographyError(.outOfRange, operation: "issuing a certificate", reason: "validity \(validity)")
        }
        let algorithm = SignatureAlgorithm(signingWith: key.type).identifier.der
        let serialNumber = try Self.serialNumber()
        let body = DERWriter.encode { writer in
            writer.sequence { inner in
                inner.element(.constructed(0)) { $0.integer(Int64(2)) }
                inner.primitive(.integer, serialNumber)
                inner.encoded(algorithm)
                inner.encoded(issuerDER)
                inner.sequence { times in
                    CertificateFields.write(notBefore, to: &times)
                    CertificateFields.write(notAfter, to: &times)
                }
                inner.encoded(subject.nameDER)
                inner.encoded(publicKey.spki)
                inner.element(.constructed(3)) { $0.sequence { writeExtensions(&$0) } }
            }
        }
        let signature = try key.sign(body)
        let der = DERWriter.encode { writer in
            writer.sequence { inner in
                inner.encoded(body)
                inner.encoded(algorithm)
                inner.octetAlignedBitString(signature)
            }
        }
        return try Certificate(der: der)
    }

    /// 126 random bits below a leading one, so that every serial number is positive and has 16 octets (RFC 5280, 4.1.2.2).
    private static func serialNumber() throws(CryptographyError) -> [UInt8] {
        var octets = try randomBytes(16)
        octets[0] = octets[0] & 0x3F | 0x40
        return octets
    }

    /// The subject's key identifier is SHA-256 of the SubjectPublicKeyInfo (RFC 7093, 2, method 4).
    private func writeExtensions(_ writer: inout DERWriter) {
        typealias Types = CertificateExtensions
        Self.write(&writer, Types.basicConstraintsType, isCritical: true, basicConstraints)
        Self.write(&writer, Types.keyUsageType, isCritical: true, keyUsage.der)
        Self.write(
            &writer, Types.subjectKeyIdentifierType, isCritical: false,
            DERWriter.encode { $0.octetString(publicKey.keyID) })
        if let authorityKeyIdentifier {
            let value = DERWriter.encode { outer in
                outer.sequence { $0.octetString(authorityKeyIdentifier, tag: .context(0)) }
            }
            Self.write(&writer, Types.authorityKeyIdentifierType, isCritical: false, value)
        }
        if let mail = subject.mail {
            let value = DERWriter.encode { outer in
                outer.sequence { $0.primitive(.context(1), Array(mail.utf8)) }
            }
            Self.write(&writer, Types.subjectAltNameType, isCritical: false, value)
        }
    }

    private static func write(
        _ writer: inout DERWriter, _ type: ObjectIdentifier, isCritical: Bool, _ value: [UInt8]
    ) {
        writer.sequence { inner in
            inner.objectIdentifier(type)
            if isCritical { inner.boolean(true) }
            inner.octetString(value)
        }
    }
}
