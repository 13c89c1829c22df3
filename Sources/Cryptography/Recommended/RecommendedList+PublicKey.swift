import DER

private typealias Parameters = RecommendedAlgorithm.Parameters

extension RecommendedList {
    /// Public-key techniques of the list, with the protocols for entity authentication.
    static let publicKeyAlgorithms: [RecommendedAlgorithm] = [
        RecommendedAlgorithm(
            name: "DSA", category: .signature, status: .recommended, specification: "FIPS 186-4",
            parameters: [
                Parameters(
                    name: "2048 bits", strength: 112, opensslName: "DSA",
                    objectIdentifier: ObjectIdentifier(1, 2, 840, 10040, 4, 1), isOffered: false),
                Parameters(
                    name: "3072 bits", strength: 128, opensslName: "DSA",
                    objectIdentifier: ObjectIdentifier(1, 2, 840, 10040, 4, 1), isOffered: false),
            ]),
        RecommendedAlgorithm(
            name: "ECDSA", category: .signature, status: .recommended, specification: "SEC 1 v2.0; ANS X9.142",
            parameters: [
                Parameters(
                    name: "P-256", strength: 128, opensslName: "prime256v1",
                    objectIdentifier: ObjectIdentifier(1, 2, 840, 10045, 4, 3, 2), isOffered: true),
                Parameters(
                    name: "P-384", strength: 192, opensslName: "secp384r1",
                    objectIdentifier: ObjectIdentifier(1, 2, 840, 10045, 4, 3, 3), isOffered: true),
                Parameters(
                    name: "P-521", strength: 256, opensslName: "secp521r1",
                    objectIdentifier: ObjectIdentifier(1, 2, 840, 10045, 4, 3, 4), isOffered: true),
            ]),
        RecommendedAlgorithm(
            name: "EdDSA", category: .signature, status: .recommended, specification: "RFC 8032; FIPS 186-5",
            parameters: [
                Parameters(
                    name: "Ed25519", strength: 128, opensslName: "ED25519",
                    objectIdentifier: ObjectIdentifier(1, 3, 101, 112), isOffered: false),
                Parameters(
                    name: "Ed448", strength: 224, opensslName: "ED448",
                    objectIdentifier: ObjectIdentifier(1, 3, 101, 113), isOffered: false),
            ]),
        RecommendedAlgorithm(
            name: "RSA-PSS", category: .signature, status: .recommended, specification: "RFC 8017",
            parameters: [
                Parameters(
                    name: "2048 bits", strength: 112, opensslName: "RSA-PSS",
                    objectIdentifier: ObjectIdentifier(1, 2, 840, 113549, 1, 1, 10), isOffered: false),
                Parameters(
                    name: "3072 bits", strength: 128, opensslName: "RSA-PSS",
                    objectIdentifier: ObjectIdentifier(1, 2, 840, 113549, 1, 1, 10), isOffered: true),
                Parameters(
                    name: "7680 bits", strength: 192, opensslName: "RSA-PSS",
                    objectIdentifier: ObjectIdentifier(1, 2, 840, 113549, 1, 1, 10), isOffered: true),
                Parameters(
                    name: "15360 bits", strength: 256, opensslName: "RSA-PSS",
                    objectIdentifier: ObjectIdentifier(1, 2, 840, 113549, 1, 1, 10), isOffered: true),
            ]),
        RecommendedAlgorithm(
            name: "RSASSA-PKCS1-v1_5", category: .signature, status: .recommended, specification: "RFC 8017",
            parameters: [
                Parameters(
                    name: "2048 bits", strength: 112, opensslName: "RSA",
                    objectIdentifier: ObjectIdentifier(1, 2, 840, 113549, 1, 1, 11), isOffered: false),
                Parameters(
                    name: "3072 bits", strength: 128, opensslName: "RSA",
                    objectIdentifier: ObjectIdentifier(1, 2, 840, 113549, 1, 1, 11), isOffered: false),
                Parameters(
                    name: "7680 bits", strength: 192, opensslName: "RSA",
                    objectIdentifier: ObjectIdentifier(1, 2, 840, 113549, 1, 1, 11), isOffered: false),
                Parameters(
                    name: "15360 bits", strength: 256, opensslName: "RSA",
                    objectIdentifier: ObjectIdentifier(1, 2, 840, 113549, 1, 1, 11), isOffered: false),
            ]),
        RecommendedAlgorithm(
            name: "RSA-OAEP", category: .confidentiality, status: .recommended, specification: "RFC 8017",
            parameters: [
                Parameters(
                    name: "2048 bits", strength: 112, opensslName: "RSA",
                    objectIdentifier: ObjectIdentifier(1, 2, 840, 113549, 1, 1, 7), isOffered: false),
                Parameters(
                    name: "3072 bits", strength: 128, opensslName: "RSA",
                    objectIdentifier: ObjectIdentifier(1, 2, 840, 113549, 1, 1, 7), isOffered: true),
                Parameters(
                    name: "7680 bits", strength: 192, opensslName: "RSA",
                    objectIdentifier: ObjectIdentifier(1, 2, 840, 113549, 1, 1, 7), isOffered: true),
                Parameters(
                    name: "15360 bits", strength: 256, opensslName: "RSA",
                    objectIdentifier: ObjectIdentifier(1, 2, 840, 113549, 1, 1, 7), isOffered: true),
            ]),
        RecommendedAlgorithm(
            name: "RSAES-PKCS1-v1_5", category: .confidentiality, status: .monitored, specification: "RFC 8017",
            parameters: [
                Parameters(
                    name: "2048 bits", strength: 112, opensslName: "RSA",
                    objectIdentifier: ObjectIdentifier(1, 2, 840, 113549, 1, 1, 1), isOffered: false),
                Parameters(
                    name: "3072 bits", strength: 128, opensslName: "RSA",
                    objectIdentifier: ObjectIdentifier(1, 2, 840, 113549, 1, 1, 1), isOffered: false),
                Parameters(
                    name: "7680 bits", strength: 192, opensslName: "RSA",
                    objectIdentifier: ObjectIdentifier(1, 2, 840, 113549, 1, 1, 1), isOffered: false),
                Parameters(
                    name: "15360 bits", strength: 256, opensslName: "RSA",
                    objectIdentifier: ObjectIdentifier(1, 2, 840, 113549, 1, 1, 1), isOffered: false),
            ]),
        RecommendedAlgorithm(
            name: "DH", category: .keyAgreement, status: .recommended,
            specification: "ANS X9.42; NIST SP 800-56A revision 2",
            parameters: [
                Parameters(
                    name: "2048 bits", strength: 112, opensslName: "ffdhe2048",
                    objectIdentifier: ObjectIdentifier(1, 2, 840, 113549, 1, 3, 1), isOffered: false),
                Parameters(
                    name: "3072 bits", strength: 128, opensslName: "ffdhe3072",
                    objectIdentifier: ObjectIdentifier(1, 2, 840, 113549, 1, 3, 1), isOffered: false),
            ]),
        RecommendedAlgorithm(
            name: "ECDH", category: .keyAgreement, status: .recommended,
            specification: "SEC 1 v2.0; NIST SP 800-56A revision 3",
            parameters: [
                Parameters(
                    name: "P-256", strength: 128, opensslName: "prime256v1",
                    objectIdentifier: ObjectIdentifier(1, 2, 840, 10045, 3, 1, 7), isOffered: true),
                Parameters(
                    name: "P-384", strength: 192, opensslName: "secp384r1",
                    objectIdentifier: ObjectIdentifier(1, 3, 132, 0, 34), isOffered: true),
                Parameters(
                    name: "P-521", strength: 256, opensslName: "secp521r1",
                    objectIdentifier: ObjectIdentifier(1, 3, 132, 0, 35), isOffered: true),
            ]),
        RecommendedAlgorithm(
            name: "ML-KEM-768", category: .keyAgreement, status: .recommendedPostQuantum, specification: "FIPS 203",
            parameters: [
                Parameters(
                    name: "ML-KEM-768", strength: 192, opensslName: nil,
                    objectIdentifier: ObjectIdentifier(2, 16, 840, 1, 101, 3, 4, 4, 2), isOffered: false)
            ]),
        RecommendedAlgorithm(
            name: "ML-KEM-1024", category: .keyAgreement, status: .recommendedPostQuantum, specification: "FIPS 203",
            parameters: [
                Parameters(
                    name: "ML-KEM-1024", strength: 256, opensslName: nil,
                    objectIdentifier: ObjectIdentifier(2, 16, 840, 1, 101, 3, 4, 4, 3), isOffered: false)
            ]),
        RecommendedAlgorithm(
            name: "ISO/IEC 9798-2", category: .entityAuthentication, status: .recommended,
            specification: "ISO/IEC 9798-2",
            parameters: []),
        RecommendedAlgorithm(
            name: "ISO/IEC 9798-3", category: .entityAuthentication, status: .recommended,
            specification: "ISO/IEC 9798-3",
            parameters: []),
        RecommendedAlgorithm(
            name: "ISO/IEC 9798-4", category: .entityAuthentication, status: .recommended,
            specification: "ISO/IEC 9798-4",
            parameters: []),
    ]
}
