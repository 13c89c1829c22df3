import DER

private typealias Parameters = RecommendedAlgorithm.Parameters

extension RecommendedList {
    /// Hash functions of the list.
    static let hashAlgorithms: [RecommendedAlgorithm] = [
        RecommendedAlgorithm(
            name: "SHA-256", category: .hash, status: .recommended, specification: "FIPS 180-4",
            parameters: [
                Parameters(
                    name: "SHA-256", strength: 128, opensslName: "SHA2-256",
                    objectIdentifier: ObjectIdentifier(2, 16, 840, 1, 101, 3, 4, 2, 1), isOffered: true)
            ]),
        RecommendedAlgorithm(
            name: "SHA-384", category: .hash, status: .recommended, specification: "FIPS 180-4",
            parameters: [
                Parameters(
                    name: "SHA-384", strength: 192, opensslName: "SHA2-384",
                    objectIdentifier: ObjectIdentifier(2, 16, 840, 1, 101, 3, 4, 2, 2), isOffered: true)
            ]),
        RecommendedAlgorithm(
            name: "SHA-512", category: .hash, status: .recommended, specification: "FIPS 180-4",
            parameters: [
                Parameters(
                    name: "SHA-512", strength: 256, opensslName: "SHA2-512",
                    objectIdentifier: ObjectIdentifier(2, 16, 840, 1, 101, 3, 4, 2, 3), isOffered: true)
            ]),
        RecommendedAlgorithm(
            name: "SHA-512/256", category: .hash, status: .recommended, specification: "FIPS 180-4",
            parameters: [
                Parameters(
                    name: "SHA-512/256", strength: 128, opensslName: "SHA2-512/256",
                    objectIdentifier: ObjectIdentifier(2, 16, 840, 1, 101, 3, 4, 2, 6), isOffered: false)
            ]),
        RecommendedAlgorithm(
            name: "SHA3-256", category: .hash, status: .recommended, specification: "FIPS 202",
            parameters: [
                Parameters(
                    name: "SHA3-256", strength: 128, opensslName: "SHA3-256",
                    objectIdentifier: ObjectIdentifier(2, 16, 840, 1, 101, 3, 4, 2, 8), isOffered: true)
            ]),
        RecommendedAlgorithm(
            name: "SHA3-384", category: .hash, status: .recommended, specification: "FIPS 202",
            parameters: [
                Parameters(
                    name: "SHA3-384", strength: 192, opensslName: "SHA3-384",
                    objectIdentifier: ObjectIdentifier(2, 16, 840, 1, 101, 3, 4, 2, 9), isOffered: true)
            ]),
        RecommendedAlgorithm(
            name: "SHA3-512", category: .hash, status: .recommended, specification: "FIPS 202",
            parameters: [
                Parameters(
                    name: "SHA3-512", strength: 256, opensslName: "SHA3-512",
                    objectIdentifier: ObjectIdentifier(2, 16, 840, 1, 101, 3, 4, 2, 10), isOffered: true)
            ]),
        RecommendedAlgorithm(
            name: "SHAKE128", category: .hash, status: .recommended, specification: "FIPS 202",
            parameters: [
                Parameters(
                    name: "SHAKE128", strength: 128, opensslName: "SHAKE-128",
                    objectIdentifier: ObjectIdentifier(2, 16, 840, 1, 101, 3, 4, 2, 11), isOffered: false)
            ]),
        RecommendedAlgorithm(
            name: "SHAKE256", category: .hash, status: .recommended, specification: "FIPS 202",
            parameters: [
                Parameters(
                    name: "SHAKE256", strength: 256, opensslName: "SHAKE-256",
                    objectIdentifier: ObjectIdentifier(2, 16, 840, 1, 101, 3, 4, 2, 12), isOffered: false)
            ]),
        RecommendedAlgorithm(
            name: "SHA-1", category: .hash, status: .monitored, specification: "FIPS 180-4",
            parameters: [
                Parameters(
                    name: "SHA-1", strength: 0, opensslName: "SHA1",
                    objectIdentifier: ObjectIdentifier(1, 3, 14, 3, 2, 26), isOffered: false)
            ]),
        RecommendedAlgorithm(
            name: "RIPEMD-160", category: .hash, status: .monitored, specification: "ISO/IEC 10118-3",
            parameters: [
                Parameters(
                    name: "RIPEMD-160", strength: 80, opensslName: nil,
                    objectIdentifier: ObjectIdentifier(1, 3, 36, 3, 2, 1), isOffered: false)
            ]),
    ]
}
