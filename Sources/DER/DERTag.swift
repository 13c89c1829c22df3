/// The identifier octet of a DER element, low tag numbers only (X.690, 8.1.2). No structure here needs number 31 or more.
package struct DERTag: RawRepresentable, Hashable, Sendable {
    /// The identifier octet (X.690, 8.1.2). Tags above 30 take several, and are not used.
    package let rawValue: UInt8
    /// Any identifier octet.
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// BOOLEAN.
    package static let boolean = DERTag(rawValue: 0x01)
    /// INTEGER.
    package static let integer = DERTag(rawValue: 0x02)
    /// BIT STRING.
    package static let bitString = DERTag(rawValue: 0x03)
    /// OCTET STRING.
    package static let octetString = DERTag(rawValue: 0x04)
    /// NULL.
    package static let null = DERTag(rawValue: 0x05)
    /// OBJECT IDENTIFIER.
    package static let objectIdentifier = DERTag(rawValue: 0x06)
    /// ENUMERATED.
    package static let enumerated = DERTag(rawValue: 0x0A)
    /// UTF8String.
    package static let utf8String = DERTag(rawValue: 0x0C)
    /// UTCTime.
    package static let utcTime = DERTag(rawValue: 0x17)
    /// GeneralizedTime.
    package static let generalizedTime = DERTag(rawValue: 0x18)
    /// SEQUENCE and SEQUENCE OF, constructed.
    package static let sequence = DERTag(rawValue: 0x30)
    /// SET and SET OF, constructed.
    package static let set = DERTag(rawValue: 0x31)

    /// A context-specific tag, primitive: `[number] IMPLICIT` of a primitive type. `number` is 0...30.
    package static func context(_ number: UInt8) -> DERTag { DERTag(rawValue: 0x80 | (number & 0x1F)) }

    /// A context-specific tag, constructed: `[number] EXPLICIT`, or `[number] IMPLICIT` of a SEQUENCE or SET. `number` is 0...30.
    package static func constructed(_ number: UInt8) -> DERTag { DERTag(rawValue: 0xA0 | (number & 0x1F)) }
}
