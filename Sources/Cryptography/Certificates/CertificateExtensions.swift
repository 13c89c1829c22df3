import DER

/// The extensions of a certificate that are understood here (RFC 5280, 4.2).
///
/// A critical extension that is not understood makes the certificate unusable, as RFC 5280 demands.
struct CertificateExtensions: Sendable {
    private(set) var keyUsage: KeyUsage?
    private(set) var isCA = false
    private(set) var pathLength: Int?
    private(set) var subjectKeyIdentifier: [UInt8]?
    private(set) var mail: String?

    static let arc = ObjectIdentifier(2, 5, 29)
    static let subjectKeyIdentifierType = arc.appending(14)
    static let keyUsageType = arc.appending(15)
    static let subjectAltNameType = arc.appending(17)
    static let basicConstraintsType = arc.appending(19)
    static let authorityKeyIdentifierType = arc.appending(35)

    private static let operation = "reading the extensions of a certificate"

    /// One extension, not yet looked into.
    struct Raw: Sendable {
        let type: ObjectIdentifier
        let isCritical: Bool
        let value: [UInt8]

        init(_ reader: inout DERReader) throws(DERError) {
            var inner = try reader.element(.sequence)
            type = try inner.objectIdentifier()
            let here = inner.offset
            isCritical = inner.nextTag == .boolean ? try inner.boolean() : false
            // FALSE is the default and must not be written (X.690, 11.5).
            if inner.offset != here && !isCritical { throw DERError(.badValue, offset: here) }
            value = try inner.octetString(0...Certificate.maximumSize)
            try inner.finish()
        }
    }

    init() {}

    /// - Throws: `malformed`, also for an extension given twice; `certificateRefused` for an unknown critical one.
    init(_ list: [Raw]) throws(CryptographyError) {
        guard Set(list.map(\.type)).count == list.count else {
            throw .malformed(Self.operation, "an extension stands twice")
        }
        for item in list { try take(item) }
    }

    private mutating func take(_ item: Raw) throws(CryptographyError) {
        switch item.type {
        case Self.keyUsageType:
            keyUsage = try parseDER(Self.operation, item.value) { (reader) throws(DERError) in try KeyUsage(&reader) }
        case Self.basicConstraintsType: try takeBasicConstraints(item.value)
        case Self.subjectKeyIdentifierType:
            subjectKeyIdentifier = try parseDER(Self.operation, item.value) { (reader) throws(DERError) in
                try reader.octetString(1...64)
            }
        case Self.subjectAltNameType: mail = try Self.firstMail(item.value)
        default:
            guard !item.isCritical else {
                throw CryptographyError(
                    .certificateRefused, operation: Self.operation,
                    reason: "the critical extension \(item.type) is not understood")
            }
        }
    }

    private mutating func takeBasicConstraints(_ value: [UInt8]) throws(CryptographyError) {
        var length: Int64?
        isCA = try parseDER(Self.operation, value) { (reader) throws(DERError) in
            try reader.sequence { (inner) throws(DERError) in
                let here = inner.offset
                let isCA = inner.nextTag == .boolean ? try inner.boolean() : false
                if inner.offset != here && !isCA { throw DERError(.badValue, offset: here) }
                if !inner.isAtEnd { length = try inner.integer(0...255) }
                return isCA
            }
        }
        guard isCA || length == nil else { throw .malformed(Self.operation, "a path length without CA") }
        pathLength = length.map { Int($0) }
    }

    /// The first rfc822Name among the GeneralNames; other kinds of names are skipped.
    private static func firstMail(_ value: [UInt8]) throws(CryptographyError) -> String? {
        try parseDER(operation, value) { (reader) throws(DERError) in
            try reader.sequence { (names) throws(DERError) in
                var found: String?
                while let tag = names.nextTag {
                    if tag == .context(1) && found == nil {
                        found = String(decoding: try names.primitive(tag), as: UTF8.self)
                    } else {
                        _ = try names.anyElement()
                    }
                }
                return found
            }
        }
    }
}

extension CryptographyError.Code {
    /// A well-formed certificate that must not be used, or not for this; `reason` says why.
    package static let certificateRefused = CryptographyError.Code(rawValue: "certificate refused")
}
