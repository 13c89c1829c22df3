import DER

/// An X.509 certificate of version 3 (RFC 5280), read strictly. Reading one says nothing about trust in it.
package struct Certificate: Sendable {
    /// The longest certificate that is read, in bytes.
    package static let maximumSize = 65_536

    /// The whole certificate.
    package let der: [UInt8]
    /// SHA-256 of `der`, 32 bytes.
    package let sha256: [UInt8]
    /// The key that it certifies.
    package let publicKey: PublicKey
    /// Whom it names.
    package let subject: Subject
    /// The first second of its validity.
    package let notBefore: DERTime
    /// The last second of its validity.
    package let notAfter: DERTime
    /// What the key may be used for; nil if the certificate does not say.
    package let keyUsage: KeyUsage?
    /// Whether the key may sign certificates (basicConstraints).
    package let isCA: Bool
    /// How many authorities may stand below this one; nil for no limit.
    package let pathLength: Int?
    /// The serial number: content octets of a positive INTEGER, at most 20.
    package let serialNumber: [UInt8]
    /// The DER of the issuer's Name.
    package let issuerDER: [UInt8]
    /// The DER of the subject's Name.
    package let subjectDER: [UInt8]
    /// How it is signed; nil for an algorithm that is not on the recommended list.
    package let signatureAlgorithm: SignatureAlgorithm?
    /// How it is signed, for people: the name on the recommended list, otherwise the object identifier.
    package let signatureAlgorithmName: String

    let subjectKeyIdentifier: [UInt8]?
    private let signed: [UInt8]
    private let signature: [UInt8]
    private let reading: Reading

    /// Shares OpenSSL's reading among the copies of a certificate.
    private final class Reading: Sendable {
        let x509: X509
        init(_ x509: consuming X509) { self.x509 = x509 }
    }

    /// Reads all of `der`.
    /// - Throws: `malformed`, `unsupportedAlgorithm` or `invalidKey` for its key, `invalidText` for its names,
    ///   `certificateRefused` for a critical extension that is not understood.
    package init(der: [UInt8]) throws(CryptographyError) {
        let operation = "reading a certificate"
        guard der.count <= Self.maximumSize else { throw .malformed(operation, "more than 64 KiB") }
        let fields = try parseDER(operation, der) { (reader) throws(DERError) in try CertificateFields(&reader) }
        let extensions = try CertificateExtensions(fields.extensions)
        let reading = Reading(try X509(der))
        guard reading.x509.hasValidExtensions else { throw .malformed(operation, "contradictory extensions") }
        publicKey = try PublicKey(spki: fields.spki) { () throws(CryptographyError) in try reading.x509.publicKey() }
        subject = try Subject(nameDER: fields.subjectDER, mail: extensions.mail)
        sha256 = try Cryptography.hash(.sha256, der)
        self.der = der
        notBefore = fields.notBefore
        notAfter = fields.notAfter
        keyUsage = extensions.keyUsage
        isCA = extensions.isCA
        pathLength = extensions.pathLength
        serialNumber = fields.serialNumber
        issuerDER = fields.issuerDER
        subjectDER = fields.subjectDER
        let algorithm = SignatureAlgorithm(fields.signatureAlgorithm)
        signatureAlgorithm = algorithm
        signatureAlgorithmName = algorithm?.name ?? fields.signatureAlgorithm.algorithm.description
        subjectKeyIdentifier = extensions.subjectKeyIdentifier
        signed = fields.signed
        signature = fields.signature
        self.reading = reading
    }

    /// Whether `issuer` issued this certificate: it may issue certificates at all, names and key identifiers agree,
    /// and the signature is its own. A self-signed certificate is issued by itself. Times are not looked at.
    /// - Throws: `notListed` if it is signed by an algorithm that is not on the recommended list.
    package func isIssued(by issuer: Certificate) throws(CryptographyError) -> Bool {
        guard let signatureAlgorithm else {
            throw CryptographyError(
                .notListed, operation: "checking a certificate's signature", reason: signatureAlgorithmName)
        }
        guard issuer.mayIssueCertificates, issuerDER == issuer.subjectDER else { return false }
        guard reading.x509.names(issuer.reading.x509) else { return false }
        return try issuer.publicKey.verify(signature, of: signed, signatureAlgorithm)
    }

    /// Whether the certificate allows its key to sign certificates.
    var mayIssueCertificates: Bool { isCA && (keyUsage?.contains(.keyCertSign) ?? true) }

    /// Whether the certificate allows its key to sign data.
    package var maySign: Bool {
        keyUsage.map { !$0.isDisjoint(with: [.digitalSignature, .nonRepudiation]) } ?? true
    }

    /// Whether the certificate allows keys to be wrapped to its key.
    package var mayReceive: Bool {
        guard let keyUsage else { return true }
        return keyUsage.contains(publicKey.type.coordinateSize == nil ? .keyEncipherment : .keyAgreement)
    }
}

extension Certificate: Hashable {
    /// Equal if the encodings are.
    package static func == (left: Certificate, right: Certificate) -> Bool { left.der == right.der }

    /// By the encoding.
    package func hash(into hasher: inout Swift.Hasher) { hasher.combine(der) }
}

extension Certificate {
    private static let label = "CERTIFICATE"
    private static let largestBundle = 1 << 20

    /// The certificate in PEM (RFC 7468, 5).
    package var pem: String { PEM.encode(der, label: Self.label) }

    /// The certificates of a PEM file in order, at least one. Text between them is skipped; blocks of other kinds are refused.
    /// - Throws: `malformed`, also above 1 MiB, and what `init(der:)` throws.
    package static func pemBundle(_ text: [UInt8]) throws(CryptographyError) -> [Certificate] {
        let operation = "reading certificates"
        guard text.count <= largestBundle else { throw .malformed(operation, "more than 1 MiB") }
        let blocks = try PEM.blocks(in: text, allowingText: true)
        guard !blocks.isEmpty, blocks.allSatisfy({ $0.label == label }) else {
            throw .malformed(operation, blocks.isEmpty ? "no certificate" : "a block that is no certificate")
        }
        var certificates: [Certificate] = []
        for block in blocks { certificates.append(try Certificate(der: block.der)) }
        return certificates
    }
}
