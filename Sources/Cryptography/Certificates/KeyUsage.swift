import DER

/// What the key in a certificate may be used for (RFC 5280, 4.2.1.3). Bit n of the raw value is named bit n.
package struct KeyUsage: OptionSet, Hashable, Sendable {
    /// One bit for each use.
    package let rawValue: UInt16
    /// Any set of uses.
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    /// Signatures on anything but certificates and revocation lists.
    package static let digitalSignature = KeyUsage(rawValue: 1 << 0)
    /// Signatures that bind the signer (contentCommitment).
    package static let nonRepudiation = KeyUsage(rawValue: 1 << 1)
    /// Encrypting keys, as RSA-OAEP does.
    package static let keyEncipherment = KeyUsage(rawValue: 1 << 2)
    /// Encrypting data directly.
    package static let dataEncipherment = KeyUsage(rawValue: 1 << 3)
    /// Agreeing on keys, as ECDH does.
    package static let keyAgreement = KeyUsage(rawValue: 1 << 4)
    /// Signing certificates.
    package static let keyCertSign = KeyUsage(rawValue: 1 << 5)
    /// Signing revocation lists.
    package static let cRLSign = KeyUsage(rawValue: 1 << 6)
    /// With `keyAgreement`: encrypting only.
    package static let encipherOnly = KeyUsage(rawValue: 1 << 7)
    /// With `keyAgreement`: decrypting only.
    package static let decipherOnly = KeyUsage(rawValue: 1 << 8)

    private static let numberOfBits = 9

    /// A named bit list (X.690, 11.2.2): no zero bits at the end.
    var der: [UInt8] {
        let length = UInt16.bitWidth - rawValue.leadingZeroBitCount
        var octets = [UInt8](repeating: 0, count: (length + 7) / 8)
        for bit in 0..<length where rawValue >> UInt16(bit) & 1 == 1 { octets[bit / 8] |= 0x80 >> UInt8(bit % 8) }
        return DERWriter.encode { $0.primitive(.bitString, [UInt8(octets.count * 8 - length)] + octets) }
    }

    /// The one encoding of 1 to 9 bits of which at least one is set.
    init(_ reader: inout DERReader) throws(DERError) {
        let here = reader.offset
        let content = Array(try reader.primitive(.bitString))
        var value: UInt16 = 0
        for bit in 0..<min(Self.numberOfBits, 8 * max(0, content.count - 1))
        where content[1 + bit / 8] & 0x80 >> UInt8(bit % 8) != 0 {
            value |= 1 << UInt16(bit)
        }
        let usage = KeyUsage(rawValue: value)
        let canonical = DERWriter.encode { $0.primitive(.bitString, content) }
        guard value != 0, usage.der == canonical else { throw DERError(.badValue, offset: here) }
        self = usage
    }
}
