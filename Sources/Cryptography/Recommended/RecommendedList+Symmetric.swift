import DER

private typealias Parameters = RecommendedAlgorithm.Parameters

extension RecommendedList {
    /// Ciphers, modes of operation, authenticated encryption and authentication codes of the list.
    static let symmetricAlgorithms: [RecommendedAlgorithm] = [
        RecommendedAlgorithm(
            name: "AES", category: .blockCipher128, status: .recommended, specification: "FIPS 197",
            parameters: [
                Parameters(
                    name: "AES-128", strength: 128, opensslName: "AES-128-ECB", objectIdentifier: nil, isOffered: false),
                Parameters(
                    name: "AES-192", strength: 192, opensslName: "AES-192-ECB", objectIdentifier: nil, isOffered: false),
                Parameters(
                    name: "AES-256", strength: 256, opensslName: "AES-256-ECB", objectIdentifier: nil, isOffered: true),
            ]),
        RecommendedAlgorithm(
            name: "Camellia", category: .blockCipher128, status: .recommended,
            specification: "Camellia specification 2.0",
            parameters: [
                Parameters(
                    name: "Camellia-128", strength: 128, opensslName: "CAMELLIA-128-ECB", objectIdentifier: nil,
                    isOffered: false),
                Parameters(
                    name: "Camellia-192", strength: 192, opensslName: "CAMELLIA-192-ECB", objectIdentifier: nil,
                    isOffered: false),
                Parameters(
                    name: "Camellia-256", strength: 256, opensslName: "CAMELLIA-256-ECB", objectIdentifier: nil,
                    isOffered: false),
            ]),
        RecommendedAlgorithm(
            name: "3-key Triple DES", category: .blockCipher64, status: .monitored,
            specification: "NIST SP 800-67 revision 2",
            parameters: [
                Parameters(
                    name: "3-key Triple DES", strength: 112, opensslName: "DES-EDE3-ECB", objectIdentifier: nil,
                    isOffered: false)
            ]),
        RecommendedAlgorithm(
            name: "KCipher-2", category: .streamCipher, status: .recommended,
            specification: "KCipher-2 specification 1.2",
            parameters: [
                Parameters(name: "KCipher-2", strength: 128, opensslName: nil, objectIdentifier: nil, isOffered: false)
            ]),
        RecommendedAlgorithm(
            name: "CBC", category: .confidentialityMode, status: .recommended, specification: "NIST SP 800-38A",
            parameters: [
                Parameters(
                    name: "AES-128-CBC", strength: 128, opensslName: "AES-128-CBC",
                    objectIdentifier: ObjectIdentifier(2, 16, 840, 1, 101, 3, 4, 1, 2), isOffered: false),
                Parameters(
                    name: "AES-192-CBC", strength: 192, opensslName: "AES-192-CBC",
                    objectIdentifier: ObjectIdentifier(2, 16, 840, 1, 101, 3, 4, 1, 22), isOffered: false),
                Parameters(
                    name: "AES-256-CBC", strength: 256, opensslName: "AES-256-CBC",
                    objectIdentifier: ObjectIdentifier(2, 16, 840, 1, 101, 3, 4, 1, 42), isOffered: true),
            ]),
        RecommendedAlgorithm(
            name: "CFB", category: .confidentialityMode, status: .recommended, specification: "NIST SP 800-38A",
            parameters: [
                Parameters(
                    name: "AES-128-CFB", strength: 128, opensslName: "AES-128-CFB",
                    objectIdentifier: ObjectIdentifier(2, 16, 840, 1, 101, 3, 4, 1, 4), isOffered: false),
                Parameters(
                    name: "AES-192-CFB", strength: 192, opensslName: "AES-192-CFB",
                    objectIdentifier: ObjectIdentifier(2, 16, 840, 1, 101, 3, 4, 1, 24), isOffered: false),
                Parameters(
                    name: "AES-256-CFB", strength: 256, opensslName: "AES-256-CFB",
                    objectIdentifier: ObjectIdentifier(2, 16, 840, 1, 101, 3, 4, 1, 44), isOffered: false),
            ]),
        RecommendedAlgorithm(
            name: "CTR", category: .confidentialityMode, status: .recommended, specification: "NIST SP 800-38A",
            parameters: [
                Parameters(
                    name: "AES-128-CTR", strength: 128, opensslName: "AES-128-CTR", objectIdentifier: nil,
                    isOffered: false),
                Parameters(
                    name: "AES-192-CTR", strength: 192, opensslName: "AES-192-CTR", objectIdentifier: nil,
                    isOffered: false),
                Parameters(
                    name: "AES-256-CTR", strength: 256, opensslName: "AES-256-CTR", objectIdentifier: nil,
                    isOffered: false),
            ]),
        RecommendedAlgorithm(
            name: "OFB", category: .confidentialityMode, status: .recommended, specification: "NIST SP 800-38A",
            parameters: [
                Parameters(
                    name: "AES-128-OFB", strength: 128, opensslName: "AES-128-OFB",
                    objectIdentifier: ObjectIdentifier(2, 16, 840, 1, 101, 3, 4, 1, 3), isOffered: false),
                Parameters(
                    name: "AES-192-OFB", strength: 192, opensslName: "AES-192-OFB",
                    objectIdentifier: ObjectIdentifier(2, 16, 840, 1, 101, 3, 4, 1, 23), isOffered: false),
                Parameters(
                    name: "AES-256-OFB", strength: 256, opensslName: "AES-256-OFB",
                    objectIdentifier: ObjectIdentifier(2, 16, 840, 1, 101, 3, 4, 1, 43), isOffered: false),
            ]),
        RecommendedAlgorithm(
            name: "XTS", category: .confidentialityMode, status: .recommended, specification: "NIST SP 800-38E",
            parameters: [
                Parameters(
                    name: "AES-128-XTS", strength: 128, opensslName: "AES-128-XTS", objectIdentifier: nil,
                    isOffered: false),
                Parameters(
                    name: "AES-256-XTS", strength: 256, opensslName: "AES-256-XTS", objectIdentifier: nil,
                    isOffered: false),
            ]),
        RecommendedAlgorithm(
            name: "CCM", category: .authenticatedMode, status: .recommended, specification: "NIST SP 800-38C",
            parameters: [
                Parameters(
                    name: "AES-128-CCM", strength: 128, opensslName: "AES-128-CCM",
                    objectIdentifier: ObjectIdentifier(2, 16, 840, 1, 101, 3, 4, 1, 7), isOffered: false),
                Parameters(
                    name: "AES-192-CCM", strength: 192, opensslName: "AES-192-CCM",
                    objectIdentifier: ObjectIdentifier(2, 16, 840, 1, 101, 3, 4, 1, 27), isOffered: false),
                Parameters(
                    name: "AES-256-CCM", strength: 256, opensslName: "AES-256-CCM",
                    objectIdentifier: ObjectIdentifier(2, 16, 840, 1, 101, 3, 4, 1, 47), isOffered: false),
            ]),
        RecommendedAlgorithm(
            name: "GCM", category: .authenticatedMode, status: .recommended, specification: "NIST SP 800-38D",
            parameters: [
                Parameters(
                    name: "AES-128-GCM", strength: 128, opensslName: "AES-128-GCM",
                    objectIdentifier: ObjectIdentifier(2, 16, 840, 1, 101, 3, 4, 1, 6), isOffered: false),
                Parameters(
                    name: "AES-192-GCM", strength: 192, opensslName: "AES-192-GCM",
                    objectIdentifier: ObjectIdentifier(2, 16, 840, 1, 101, 3, 4, 1, 26), isOffered: false),
                Parameters(
                    name: "AES-256-GCM", strength: 256, opensslName: "AES-256-GCM",
                    objectIdentifier: ObjectIdentifier(2, 16, 840, 1, 101, 3, 4, 1, 46), isOffered: true),
            ]),
        RecommendedAlgorithm(
            name: "ChaCha20-Poly1305", category: .authenticatedEncryption, status: .recommended,
            specification: "RFC 8439",
            parameters: [
                Parameters(
                    name: "ChaCha20-Poly1305", strength: 256, opensslName: "ChaCha20-Poly1305",
                    objectIdentifier: ObjectIdentifier(1, 2, 840, 113549, 1, 9, 16, 3, 18), isOffered: true)
            ]),
        RecommendedAlgorithm(
            name: "CMAC", category: .messageAuthentication, status: .recommended, specification: "NIST SP 800-38B",
            parameters: [
                Parameters(
                    name: "AES-128-CMAC", strength: 128, opensslName: "CMAC", objectIdentifier: nil, isOffered: false),
                Parameters(
                    name: "AES-256-CMAC", strength: 256, opensslName: "CMAC", objectIdentifier: nil, isOffered: false),
            ]),
        RecommendedAlgorithm(
            name: "HMAC", category: .messageAuthentication, status: .recommended, specification: "FIPS 198-1",
            parameters: [
                Parameters(
                    name: "HMAC-SHA-256", strength: 256, opensslName: "HMAC",
                    objectIdentifier: ObjectIdentifier(1, 2, 840, 113549, 2, 9), isOffered: true),
                Parameters(
                    name: "HMAC-SHA-384", strength: 256, opensslName: "HMAC",
                    objectIdentifier: ObjectIdentifier(1, 2, 840, 113549, 2, 10), isOffered: true),
                Parameters(
                    name: "HMAC-SHA-512", strength: 256, opensslName: "HMAC",
                    objectIdentifier: ObjectIdentifier(1, 2, 840, 113549, 2, 11), isOffered: true),
            ]),
        RecommendedAlgorithm(
            name: "CBC-MAC", category: .messageAuthentication, status: .monitored, specification: "ISO/IEC 9797-1",
            parameters: [
                Parameters(
                    name: "AES-128-CBC-MAC", strength: 0, opensslName: nil, objectIdentifier: nil, isOffered: false)
            ]),
    ]
}
