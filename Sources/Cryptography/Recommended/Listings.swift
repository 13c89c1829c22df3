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

extension AEAD {
    /// What it rests on, itself first, by names on the recommended list: whoever gives up one of them gives up all.
    /// - Throws: `notListed`.
    package func listedNames() throws(CryptographyError) -> [String] {
        guard self == .aes256GCM else { return [try listing().name] }
        return [try listing().name, try RecommendedList.entry(.blockCipher128, "AES", "AES-256").name]
    }
}

extension KeyType {
    /// What its signatures rest on, by names on the recommended list.
    /// - Throws: `notListed`.
    package func signatureNames() throws(CryptographyError) -> [String] {
        [try signatureListing().name, try matchingHash.listing().name]
    }

    /// What it protects keys by, by names on the recommended list.
    /// - Throws: `notListed`.
    package func encryptionNames() throws(CryptographyError) -> [String] {
        if case .rsa = self { return [try encryptionListing().name, try HashAlgorithm.sha256.listing().name] }
        return [try encryptionListing().name, try matchingHash.listing().name]
    }
}

extension PrivateKey {
    /// What its file is protected by, by names on the recommended list.
    /// - Throws: `notListed`.
    package static func fileNames() throws(CryptographyError) -> [String] {
        [
            try RecommendedList.entry(.confidentialityMode, "CBC", "AES-256-CBC").name,
            try RecommendedList.entry(.blockCipher128, "AES", "AES-256").name,
            try HashAlgorithm.sha512.listing().name, try HashAlgorithm.sha512.hmacListing().name,
        ]
    }
}
