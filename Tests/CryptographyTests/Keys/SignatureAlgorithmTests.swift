import DER
import Testing

@testable import Cryptography

@Suite("signature algorithms and their identifiers")
struct SignatureAlgorithmTests {
    static let all = HashAlgorithm.allCases.flatMap { hash in
        [SignatureAlgorithm.ecdsa(hash), .rsaPSS(hash), .rsaPKCS1(hash)]
    }

    @Test("every algorithm has an identifier of its own")
    func distinct() {
        #expect(Self.all.count == 18)
        #expect(Set(Self.all.map(\.identifier)).count == Self.all.count)
    }

    @Test("those with SHA-2 are read back, the others are not read", arguments: all)
    func readBack(_ algorithm: SignatureAlgorithm) {
        let isRead = SignatureAlgorithm.hashes.contains(algorithm.hash)
        #expect(SignatureAlgorithm(algorithm.identifier) == (isRead ? algorithm : nil))
    }

    /// RFC 5758, 3.2; RFC 4055, 5; NIST's list of object identifiers for SHA-3.
    static let published: [(SignatureAlgorithm, String)] = [
        (.ecdsa(.sha256), "1.2.840.10045.4.3.2"), (.ecdsa(.sha512), "1.2.840.10045.4.3.4"),
        (.ecdsa(.sha3_256), "2.16.840.1.101.3.4.3.10"), (.rsaPSS(.sha384), "1.2.840.113549.1.1.10"),
        (.rsaPKCS1(.sha256), "1.2.840.113549.1.1.11"), (.rsaPKCS1(.sha3_512), "2.16.840.1.101.3.4.3.16"),
    ]

    @Test("the object identifiers are the published ones", arguments: published)
    func identifiers(_ algorithm: SignatureAlgorithm, _ dotted: String) {
        #expect(Self.published.count == 6)
        #expect(algorithm.identifier.algorithm.description == dotted)
    }
}
