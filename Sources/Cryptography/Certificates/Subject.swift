import DER
import Normalization

/// Whom a certificate names: what a person typed, or what an authority wrote, checked for being showable.
///
/// All texts are in normalisation form C and hold no control, format or separator characters, so that nothing in them
/// can hide or reorder what stands beside them.
package struct Subject: Hashable, Sendable {
    /// The common name: 1 to 64 characters.
    package let commonName: String
    /// The organisational unit: 1 to 64 characters.
    package let organizationalUnit: String?
    /// A mail address of printable ASCII, up to 254 characters (RFC 5321, 4.5.3.1.3); it becomes an rfc822Name.
    package let mail: String?

    /// RFC 5280, A.1: ub-common-name and ub-organizational-unit-name.
    private static let longestName = 64
    private static let longestMail = 254

    /// - Throws: `invalidText`.
    package init(
        commonName: String, organizationalUnit: String? = nil, mail: String? = nil
    ) throws(CryptographyError) {
        try Self.requireShowable(commonName, "common name")
        if let organizationalUnit { try Self.requireShowable(organizationalUnit, "organisational unit") }
        if let mail { try Self.requireAddress(mail) }
        self.commonName = commonName
        self.organizationalUnit = organizationalUnit
        self.mail = mail
    }

    private static func requireShowable(_ text: String, _ part: String) throws(CryptographyError) {
        guard (1...longestName).contains(text.unicodeScalars.count) else {
            throw refusal("the \(part) must have 1 to \(longestName) characters")
        }
        guard isNFC(text) else { throw refusal("the \(part) is not in normalisation form C") }
        let isShowable = text.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: false
            default: true
            }
        }
        guard isShowable else { throw refusal("the \(part) holds a character that cannot be shown") }
    }

    private static func requireAddress(_ mail: String) throws(CryptographyError) {
        let parts = mail.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), mail.utf8.count <= longestMail,
            mail.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw refusal("not a mail address of printable ASCII") }
    }

    private static func refusal(_ reason: String) -> CryptographyError {
        CryptographyError(.invalidText, operation: "naming a subject", reason: reason)
    }
}

extension Subject {
    static let commonNameType = ObjectIdentifier(2, 5, 4, 3)
    static let organizationType = ObjectIdentifier(2, 5, 4, 10)
    static let organizationalUnitType = ObjectIdentifier(2, 5, 4, 11)

    /// The DER of the Name: the unit, then the common name, as UTF8Strings.
    var nameDER: [UInt8] {
        DERWriter.encode { writer in
            writer.sequence { name in
                if let organizationalUnit { Self.write(&name, Self.organizationalUnitType, organizationalUnit) }
                Self.write(&name, Self.commonNameType, commonName)
            }
        }
    }

    private static func write(_ writer: inout DERWriter, _ type: ObjectIdentifier, _ text: String) {
        writer.element(.set) { set in
            set.sequence { attribute in
                attribute.objectIdentifier(type)
                attribute.utf8String(text)
            }
        }
    }

    /// From the Name of a certificate and the address beside it. Where an authority gave no common name, the unit or
    /// the organisation stands for it.
    /// - Throws: `malformed`, `invalidText`.
    init(nameDER: [UInt8], mail: String?) throws(CryptographyError) {
        let attributes = try parseDER("reading a name", nameDER) { (reader) throws(DERError) in
            try reader.sequence { (name) throws(DERError) in
                var attributes: [ObjectIdentifier: String?] = [:]
                while !name.isAtEnd {
                    try name.element(.set) { (set) throws(DERError) in
                        repeat { try Self.read(&set, into: &attributes) } while !set.isAtEnd
                    }
                }
                return attributes
            }
        }
        let unit = try Self.text(Self.organizationalUnitType, in: attributes)
        var name = try Self.text(Self.commonNameType, in: attributes) ?? unit
        if name == nil { name = try Self.text(Self.organizationType, in: attributes) }
        guard let name else { throw Self.refusal("the certificate names nobody") }
        try self.init(commonName: name, organizationalUnit: unit, mail: mail)
    }

    private static func text(
        _ type: ObjectIdentifier, in attributes: [ObjectIdentifier: String?]
    ) throws(CryptographyError) -> String? {
        guard let value = attributes[type] else { return nil }
        guard let value else { throw refusal("a kind of string that is not read") }
        return value
    }

    /// The last attribute of a type is the most specific one and counts.
    private static func read(
        _ set: inout DERReader, into attributes: inout [ObjectIdentifier: String?]
    ) throws(DERError) {
        try set.sequence { (attribute) throws(DERError) in
            let type = try attribute.objectIdentifier()
            guard let tag = attribute.nextTag else { throw attribute.error(.truncated) }
            attributes.updateValue(text(tag, Array(try attribute.primitive(tag))), forKey: type)
        }
    }

    /// DirectoryString and IA5String (RFC 5280, 4.1.2.4). TeletexString and UniversalString have no sure meaning.
    private static func text(_ tag: DERTag, _ content: [UInt8]) -> String? {
        switch tag {
        case .utf8String: return String(validating: content, as: UTF8.self)
        case .printableString, .ia5String:
            return content.allSatisfy { $0 < 0x80 } ? String(decoding: content, as: UTF8.self) : nil
        case .bmpString:
            guard content.count % 2 == 0 else { return nil }
            let units = stride(from: 0, to: content.count, by: 2).map {
                UInt16(content[$0]) << 8 | UInt16(content[$0 + 1])
            }
            return String(validating: units, as: UTF16.self)
        default: return nil
        }
    }
}

extension DERTag {
    static let printableString = DERTag(rawValue: 0x13)
    static let ia5String = DERTag(rawValue: 0x16)
    static let bmpString = DERTag(rawValue: 0x1E)
}
