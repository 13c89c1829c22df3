/// A key encapsulation mechanism of HPKE over a NIST curve (RFC 9180, 7.1); the raw value is its identifier.
package enum KEM: UInt16, Sendable, CaseIterable {
    /// DHKEM(P-256, HKDF-SHA256).
    case p256 = 0x0010
    /// DHKEM(P-384, HKDF-SHA384).
    case p384 = 0x0011
    /// DHKEM(P-521, HKDF-SHA512).
    case p521 = 0x0012

    /// The mechanism for keys of this type; nil for RSA.
    package init?(_ type: KeyType) {
        guard let found = Self.allCases.first(where: { $0.keyType == type }) else { return nil }
        self = found
    }

    /// The type of both key pairs.
    package var keyType: KeyType {
        switch self {
        case .p256: .p256
        case .p384: .p384
        case .p521: .p521
        }
    }

    /// Nenc: the length of an encapsulated key, which is an uncompressed point, in bytes.
    package var encapsulatedKeySize: Int {
        switch self {
        case .p256: 65
        case .p384: 97
        case .p521: 133
        }
    }

    /// The hash of HKDF, both in the mechanism and in the key schedule here.
    package var hash: HashAlgorithm { keyType.matchingHash }

    /// The identifier of HKDF with that hash (RFC 9180, 7.2).
    package var kdfID: UInt16 {
        switch self {
        case .p256: 0x0001
        case .p384: 0x0002
        case .p521: 0x0003
        }
    }
}
