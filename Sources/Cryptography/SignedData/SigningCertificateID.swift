import DER

/// The SigningCertificateV2 attribute (RFC 5035, 3): exactly one ESSCertIDv2, that of the signer's certificate.
struct SigningCertificateID: Sendable {
    let hash: HashAlgorithm
    let digest: [UInt8]
    /// The DER of IssuerSerial, which OpenSSL writes and RFC 5035 leaves optional.
    let issuerSerial: [UInt8]?

    private static let operation = "reading signingCertificateV2"

    /// For a certificate, by SHA-256 and without IssuerSerial: the hash says all.
    init(_ certificate: Certificate) {
        hash = .sha256
        digest = certificate.sha256
        issuerSerial = nil
    }

    /// - Throws: `malformed`, also for SHA-256 written out, since it is the default; `notListed` for another hash
    ///   function; `signatureInvalid` for more than one certificate, or policies.
    init(_ der: [UInt8]) throws(CryptographyError) {
        var count = 0
        var algorithm: AlgorithmIdentifier?
        var serial: [UInt8]?
        let digest = try parseDER(Self.operation, der) { (reader) throws(DERError) in
            try reader.sequence { (outer) throws(DERError) in
                let digest = try outer.sequence { (list) throws(DERError) in
                    let digest = try list.sequence { (inner) throws(DERError) in
                        if inner.nextTag == .sequence { algorithm = try AlgorithmIdentifier(&inner) }
                        let digest = try inner.octetString(32...64)
                        if !inner.isAtEnd { serial = Array(try inner.anyElement()) }
                        return digest
                    }
                    while !list.isAtEnd {
                        _ = try list.anyElement()
                        count += 1
                    }
                    return digest
                }
                while !outer.isAtEnd {
                    _ = try outer.anyElement()
                    count += 1
                }
                return digest
            }
        }
        guard count == 0 else { throw SignedData.invalid("signingCertificateV2 names more than one certificate") }
        hash = try Self.hash(algorithm)
        self.digest = digest
        issuerSerial = serial
    }

    private static func hash(_ algorithm: AlgorithmIdentifier?) throws(CryptographyError) -> HashAlgorithm {
        guard let algorithm else { return .sha256 }
        let hash = try SignedData.hash(algorithm)
        guard hash != .sha256 else { throw .malformed(operation, "the default hash function is written out") }
        return hash
    }

    /// Whether this is that certificate.
    /// - Throws: `unsupportedAlgorithm`, `opensslFailure`.
    func identifies(_ certificate: Certificate) throws(CryptographyError) -> Bool {
        guard try Cryptography.hash(hash, certificate.der) == digest else { return false }
        guard let issuerSerial else { return true }
        return issuerSerial == Self.issuerSerial(certificate)
    }

    /// IssuerSerial with the issuer as the only GeneralName, a directoryName.
    private static func issuerSerial(_ certificate: Certificate) -> [UInt8] {
        DERWriter.encode { writer in
            writer.sequence { inner in
                inner.sequence { names in
                    names.element(.constructed(4)) { $0.encoded(certificate.issuerDER) }
                }
                inner.primitive(.integer, certificate.serialNumber)
            }
        }
    }

    func write(to writer: inout DERWriter) {
        writer.sequence { outer in
            outer.sequence { list in
                list.sequence { inner in
                    if hash != .sha256 { inner.encoded(AlgorithmIdentifier(hash.objectIdentifier).der) }
                    inner.octetString(digest)
                    inner.encoded(issuerSerial ?? [])
                }
            }
        }
    }
}
