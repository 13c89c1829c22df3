/// Key and nonce of the first message of an HPKE context (RFC 9180, 5.1), whose sequence number is 0.
struct HPKEKeySchedule: ~Copyable {
    let key: Secret
    let baseNonce: Secret

    /// KeySchedule without a pre-shared key.
    init(
        _ kem: KEM, _ aead: AEAD, mode: UInt8, sharedSecret: borrowing Secret, info: [UInt8]
    ) throws(CryptographyError) {
        let derivation = LabeledHKDF.schedule(kem, aead)
        let none = Secret(copying: [])
        let pskHash = try derivation.extract(salt: none, label: "psk_id_hash", none)
        let infoHash = try derivation.extract(salt: none, label: "info_hash", Secret(copying: info))
        let context = [mode] + pskHash.withUnsafeBytes { Array($0) } + infoHash.withUnsafeBytes { Array($0) }
        let secret = try derivation.extract(salt: sharedSecret, label: "secret", none)
        let key = try derivation.expand(secret, label: "key", context, count: AEAD.keySize)
        let baseNonce = try derivation.expand(secret, label: "base_nonce", context, count: AEAD.nonceSize)
        self.key = key
        self.baseNonce = baseNonce
    }

    /// The ciphertext of the first message, with its tag.
    func seal(_ aead: AEAD, aad: [UInt8], _ plaintext: borrowing Secret) throws(CryptographyError) -> [UInt8] {
        var cipher = try AEADCipher(aead, key: key)
        var ciphertext = [UInt8](repeating: 0, count: plaintext.count + AEAD.tagSize)
        try plaintext.withUnsafeBytes { (input) throws(CryptographyError) in
            try ciphertext.withMutableRawBytes { (output) throws(CryptographyError) in
                try Self.run(baseNonce, aad) { (nonce, aad) throws(CryptographyError) in
                    try cipher.seal(nonce: nonce, aad: aad, input, into: output)
                }
            }
        }
        return ciphertext
    }

    /// The plaintext of the first message.
    func open(_ aead: AEAD, aad: [UInt8], _ ciphertext: [UInt8]) throws(CryptographyError) -> Secret {
        guard ciphertext.count >= AEAD.tagSize else { throw .malformed("HPKE open", "a ciphertext without a tag") }
        var cipher = try AEADCipher(aead, key: key)
        return try Secret(count: ciphertext.count - AEAD.tagSize) { (output) throws(CryptographyError) in
            try ciphertext.withRawBytes { (input) throws(CryptographyError) in
                try Self.run(baseNonce, aad) { (nonce, aad) throws(CryptographyError) in
                    try cipher.open(nonce: nonce, aad: aad, input, into: output)
                }
            }
        }
    }

    private static func run(
        _ nonce: borrowing Secret, _ aad: [UInt8],
        _ body: (UnsafeRawBufferPointer, UnsafeRawBufferPointer) throws(CryptographyError) -> Void
    ) throws(CryptographyError) {
        try nonce.withUnsafeBytes { (nonce) throws(CryptographyError) in
            try aad.withRawBytes { (aad) throws(CryptographyError) in try body(nonce, aad) }
        }
    }
}
