import DER
import Testing

@testable import Cryptography

@Suite("SignedData that breaks one rule is refused for that rule")
struct SignedDataRefusalTests {
    typealias Builder = SignedDataBuilder
    typealias Attributes = SignedAttributes

    struct Refusal: Sendable, CustomTestStringConvertible {
        let rule: String
        let code: CryptographyError.Code
        /// Exact; nil where it holds an offset.
        let reason: String?
        let change: @Sendable (inout Builder) -> Void
        var testDescription: String { rule }

        init(
            _ rule: String, _ code: CryptographyError.Code = .signatureInvalid, _ reason: String? = nil,
            _ change: @escaping @Sendable (inout Builder) -> Void
        ) {
            self.rule = rule
            self.code = code
            self.reason = reason
            self.change = change
        }
    }

    static let sha1 = AlgorithmIdentifier(ObjectIdentifier(1, 3, 14, 3, 2, 26))
    static let sha384 = AlgorithmIdentifier(HashAlgorithm.sha384.objectIdentifier)
    static let sha3 = AlgorithmIdentifier(HashAlgorithm.sha3_256.objectIdentifier)
    static let time = Builder.attribute(
        Attributes.signingTimeType, [DERWriter.encode { $0.primitive(.utcTime, Array("260101000000Z".utf8)) }])

    static let attributes: [Refusal] = [
        Refusal("no signed attributes", .signatureInvalid, "there are no signed attributes") { $0.attributes = nil },
        Refusal("contentType missing", .signatureInvalid, "the attribute contentType is missing") {
            $0.setAttribute(0, nil)
        },
        Refusal("messageDigest missing", .signatureInvalid, "the attribute messageDigest is missing") {
            $0.setAttribute(1, nil)
        },
        Refusal("signingCertificateV2 missing", .signatureInvalid, "the attribute signingCertificateV2 is missing") {
            $0.setAttribute(2, nil)
        },
        Refusal("contentType twice", .signatureInvalid, "the attribute 1.2.840.113549.1.9.3 stands twice") {
            $0.attributes?.append(Builder.contentTypeAttribute)
        },
        Refusal("signingTime twice", .signatureInvalid, "the attribute 1.2.840.113549.1.9.5 stands twice") {
            $0.attributes? += [time, time]
        },
        Refusal(
            "messageDigest with two values", .signatureInvalid,
            "the attribute 1.2.840.113549.1.9.4 has not exactly one value"
        ) {
            let value = Builder.octets([UInt8](repeating: 0, count: 32))
            $0.setAttribute(1, Builder.attribute(Attributes.messageDigestType, [value, value]))
        },
        Refusal(
            "contentType without a value", .signatureInvalid,
            "the attribute 1.2.840.113549.1.9.3 has not exactly one value"
        ) { $0.setAttribute(0, Builder.attribute(Attributes.contentTypeType, [])) },
        Refusal("an unknown attribute", .signatureInvalid, "the attribute 1.2.840.113549.1.9.15 is not allowed") {
            $0.attributes?.append(
                Builder.attribute(ObjectIdentifier(1, 2, 840, 113_549, 1, 9, 15), [Builder.sequence([])]))
        },
        Refusal("another signed content type", .signatureInvalid, "the signed content type is 1.2.3") {
            $0.setAttribute(
                0, Builder.attribute(Attributes.contentTypeType, [Builder.oid(ObjectIdentifier(1, 2, 3))]))
        },
        Refusal("another digest", .signatureInvalid, "the digest is not that of the content") {
            $0.setAttribute(
                1,
                Builder.attribute(
                    Attributes.messageDigestType, [Builder.octets([UInt8](repeating: 0, count: 32))]))
        },
        Refusal("attributes out of order", .malformed) {
            $0.sortsAttributes = false
            $0.attributes?.sort { $1.lexicographicallyPrecedes($0) }
        },
        Refusal("a signingTime that is no time", .malformed) {
            $0.attributes?.append(Builder.attribute(Attributes.signingTimeType, [Builder.octets([1])]))
        },
    ]

