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
