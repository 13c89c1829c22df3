import DER

/// The strict reading of a SubjectPublicKeyInfo (RFC 5480 for curves, RFC 3279 for RSA).
///
/// 1. Curves are named, never spelled out, and one of P-256, P-384 and P-521.
/// 2. Points are uncompressed. That they lie on the curve is checked by OpenSSL when it takes the key.
/// 3. RSA is rsaEncryption with NULL, an odd modulus of 2048 to 16384 bits, and an odd exponent of 65537 up to 64 bits
///    (SP 800-56B wants at least 65537; a longer one only serves to make verification expensive).
enum SubjectPublicKeyInfo {
    static let ecPublicKey = ObjectIdentifier(1, 2, 840, 10_045, 2, 1)
    static let rsaEncryption = ObjectIdentifier(1, 2, 840, 113_549, 1, 1, 1)

    private static let operation = "reading a public key"

    /// The type of the key in `der`.
    /// - Throws: `malformed`, `unsupportedAlgorithm`, `invalidKey`.
    static func type(of der: [UInt8]) throws(CryptographyError) -> KeyType {
        var algorithm = AlgorithmIdentifier(ecPublicKey)
        let key = try parseDER(operation, der) { (reader) throws(DERError) in
            try reader.sequence { (inner) throws(DERError) in
                algorithm = try AlgorithmIdentifier(&inner)
                return try inner.octetAlignedBitString()
            }
        }
        switch algorithm.algorithm {
        case ecPublicKey: return try curve(algorithm, point: key)
        case rsaEncryption: return try rsa(algorithm, key)
        default:
            throw CryptographyError(
                .unsupportedAlgorithm, operation: operation, reason: "key type \(algorithm.algorithm)")
        }
    }

    /// The DER for a point on a curve; nil for RSA.
    static func encode(_ type: KeyType, uncompressedPoint point: [UInt8]) -> [UInt8]? {
        guard let curve = type.curve else { return nil }
        let algorithm = AlgorithmIdentifier(ecPublicKey, parameters: DERWriter.encode { $0.objectIdentifier(curve) })
        return DERWriter.encode { writer in
            writer.sequence { inner in
                inner.encoded(algorithm.der)
                inner.octetAlignedBitString(point)
            }
        }
    }

    private static func curve(_ algorithm: AlgorithmIdentifier, point: [UInt8]) throws(CryptographyError) -> KeyType {
        let found = KeyType.curves.first { type in
            guard let curve = type.curve else { return false }
            return DERWriter.encode { $0.objectIdentifier(curve) } == algorithm.parameters
        }
        guard let found, let size = found.coordinateSize else {
            throw CryptographyError(
                .unsupportedAlgorithm, operation: operation, reason: "not one of the named curves P-256, P-384, P-521")
        }
        guard point.count == 1 + 2 * size, point.first == 0x04 else {
            throw CryptographyError(.invalidKey, operation: operation, reason: "not an uncompressed point")
        }
        return found
    }

    private static func rsa(_ algorithm: AlgorithmIdentifier, _ key: [UInt8]) throws(CryptographyError) -> KeyType {
        guard algorithm.parameters == AlgorithmIdentifier.null else {
            throw .malformed(operation, "rsaEncryption without NULL")
        }
        var exponent: [UInt8] = []
        let modulus = try parseDER(operation, key) { (reader) throws(DERError) in
            try reader.sequence { (inner) throws(DERError) in
                let modulus = try inner.positiveInteger()
                exponent = try inner.positiveInteger()
                return modulus
            }
        }
        let bits = modulus.count * 8 - (modulus.first?.leadingZeroBitCount ?? 8)
        guard KeyType.readableRSABits.contains(bits), let last = modulus.last, last & 1 == 1 else {
            throw CryptographyError(.invalidKey, operation: operation, reason: "an RSA modulus of \(bits) bits")
        }
        let number = exponent.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard exponent.count <= 8, number >= 65_537, number & 1 == 1 else {
            throw CryptographyError(.invalidKey, operation: operation, reason: "a refused RSA public exponent")
        }
        return .rsa(bits: bits)
    }
}
