import DER

/// The signed attributes of a SignerInfo (RFC 5652, 11; RFC 5035, 3): contentType, messageDigest, signingCertificateV2,
/// each exactly once, signingTime at most once, and nothing else.
struct SignedAttributes: Sendable {
    let contentType: ObjectIdentifier
    let messageDigest: [UInt8]
    let signingTime: DERTime?
    let certificate: SigningCertificateID

    private static let pkcs9 = ObjectIdentifier(1, 2, 840, 113_549, 1, 9)
    static let contentTypeType = pkcs9.appending(3)
    static let messageDigestType = pkcs9.appending(4)
    static let signingTimeType = pkcs9.appending(5)
    static let signingCertificateV2Type = pkcs9.appending(16, 2, 47)

    /// The SET OF Attribute that is hashed and signed, with the tag of SET (RFC 5652, 5.4).
    var der: [UInt8] {
        var attributes = [
            Self.attribute(Self.contentTypeType) { $0.objectIdentifier(contentType) },
            Self.attribute(Self.messageDigestType) { $0.octetString(messageDigest) },
            Self.attribute(Self.signingCertificateV2Type) { certificate.write(to: &$0) },
        ]
        if let signingTime {
            attributes.append(Self.attribute(Self.signingTimeType) { CertificateFields.write(signingTime, to: &$0) })
        }
        return DERWriter.encode { $0.setOf(.set, attributes) }
    }

    private static func attribute(_ type: ObjectIdentifier, _ value: (inout DERWriter) -> Void) -> [UInt8] {
        DERWriter.encode { writer in
            writer.sequence { inner in
                inner.objectIdentifier(type)
                inner.element(.set, value)
            }
        }
    }
}

extension SignedAttributes {
    private static let operation = "reading signed attributes"

    /// Reads the SET OF Attribute with the tag of SET, in ascending order as DER has it.
    /// - Throws: `malformed`; `signatureInvalid` for an attribute that is missing, repeated or unknown.
    init(_ der: [UInt8]) throws(CryptographyError) {
        let values = try Self.values(der)
        func value(_ type: ObjectIdentifier, _ name: String) throws(CryptographyError) -> [UInt8] {
            guard let found = values[type] else { throw SignedData.invalid("the attribute \(name) is missing") }
            return found
        }
        contentType = try parseDER(
            Self.operation, value(Self.contentTypeType, "contentType")
        ) { (reader) throws(DERError) in try reader.objectIdentifier() }
        messageDigest = try parseDER(
            Self.operation, value(Self.messageDigestType, "messageDigest")
        ) { (reader) throws(DERError) in try reader.octetString(32...64) }
        certificate = try SigningCertificateID(value(Self.signingCertificateV2Type, "signingCertificateV2"))
        if let time = values[Self.signingTimeType] {
            signingTime = try parseDER(Self.operation, time) { (reader) throws(DERError) in
                try CertificateFields.time(&reader)
            }
        } else {
            signingTime = nil
        }
    }

    /// The only value of each attribute.
    private static func values(_ der: [UInt8]) throws(CryptographyError) -> [ObjectIdentifier: [UInt8]] {
        let attributes = try parseDER(operation, der) { (reader) throws(DERError) in
            try reader.element(.set) { (set) throws(DERError) in try Self.ascending(&set) }
        }
        let known = [contentTypeType, messageDigestType, signingTimeType, signingCertificateV2Type]
        var values: [ObjectIdentifier: [UInt8]] = [:]
        for attribute in attributes {
            var value: [[UInt8]] = []
            let type = try parseDER(operation, attribute) { (reader) throws(DERError) in
                try reader.sequence { (inner) throws(DERError) in
                    let type = try inner.objectIdentifier()
                    value = try inner.element(.set) { (set) throws(DERError) in try Self.ascending(&set) }
                    return type
                }
            }
            guard known.contains(type) else { throw SignedData.invalid("the attribute \(type) is not allowed") }
            guard values[type] == nil else { throw SignedData.invalid("the attribute \(type) stands twice") }
            guard value.count == 1 else { throw SignedData.invalid("the attribute \(type) has not exactly one value") }
            values[type] = value[0]
        }
        return values
    }

    /// The elements of a SET OF, in ascending order (X.690, 11.6).
    private static func ascending(_ reader: inout DERReader) throws(DERError) -> [[UInt8]] {
        var elements: [[UInt8]] = []
        while !reader.isAtEnd {
            let here = reader.offset
            let element = Array(try reader.anyElement())
            if let last = elements.last, element.lexicographicallyPrecedes(last) {
                throw DERError(.badValue, offset: here)
            }
            elements.append(element)
        }
        return elements
    }
}