    static let signingCertificates: [Refusal] = [
        Refusal(
            "the hash of another certificate", .signatureInvalid,
            "signingCertificateV2 is not the hash of the certificate"
        ) { $0.setAttribute(2, Builder.signingCertificate($0.other.sha256)) },
        Refusal("another issuer", .signatureInvalid, "signingCertificateV2 is not the hash of the certificate") {
            let issuer = Builder.sequence([
                Builder.sequence([Builder.element(.constructed(4), [$0.other.issuerDER])]),
                DERWriter.encode { $0.integer(Int64(1)) },
            ])
            $0.setAttribute(2, Builder.signingCertificate($0.signer.certificate.sha256, issuerSerial: issuer))
        },
        Refusal(
            "two certificates", .signatureInvalid, "signingCertificateV2 names more than one certificate"
        ) {
            let second = Builder.sequence([Builder.octets($0.other.sha256)])
            $0.setAttribute(2, Builder.signingCertificate($0.signer.certificate.sha256, others: [second]))
        },
        Refusal("the default hash function written out", .malformed, "the default hash function is written out") {
            let algorithm = AlgorithmIdentifier(HashAlgorithm.sha256.objectIdentifier).der
            $0.setAttribute(2, Builder.signingCertificate($0.signer.certificate.sha256, algorithm: algorithm))
        },
        Refusal("by SHA-1", .notListed, "hash function 1.3.14.3.2.26") {
            $0.setAttribute(2, Builder.signingCertificate($0.signer.certificate.sha256, algorithm: sha1.der))
        },
    ]

    static let structures: [Refusal] = [
        Refusal("two SignerInfos", .signatureInvalid, "there is more than one SignerInfo") { $0.signerInfoCount = 2 },
        Refusal("no SignerInfo", .malformed) { $0.signerInfoCount = 0 },
        Refusal("two certificates", .signatureInvalid, "there is more than one certificate") {
            $0.certificates.append($0.other.der)
        },
        Refusal("no certificate", .malformed) { $0.certificates = [] },
        Refusal("a revocation list", .signatureInvalid, "revocation lists are not allowed") {
            $0.revocationLists = Builder.sequence([])
        },
        Refusal("unsigned attributes", .signatureInvalid, "unsigned attributes are not allowed") {
            $0.unsignedAttributes = [time]
        },
        Refusal("attached content", .signatureInvalid, "the content is not detached") {
            $0.attachedContent = Builder.octets(SignedDataTests.content)
        },
        Refusal("SignedData of version 1", .signatureInvalid, "SignedData version 1") { $0.version = 1 },
        Refusal("SignerInfo of version 3", .signatureInvalid, "SignerInfo version 3") { $0.signerVersion = 3 },
        Refusal("a signer by key identifier", .malformed) { $0.subjectKeyIdentifier = [1, 2, 3] },
        Refusal("another kind of content", .malformed) { $0.infoType = SignedDataFields.dataType },
        Refusal("bytes left over", .malformed) { $0.trailer = [0] },
        Refusal("another content type", .signatureInvalid, "the content type is 1.2.840.113549.1.7.1") {
            $0.contentType = SignedDataFields.dataType
            $0.version = 1
        },
        Refusal(
            "another serial number", .signatureInvalid, "the signer's identifier is not that of the certificate"
        ) { $0.serialNumber = [1] },
        Refusal("another issuer", .signatureInvalid, "the signer's identifier is not that of the certificate") {
            $0.issuer = $0.other.issuerDER
        },
        Refusal("an encryption certificate", .certificateRefused, "the certificate does not allow signing") {
            $0.useEncryptionCertificate()
        },
    ]

