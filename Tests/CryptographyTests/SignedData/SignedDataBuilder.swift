import DER

@testable import Cryptography

/// A SignedData of which any part can be exchanged. It is signed after that, so that only what was exchanged is wrong.
struct SignedDataBuilder: ~Copyable {
    let signer: Signer
    /// Somebody else's certificate.
    let other: Certificate
    /// An encryption certificate issued by the signer, and its key.
    let encryption: Certificate
    let encryptionKey: PrivateKey

    var infoType = SignedDataFields.signedDataType
    var version: Int64 = 3
    var digestAlgorithms = [AlgorithmIdentifier(HashAlgorithm.sha256.objectIdentifier)]
    var contentType = SignedDataTests.contentType
    var attachedContent: [UInt8]?
    var certificates: [[UInt8]]
    var revocationLists: [UInt8]?
    var signerVersion: Int64 = 1
    var issuer: [UInt8]
    var serialNumber: [UInt8]
    /// Replaces issuer and serial number.
    var subjectKeyIdentifier: [UInt8]?
    var digestAlgorithm = AlgorithmIdentifier(HashAlgorithm.sha256.objectIdentifier)
    /// In the order in which they are written, if `sortsAttributes` is false.
    var attributes: [[UInt8]]?
    var sortsAttributes = true
    var signatureAlgorithm = SignatureAlgorithm.ecdsa(.sha256).identifier
    var signsWithEncryptionKey = false
    /// What is signed besides the attributes with the tag of SET.
    var tagOfSignedAttributes = DERTag.set
    var unsignedAttributes: [[UInt8]]?
    var signerInfoCount = 1
    var trailer: [UInt8] = []

    static let contentTypeAttribute = attribute(SignedAttributes.contentTypeType, [oid(SignedDataTests.contentType)])

    init() throws {
        let signer = try Signer(.p256)
        let certificate = signer.certificate
        let key = try PrivateKey.generate(.p256)
        let encryption = try Certificate.issue(
            key.publicKey, subject: Subject(commonName: "x"), validity: validity, issuer: certificate, by: signer.key)
        let other = try Signer(.p256, name: "別人").certificate
        let digest = try Cryptography.hash(.sha256, SignedDataTests.content)
        certificates = [certificate.der]
        issuer = certificate.issuerDER
        serialNumber = certificate.serialNumber
        attributes = [
            Self.contentTypeAttribute,
            Self.attribute(SignedAttributes.messageDigestType, [Self.octets(digest)]),
            Self.signingCertificate(certificate.sha256),
        ]
        self.signer = signer
        self.other = other
        self.encryption = encryption
        encryptionKey = key
    }

    /// Replaces the attribute at `index`, or removes it.
    mutating func setAttribute(_ index: Int, _ attribute: [UInt8]?) {
        if let attribute { attributes?[index] = attribute } else { attributes?.remove(at: index) }
    }

    /// Makes the encryption certificate that of the signer.
    mutating func useEncryptionCertificate() {
        certificates = [encryption.der]
        issuer = encryption.issuerDER
        serialNumber = encryption.serialNumber
        setAttribute(2, Self.signingCertificate(encryption.sha256))
        signsWithEncryptionKey = true
    }

    borrowing func der() throws -> [UInt8] {
        let body = try signerInfo()
        let signerInfos = [[UInt8]](repeating: body, count: signerInfoCount).flatMap { $0 }
        let signedData = Self.sequence([
            DERWriter.encode { $0.integer(version) },
            Self.element(.set, digestAlgorithms.map(\.der)),
            Self.sequence(
                [Self.oid(contentType)] + (attachedContent.map { [Self.element(.constructed(0), [$0])] } ?? [])),
            certificates.isEmpty ? [] : Self.element(.constructed(0), certificates),
            revocationLists.map { Self.element(.constructed(1), [$0]) } ?? [],
            Self.element(.set, [signerInfos]),
        ])
        return Self.sequence([Self.oid(infoType), Self.element(.constructed(0), [signedData])]) + trailer
    }

    private borrowing func signerInfo() throws -> [UInt8] {
        var written: [UInt8] = []
        var signed = SignedDataTests.content
        if let attributes {
            let ordered = sortsAttributes ? attributes.sorted { $0.lexicographicallyPrecedes($1) } : attributes
            written = Self.element(.constructed(0), ordered)
            signed = [tagOfSignedAttributes.rawValue] + written.dropFirst()
        }
        let signature = try signsWithEncryptionKey ? encryptionKey.sign(signed) : signer.key.sign(signed)
        let identifier = Self.sequence([issuer, DERWriter.encode { $0.primitive(.integer, serialNumber) }])
        return Self.sequence([
            DERWriter.encode { $0.integer(signerVersion) },
            subjectKeyIdentifier.map { octets in DERWriter.encode { $0.octetString(octets, tag: .context(0)) } }
                ?? identifier,
            digestAlgorithm.der, written, signatureAlgorithm.der, Self.octets(signature),
            unsignedAttributes.map { Self.element(.constructed(1), $0) } ?? [],
        ])
    }
}

extension SignedDataBuilder {
    static func element(_ tag: DERTag, _ parts: [[UInt8]]) -> [UInt8] {
        DERWriter.encode { writer in writer.element(tag) { inner in parts.forEach { inner.encoded($0) } } }
    }

    static func sequence(_ parts: [[UInt8]]) -> [UInt8] { element(.sequence, parts) }

    static func oid(_ value: ObjectIdentifier) -> [UInt8] { DERWriter.encode { $0.objectIdentifier(value) } }

    static func octets(_ value: [UInt8]) -> [UInt8] { DERWriter.encode { $0.octetString(value) } }

    static func attribute(_ type: ObjectIdentifier, _ values: [[UInt8]]) -> [UInt8] {
        sequence([oid(type), element(.set, values)])
    }

    /// signingCertificateV2 with what stands before and behind the hash, and further identifiers and policies.
    static func signingCertificate(
        _ hash: [UInt8], algorithm: [UInt8] = [], issuerSerial: [UInt8] = [], others: [[UInt8]] = [],
        policies: [UInt8] = []
    ) -> [UInt8] {
        let identifier = sequence([algorithm, octets(hash), issuerSerial])
        return attribute(
            SignedAttributes.signingCertificateV2Type, [sequence([sequence([identifier] + others), policies])])
    }
}
