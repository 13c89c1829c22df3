internal import COpenSSL

/// A public key that was checked when it was read: usable as it stands, and equal to another if the encodings are.
package struct PublicKey: Sendable {
    /// The DER of the SubjectPublicKeyInfo (RFC 5280, 4.1.2.7).
    package let spki: [UInt8]
    /// What it is.
    package let type: KeyType
    /// SHA-256 of `spki`, 32 bytes.
    package let keyID: [UInt8]

    private let handle: Handle

    /// Shares one EVP_PKEY among the copies of a public key.
    private final class Handle: Sendable {
        let key: EVPKey
        init(_ key: consuming EVPKey) { self.key = key }
    }

    /// Reads a SubjectPublicKeyInfo, strictly: see `SubjectPublicKeyInfo` for the rules.
    /// - Throws: `malformed` for anything but the one DER, `unsupportedAlgorithm` for other kinds of keys,
    ///   `invalidKey` for a point that is not on its curve or a size out of range.
    package init(spki: [UInt8]) throws(CryptographyError) {
        try self.init(spki: spki) { () throws(CryptographyError) in EVPKey(takingOwnershipOf: try Self.decode(spki)) }
    }

    /// As ``init(spki:)``, with the key that OpenSSL has read already where it has; `decode` is called once the kind of key
    /// is known to be one that is supported.
    init(spki: [UInt8], decode: () throws(CryptographyError) -> EVPKey) throws(CryptographyError) {
        type = try SubjectPublicKeyInfo.type(of: spki)
        let key = try decode()
        guard try key.subjectPublicKeyInfo() == spki else {
            throw .malformed("reading a public key", "not the canonical encoding")
        }
        keyID = try Cryptography.hash(.sha256, spki)
        self.spki = spki
        handle = Handle(key)
    }

    /// A point on a curve as `04 ‖ x ‖ y` (SEC 1, 2.3.3).
    /// - Throws: `invalidKey` if it is not such a point on the curve, `unsupportedAlgorithm` for RSA.
    package init(type: KeyType, uncompressedPoint: [UInt8]) throws(CryptographyError) {
        guard let spki = SubjectPublicKeyInfo.encode(type, uncompressedPoint: uncompressedPoint) else {
            throw CryptographyError(
                .unsupportedAlgorithm, operation: "reading a point", reason: "\(type.name) has no points")
        }
        try self.init(spki: spki)
    }

    /// The point as `04 ‖ x ‖ y` (SEC 1, 2.3.3); nil for RSA.
    package var uncompressedPoint: [UInt8]? {
        type.coordinateSize.map { spki.suffix(1 + 2 * $0) }
    }

    /// The bytes of an RSA modulus, which are those of a signature or ciphertext; nil for curves.
    var modulusSize: Int? {
        guard case .rsa(let bits) = type else { return nil }
        return (bits + 7) / 8
    }

    /// Lends the key to OpenSSL.
    func withKey<Value>(_ body: (borrowing EVPKey) throws(CryptographyError) -> Value) throws(CryptographyError)
        -> Value
    {
        try body(handle.key)
    }

    /// The C function is d2i_PUBKEY, which checks that a point is on its curve.
    private static func decode(_ spki: [UInt8]) throws(CryptographyError) -> OpaquePointer {
        try OpenSSL.pointer("d2i_PUBKEY", .invalidKey) {
            spki.withUnsafeBufferPointer { buffer in
                var position = buffer.baseAddress
                return d2i_PUBKEY(nil, &position, buffer.count)
            }
        }
    }
}

extension PublicKey: Hashable {
    /// Equal if the encodings are.
    package static func == (left: PublicKey, right: PublicKey) -> Bool { left.spki == right.spki }

    /// By the encoding.
    package func hash(into hasher: inout Swift.Hasher) { hasher.combine(spki) }
}
