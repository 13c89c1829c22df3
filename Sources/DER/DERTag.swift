/// The identifier octet of a DER element, low tag numbers only (X.690, 8.1.2). No structure here needs number 31 or more.
package struct DERTag: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let boolean = DERTag(rawValue: 0x01)
    package static let integer = DERTag(rawValue: 0x02)
    package static let bitString = DERTag(rawValue: 0x03)
    package static let octetString = DERTag(rawValue: 0x04)
    package static let null = DERTag(rawValue: 0x05)
    package static let objectIdentifier = DERTag(rawValue: 0x06)
    package static let enumerated = DERTag(rawValue: 0x0A)
    package static let utf8String = DERTag(rawValue: 0x0C)
    package static let utcTime = DERTag(rawValue: 0x17)
    package static let generalizedTime = DERTag(rawValue: 0x18)
    package static let sequence = DERTag(rawValue: 0x30)
    package static let set = DERTag(rawValue: 0x31)

    /// A context-specific tag, primitive: `[number] IMPLICIT` of a primitive type. `number` is 0...30.
    package static func context(_ number: UInt8) -> DERTag { DERTag(rawValue: 0x80 | (number & 0x1F)) }

    /// A context-specific tag, constructed: `[number] EXPLICIT`, or `[number] IMPLICIT` of a SEQUENCE or SET. `number` is 0...30.
    package static func constructed(_ number: UInt8) -> DERTag { DERTag(rawValue: 0xA0 | (number & 0x1F)) }
}
