extension HashAlgorithm {
    /// Its place on the recommended list, with its strength against collisions.
    /// - Throws: `notListed` if the list has dropped it.
    package func listing() throws(CryptographyError) -> RecommendedList.Entry {
        try RecommendedList.entry(.hash, name, name)
    }

    /// The place of HMAC over it.
    /// - Throws: `notListed` if the list has no HMAC over it.
    package func hmacListing() throws(CryptographyError) -> RecommendedList.Entry {
        try RecommendedList.entry(.messageAuthentication, "HMAC", "HMAC-" + name)
    }
}

extension AEAD {
    /// Its place on the recommended list.
    /// - Throws: `notListed` if the list has dropped it.
    package func listing() throws(CryptographyError) -> RecommendedList.Entry {
        switch self {
        case .aes256GCM: try RecommendedList.entry(.authenticatedMode, "GCM", name)
        case .chacha20Poly1305: try RecommendedList.entry(.authenticatedEncryption, name, name)
        }
    }
}

extension KeyType {
    /// Its place on the recommended list for signatures: ECDSA or RSA-PSS.
    /// - Throws: `notListed` for an RSA key below 2048 bits.
    package func signatureListing() throws(CryptographyError) -> RecommendedList.Entry {
        if case .rsa(let bits) = self { return try RecommendedList.entry(.signature, "RSA-PSS", rsaBits: bits) }
        return try RecommendedList.entry(.signature, "ECDSA", standardName)
    }

    /// Its place on the recommended list for protecting keys: ECDH or RSA-OAEP.
    /// - Throws: `notListed` for an RSA key below 2048 bits.
    package func encryptionListing() throws(CryptographyError) -> RecommendedList.Entry {
        if case .rsa(let bits) = self { return try RecommendedList.entry(.confidentiality, "RSA-OAEP", rsaBits: bits) }
        return try RecommendedList.entry(.keyAgreement, "ECDH", standardName)
    }

    /// The name in NIST SP 800-186, or the length of the modulus.
    private var standardName: String {
        switch self {
        case .p256: "P-256"
        case .p384: "P-384"
        case .p521: "P-521"
        case .rsa(let bits): "\(bits) bits"
        }
    }
}