    static let algorithms: [Refusal] = [
        Refusal("digest algorithms differ", .signatureInvalid, "the digest algorithms do not agree") {
            $0.digestAlgorithms = [sha384]
        },
        Refusal("two digest algorithms", .signatureInvalid, "the digest algorithms do not agree") {
            $0.digestAlgorithms.append(sha384)
        },
        Refusal(
            "another hash in the signature", .signatureInvalid, "content and signature use different hash functions"
        ) {
            $0.digestAlgorithms = [sha384]
            $0.digestAlgorithm = sha384
        },
        Refusal("SHA-1", .notListed, "hash function 1.3.14.3.2.26") {
            $0.digestAlgorithms = [sha1]
            $0.digestAlgorithm = sha1
        },
        Refusal("SHA3-256", .notListed, "hash function 2.16.840.1.101.3.4.2.8") {
            $0.digestAlgorithms = [sha3]
            $0.digestAlgorithm = sha3
        },
        Refusal("ECDSA with SHA-1", .notListed, "signature algorithm 1.2.840.10045.4.1") {
            $0.signatureAlgorithm = AlgorithmIdentifier(ObjectIdentifier(1, 2, 840, 10_045, 4, 1))
        },
        Refusal("RSASSA-PKCS1-v1_5", .notListed, "signature algorithm 1.2.840.113549.1.1.11") {
            $0.signatureAlgorithm = SignatureAlgorithm.rsaPKCS1(.sha256).identifier
        },
        Refusal("ECDSA with parameters", .notListed, "signature algorithm 1.2.840.10045.4.3.2") {
            $0.signatureAlgorithm = AlgorithmIdentifier(
                ObjectIdentifier(1, 2, 840, 10_045, 4, 3, 2), parameters: AlgorithmIdentifier.null)
        },
        Refusal("RSA-PSS by a curve", .signatureInvalid, "RSA-PSS with SHA-256 does not fit the certificate's key") {
            $0.signatureAlgorithm = SignatureAlgorithm.rsaPSS(.sha256).identifier
        },
        Refusal("another key's signature", .signatureInvalid, "the signature is not by the certificate's key") {
            $0.signsWithEncryptionKey = true
        },
        Refusal(
            "a signature over the implicit tag", .signatureInvalid, "the signature is not by the certificate's key"
        ) { $0.tagOfSignedAttributes = .constructed(0) },
    ]

    @Test("signed attributes", arguments: attributes)
    func refusesAttributes(_ refused: Refusal) throws { try Self.check(refused) }

    @Test("signingCertificateV2", arguments: signingCertificates)
    func refusesSigningCertificate(_ refused: Refusal) throws { try Self.check(refused) }

    @Test("structure and signer", arguments: structures)
    func refusesStructure(_ refused: Refusal) throws { try Self.check(refused) }

    @Test("algorithms and signature", arguments: algorithms)
    func refusesAlgorithm(_ refused: Refusal) throws { try Self.check(refused) }

    @Test("every refusal stands in the tables, and what is built without a change verifies")
    func tableSizes() throws {
        #expect(
            [Self.attributes, Self.signingCertificates, Self.structures, Self.algorithms].map(\.count) == [
                13, 5, 16, 11,
            ])
        let builder = try Builder()
        let der = try builder.der()
        #expect(throws: Never.self) {
            try SignedData.verify(der, contentType: SignedDataTests.contentType, content: SignedDataTests.content)
        }
        #expect(
            refusal(.signatureInvalid, reason: "the digest is not that of the content") {
                _ = try SignedData.verify(der, contentType: SignedDataTests.contentType, content: [])
            })
        #expect(
            refusal(.malformed, reason: "more than 128 KiB") {
                _ = try SignedData.verify([UInt8](repeating: 0, count: 131_073), contentType: .init(1, 2), content: [])
            })
    }

    private static func check(_ refused: Refusal) throws {
        var builder = try Builder()
        refused.change(&builder)
        let der = try builder.der()
        #expect(
            refusal(refused.code, reason: refused.reason) {
                _ = try SignedData.verify(
                    der, contentType: SignedDataTests.contentType, content: SignedDataTests.content)
            })
    }
}
