import DER

/// What a key pair is: a NIST curve (FIPS 186-5, SP 800-186) or RSA (RFC 8017) with the length of its modulus.
package enum KeyType: Hashable, Sendable {
    case p256, p384, p521
    case rsa(bits: Int)

    /// Lengths of RSA moduli in bits that are read at all: what exists already, up to OpenSSL's own limit.
    static let readableRSABits = 2048...16_384
    /// Lengths of RSA moduli in bits for new keys, signatures and encryption: 128 bits of strength and up.
    static let usableRSABits = 3072...16_384

    /// The curves, smallest first.
    static let curves: [KeyType] = [.p256, .p384, .p521]

    /// A short name: "p384", "rsa3072".
    package var name: String {
        switch self {
        case .p256: "p256"
        case .p384: "p384"
        case .p521: "p521"
        case .rsa(let bits): "rsa\(bits)"
        }
    }

    /// The type with this short name; RSA from 3072 to 16384 bits in steps of 8.
    package init?(name: String) {
        if let curve = Self.curves.first(where: { $0.name == name }) {
            self = curve
            return
        }
        guard name.hasPrefix("rsa"), let bits = Int(name.dropFirst(3)), Self.usableRSABits.contains(bits),
            bits % 8 == 0, name == "rsa\(bits)"
        else { return nil }
        self = .rsa(bits: bits)
    }

    /// The hash that signatures and key derivation with such a key use, of at least the key's strength where one is.
    package var matchingHash: HashAlgorithm {
        switch self {
        case .p256: .sha256
        case .p384: .sha384
        case .p521: .sha512
        case .rsa(let bits): bits >= 15_360 ? .sha512 : bits >= 7680 ? .sha384 : .sha256
        }
    }

    /// Length of a field element, and of a private scalar, in bytes; nil for RSA.
    package var coordinateSize: Int? {
        switch self {
        case .p256: 32
        case .p384: 48
        case .p521: 66
        case .rsa: nil
        }
    }

    /// The named curve (RFC 5480, 2.1.1.1); nil for RSA.
    var curve: ObjectIdentifier? {
        switch self {
        case .p256: ObjectIdentifier(1, 2, 840, 10_045, 3, 1, 7)
        case .p384: ObjectIdentifier(1, 3, 132, 0, 34)
        case .p521: ObjectIdentifier(1, 3, 132, 0, 35)
        case .rsa: nil
        }
    }

    /// OpenSSL's name of the curve; nil for RSA.
    var opensslGroup: String? {
        switch self {
        case .p256: "prime256v1"
        case .p384: "secp384r1"
        case .p521: "secp521r1"
        case .rsa: nil
        }
    }

    /// Whether new signatures and ciphertexts may be made with it.
    var isUsable: Bool {
        guard case .rsa(let bits) = self else { return true }
        return Self.usableRSABits.contains(bits)
    }
}
