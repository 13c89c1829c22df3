import DER

/// The structure of a SignedData in its ContentInfo (RFC 5652, 3 and 5), as strictly as it is written here:
/// detached content, one digest algorithm, one certificate, no revocation lists, and one SignerInfo of version 1 with
/// signed and without unsigned attributes.
struct SignedDataFields: Sendable {
    let contentType: ObjectIdentifier
    let digestAlgorithm: AlgorithmIdentifier
    let certificate: [UInt8]
    let issuer: [UInt8]
    let serialNumber: [UInt8]
    /// The SET OF Attribute, with the tag of SET.
    let attributes: [UInt8]
    let signatureAlgorithm: AlgorithmIdentifier
    let signature: [UInt8]

    static let signedDataType = ObjectIdentifier(1, 2, 840, 113_549, 1, 7, 2)
    static let dataType = ObjectIdentifier(1, 2, 840, 113_549, 1, 7, 1)

    /// The version is 1 for id-data and 3 for every other content type (RFC 5652, 5.1).
    private static func version(_ contentType: ObjectIdentifier) -> Int64 { contentType == dataType ? 1 : 3 }

    var der: [UInt8] {
        DERWriter.encode { writer in
            writer.sequence { info in
                info.objectIdentifier(Self.signedDataType)
                info.element(.constructed(0)) { $0.sequence { writeSignedData(&$0) } }
            }
        }
    }

    private func writeSignedData(_ writer: inout DERWriter) {
        writer.integer(Self.version(contentType))
        writer.element(.set) { $0.encoded(digestAlgorithm.der) }
        writer.sequence { $0.objectIdentifier(contentType) }
        writer.element(.constructed(0)) { $0.encoded(certificate) }
        writer.element(.set) { set in
            set.sequence { signer in
                signer.integer(Int64(1))
                signer.sequence { identifier in
                    identifier.encoded(issuer)
                    identifier.primitive(.integer, serialNumber)
                }
                signer.encoded(digestAlgorithm.der)
                signer.encoded([DERTag.constructed(0).rawValue] + attributes.dropFirst())
                signer.encoded(signatureAlgorithm.der)
                signer.octetString(signature)
            }
        }
    }
}

extension SignedDataFields {
    /// Reads all of `der`.
    /// - Throws: `malformed`, `signatureInvalid` for what is well-formed and not as above.
    init(reading der: [UInt8]) throws(CryptographyError) {
        var reasons = Reasons()
        let operation = "reading SignedData"
        let fields = try parseDER(operation, der) { (reader) throws(DERError) in
            try reader.sequence { (info) throws(DERError) in
                let here = info.offset
                guard try info.objectIdentifier() == Self.signedDataType else {
                    throw DERError(.badValue, offset: here)
                }
                return try info.element(.constructed(0)) { (explicit) throws(DERError) in
                    try explicit.sequence { (inner) throws(DERError) in try SignedDataFields(&inner, &reasons) }
                }
            }
        }
        if let reason = reasons.first { throw SignedData.invalid(reason) }
        self = fields
    }

    /// What a structure that is well-formed as a whole will be refused for.
    private struct Reasons {
        private(set) var first: String?

        mutating func demand(_ condition: Bool, _ reason: String) {
            if !condition && first == nil { first = reason }
        }
    }

    private init(_ reader: inout DERReader, _ reasons: inout Reasons) throws(DERError) {
        let version = try reader.integer(0...5)
        let digestAlgorithms = try reader.element(.set) { (set) throws(DERError) in
            var found = [try AlgorithmIdentifier(&set)]
            while !set.isAtEnd { found.append(try AlgorithmIdentifier(&set)) }
            return found
        }
        let contentType = try reader.sequence { (content) throws(DERError) in
            let type = try content.objectIdentifier()
            reasons.demand(content.isAtEnd, "the content is not detached")
            while !content.isAtEnd { _ = try content.anyElement() }
            return type
        }
        reasons.demand(version == Self.version(contentType), "SignedData version \(version)")
        let certificate = try Self.only(&reader, .constructed(0), "certificate", &reasons)
        if reader.nextTag == .constructed(1) {
            _ = try reader.anyElement()
            reasons.demand(false, "revocation lists are not allowed")
        }
        let signer = try Self.only(&reader, .set, "SignerInfo", &reasons)
        var signerReader = DERReader(signer, base: reader.offset - signer.count)
        self = try signerReader.sequence { (inner) throws(DERError) in
            try SignedDataFields(signer: &inner, contentType: contentType, certificate: certificate, &reasons)
        }
        reasons.demand(digestAlgorithms == [digestAlgorithm], "the digest algorithms do not agree")
    }

    /// The SignerInfo (RFC 5652, 5.3).
    private init(
        signer: inout DERReader, contentType: ObjectIdentifier, certificate: [UInt8], _ reasons: inout Reasons
    ) throws(DERError) {
        let version = try signer.integer(0...5)
        reasons.demand(version == 1, "SignerInfo version \(version)")
        var identifier = try signer.element(.sequence)
        issuer = Array(try identifier.anyElement())
        serialNumber = Array(try identifier.minimalInteger())
        try identifier.finish()
        digestAlgorithm = try AlgorithmIdentifier(&signer)
        if signer.nextTag == .constructed(0) {
            attributes = [DERTag.set.rawValue] + Array(try signer.anyElement().dropFirst())
        } else {
            attributes = []
            reasons.demand(false, "there are no signed attributes")
        }
        signatureAlgorithm = try AlgorithmIdentifier(&signer)
        signature = try signer.octetString(1...4096)
        if signer.nextTag == .constructed(1) {
            _ = try signer.anyElement()
            reasons.demand(false, "unsigned attributes are not allowed")
        }
        self.contentType = contentType
        self.certificate = certificate
    }

    /// The first element of a set that must have one.
    private static func only(
        _ reader: inout DERReader, _ tag: DERTag, _ name: String, _ reasons: inout Reasons
    ) throws(DERError) -> [UInt8] {
        try reader.element(tag) { (set) throws(DERError) in
            let first = Array(try set.anyElement())
            reasons.demand(set.isAtEnd, "there is more than one \(name)")
            while !set.isAtEnd { _ = try set.anyElement() }
            return first
        }
    }
}
