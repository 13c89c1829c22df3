internal import COpenSSL
import DER

/// A private key. Its numbers live in OpenSSL's own memory, which wipes them when the key is freed.
///
/// Sendable because the key is never changed after it was made.
package struct PrivateKey: ~Copyable, @unchecked Sendable {
    let key: EVPKey
    /// The public half.
    package let publicKey: PublicKey

    /// What it is.
    package var type: KeyType { publicKey.type }

    /// - Throws: what `PublicKey.init(spki:)` throws for the public half.
    private init(takingOwnershipOf key: consuming EVPKey) throws(CryptographyError) {
        publicKey = try PublicKey(spki: key.subjectPublicKeyInfo())
        self.key = key
    }

    /// A new key pair; the C function is EVP_PKEY_generate.
    /// - Throws: `outOfRange` for RSA outside 3072 to 16384 bits or not in whole octets, `opensslFailure`.
    package static func generate(_ type: KeyType) throws(CryptographyError) -> PrivateKey {
        let context = try EVPKeyContext(generating: type.opensslGroup == nil ? "RSA" : "EC")
        let pointer = context.pointer
        try OpenSSL.check("EVP_PKEY_keygen_init") { EVP_PKEY_keygen_init(pointer) }
        if let group = type.opensslGroup {
            try OpenSSL.check("curve") { EVP_PKEY_CTX_set_group_name(pointer, group) }
        } else if case .rsa(let bits) = type {
            guard type.isUsable, bits % 8 == 0, let length = Int32(exactly: bits) else {
                throw CryptographyError(.outOfRange, operation: "generating a key", reason: "RSA of \(bits) bits")
            }
            try OpenSSL.check("modulus") { EVP_PKEY_CTX_set_rsa_keygen_bits(pointer, length) }
        }
        var made: OpaquePointer?
        try OpenSSL.check("EVP_PKEY_generate") { EVP_PKEY_generate(pointer, &made) }
        let key = try OpenSSL.pointer("EVP_PKEY_generate") { made }
        return try PrivateKey(takingOwnershipOf: EVPKey(takingOwnershipOf: key))
    }

    /// A PrivateKeyInfo in the clear (RFC 5208, 5), checked to be one whole key pair.
    /// - Throws: `malformed`, `unsupportedAlgorithm` for other kinds of keys,
    ///   `invalidKey` if the halves do not belong together or a number is out of range.
    package init(unencryptedPKCS8 der: borrowing Secret) throws(CryptographyError) {
        let info = try der.withUnsafeBytes { (bytes) throws(CryptographyError) in
            try PrivateKeyInfo(bytes.bindMemory(to: UInt8.self))
        }
        self = try PrivateKey(info)
    }

    /// A private scalar on a curve, big endian, as long as a coordinate (SEC 1, C.4).
    /// - Throws: `unsupportedAlgorithm` for RSA, `invalidKey` for a scalar of another length, zero, or beyond the order.
    package init(type: KeyType, scalar: borrowing Secret) throws(CryptographyError) {
        guard let curve = type.curve, let size = type.coordinateSize else {
            throw CryptographyError(
                .unsupportedAlgorithm, operation: "reading a scalar", reason: "\(type.name) has no scalars")
        }
        guard scalar.count == size else {
            throw CryptographyError(
                .invalidKey, operation: "reading a scalar", reason: "\(scalar.count) bytes for \(type.name)")
        }
        let prefix = Secret(copying: Self.pkcs8Prefix(curve, scalarSize: size))
        try self.init(unencryptedPKCS8: prefix.concatenated(with: scalar))
    }

    /// From a decrypted PrivateKeyInfo; the C function is EVP_PKCS82PKEY.
    init(_ info: borrowing PrivateKeyInfo) throws(CryptographyError) {
        let pointer = info.pointer
        let key = EVPKey(
            takingOwnershipOf: try OpenSSL.pointer("EVP_PKCS82PKEY", .invalidKey) { EVP_PKCS82PKEY(pointer) })
        let publicKey = try PublicKey(spki: key.subjectPublicKeyInfo())
        guard try Self.isWhole(key, publicKey) else {
            throw CryptographyError(
                .invalidKey, operation: "reading a private key",
                reason: "private and public half do not belong together")
        }
        self.publicKey = publicKey
        self.key = key
    }

    /// Whether the halves belong together, which they do not in a damaged file.
    ///
    /// For RSA the check is one signature, because OpenSSL's own check proves the primes anew and takes a second.
    private static func isWhole(
        _ key: borrowing EVPKey, _ publicKey: PublicKey
    ) throws(CryptographyError) -> Bool {
        guard publicKey.type.coordinateSize == nil else {
            let context = try EVPKeyContext(key)
            let pointer = context.pointer
            return try OpenSSL.verdict("EVP_PKEY_check") { EVP_PKEY_check(pointer) == 1 ? 1 : 0 }
        }
        let message: [UInt8] = Array("pairwise consistency".utf8)
        let signature: [UInt8]
        do throws(CryptographyError) {
            signature = try SignatureContext().sign(message, .rsaPSS(.sha256), key: key)
        } catch {
            return false
        }
        return try publicKey.verify(signature, of: message, .rsaPSS(.sha256))
    }

    /// The DER of a PrivateKeyInfo with an ECPrivateKey (RFC 5915), up to the scalar, which comes last.
    private static func pkcs8Prefix(_ curve: ObjectIdentifier, scalarSize: Int) -> [UInt8] {
        let zeros = [UInt8](repeating: 0, count: scalarSize)
        let ecPrivateKey = DERWriter.encode { writer in
            writer.sequence { inner in
                inner.integer(Int64(1))
                inner.octetString(zeros)
            }
        }
        let parameters = DERWriter.encode { $0.objectIdentifier(curve) }
        let whole = DERWriter.encode { writer in
            writer.sequence { inner in
                inner.integer(Int64(0))
                inner.encoded(AlgorithmIdentifier(SubjectPublicKeyInfo.ecPublicKey, parameters: parameters).der)
                inner.octetString(ecPrivateKey)
            }
        }
        return whole.dropLast(scalarSize)
    }
}

extension PrivateKey {
    /// The x coordinate of the shared point: ECDH (SP 800-56A, 5.7.1.2), as long as a coordinate. The C function is
    /// EVP_PKEY_derive.
    /// - Throws: `invalidKey` if the keys are not on one curve, `opensslFailure`.
    package borrowing func sharedSecret(with peer: PublicKey) throws(CryptographyError) -> Secret {
        guard let size = type.coordinateSize, peer.type == type else {
            throw CryptographyError(
                .invalidKey, operation: "ECDH", reason: "\(type.name) and \(peer.type.name) share no curve")
        }
        let context = try EVPKeyContext(key)
        let pointer = context.pointer
        try OpenSSL.check("EVP_PKEY_derive_init") { EVP_PKEY_derive_init(pointer) }
        try peer.withKey { (peerKey) throws(CryptographyError) in
            let peerPointer = peerKey.pointer
            try OpenSSL.check("EVP_PKEY_derive_set_peer") { EVP_PKEY_derive_set_peer(pointer, peerPointer) }
        }
        return try Secret(count: size) { (output) throws(CryptographyError) in
            var count = size
            let start = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
            try OpenSSL.check("EVP_PKEY_derive") { EVP_PKEY_derive(pointer, start, &count) }
            guard count == size else {
                throw CryptographyError(.opensslFailure, operation: "ECDH", reason: "\(count) bytes instead of \(size)")
            }
        }
    }
}
