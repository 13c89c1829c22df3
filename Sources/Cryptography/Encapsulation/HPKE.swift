/// What `HPKE.seal` gives.
package struct HPKESealed: ~Copyable {
    /// enc: the ephemeral public key as an uncompressed point.
    package let encapsulatedKey: [UInt8]
    /// The ciphertext and its tag of 16 bytes.
    package let ciphertext: [UInt8]
    /// The ephemeral private key, for a signature that binds the stanza. Whoever holds it can open the ciphertext.
    package let ephemeral: PrivateKey
}

/// Hybrid public key encryption (RFC 9180), base mode, one message for each encapsulation (6.1).
///
/// Suites: DHKEM over P-256, P-384 or P-521, HKDF with the hash of the curve's strength, and either AEAD.
package enum HPKE {
    private static let modeBase: UInt8 = 0x00

    /// Encrypts `plaintext` to a recipient, under a new ephemeral key.
    /// - Throws: `unsupportedAlgorithm` for a key that is not on a curve, `opensslFailure`.
    package static func seal(
        to recipient: PublicKey, aead: AEAD, info: [UInt8], aad: [UInt8], _ plaintext: borrowing Secret
    ) throws(CryptographyError) -> HPKESealed {
        _ = try mechanism(recipient.type)
        return try seal(
            to: recipient, aead: aead, info: info, aad: aad, plaintext, ephemeral: PrivateKey.generate(recipient.type))
    }

    /// Encrypts under a given ephemeral key, which must be fresh.
    static func seal(
        to recipient: PublicKey, aead: AEAD, info: [UInt8], aad: [UInt8], _ plaintext: borrowing Secret,
        ephemeral: consuming PrivateKey
    ) throws(CryptographyError) -> HPKESealed {
        let kem = try mechanism(recipient.type)
        let encapsulatedKey = ephemeral.publicKey.uncompressedPoint ?? []
        let shared = try sharedSecret(
            kem, ephemeral.sharedSecret(with: recipient), encapsulatedKey: encapsulatedKey, recipient: recipient)
        let schedule = try HPKEKeySchedule(kem, aead, mode: modeBase, sharedSecret: shared, info: info)
        let ciphertext = try schedule.seal(aead, aad: aad, plaintext)
        return HPKESealed(encapsulatedKey: encapsulatedKey, ciphertext: ciphertext, ephemeral: ephemeral)
    }

    /// Decrypts what `seal` made with the same `aead`, `info` and `aad`.
    /// - Throws: `authenticationFailed` if it was not made for this key or anything was altered,
    ///   `invalidKey` if `encapsulatedKey` is not a point on the curve,
    ///   `malformed` for a ciphertext shorter than its tag, `unsupportedAlgorithm` for a key that is not on a curve.
    package static func open(
        with recipient: borrowing PrivateKey, encapsulatedKey: [UInt8], aead: AEAD, info: [UInt8], aad: [UInt8],
        _ ciphertext: [UInt8]
    ) throws(CryptographyError) -> Secret {
        let kem = try mechanism(recipient.type)
        let ephemeral = try PublicKey(type: kem.keyType, uncompressedPoint: encapsulatedKey)
        let shared = try sharedSecret(
            kem, recipient.sharedSecret(with: ephemeral), encapsulatedKey: encapsulatedKey,
            recipient: recipient.publicKey)
        let schedule = try HPKEKeySchedule(kem, aead, mode: modeBase, sharedSecret: shared, info: info)
        return try schedule.open(aead, aad: aad, ciphertext)
    }

    /// ExtractAndExpand (RFC 9180, 4.1) of the Diffie-Hellman value.
    static func sharedSecret(
        _ kem: KEM, _ value: borrowing Secret, encapsulatedKey: [UInt8], recipient: PublicKey
    ) throws(CryptographyError) -> Secret {
        let derivation = LabeledHKDF.encapsulation(kem)
        let context = encapsulatedKey + (recipient.uncompressedPoint ?? [])
        let extracted = try derivation.extract(salt: Secret(copying: []), label: "eae_prk", value)
        return try derivation.expand(extracted, label: "shared_secret", context, count: kem.hash.digestSize)
    }

    private static func mechanism(_ type: KeyType) throws(CryptographyError) -> KEM {
        guard let kem = KEM(type) else {
            throw CryptographyError(
                .unsupportedAlgorithm, operation: "HPKE", reason: "no mechanism for keys of type \(type.name)")
        }
        return kem
    }
}
