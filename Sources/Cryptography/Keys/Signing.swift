extension PublicKey {
    /// Whether `signature` is one of `message`: ECDSA with a strict DER signature, or RSA-PSS with a salt of the hash's
    /// length. Without `hash`, the hash that matches the key.
    /// - Throws: `opensslFailure` if the check cannot begin.
    package func verify(
        _ signature: [UInt8], of message: [UInt8], hash: HashAlgorithm? = nil
    ) throws(CryptographyError) -> Bool {
        try verify(signature, of: message, SignatureAlgorithm(signingWith: type, hash: hash))
    }

    /// Whether `signature` is one of `message` by this very algorithm; "no" if the key is not one for it.
    /// - Throws: `opensslFailure` if the check cannot begin.
    func verify(
        _ signature: [UInt8], of message: [UInt8], _ algorithm: SignatureAlgorithm
    ) throws(CryptographyError) -> Bool {
        guard algorithm.fits(type) else { return false }
        return try withKey { (key) throws(CryptographyError) in
            try SignatureContext().isValid(signature, of: message, algorithm, key: key)
        }
    }
}

extension PrivateKey {
    /// The signature of `message`: ECDSA as DER (RFC 3279, 2.2.3), or RSA-PSS with a salt of the hash's length.
    /// Without `hash`, the hash that matches the key.
    /// - Throws: `notListed` for an RSA key below 3072 bits, `opensslFailure`.
    package borrowing func sign(_ message: [UInt8], hash: HashAlgorithm? = nil) throws(CryptographyError) -> [UInt8] {
        guard type.isUsable else {
            throw CryptographyError(
                .notListed, operation: "signing", reason: "\(type.name) is too short for new signatures")
        }
        return try SignatureContext().sign(message, SignatureAlgorithm(signingWith: type, hash: hash), key: key)
    }
}
