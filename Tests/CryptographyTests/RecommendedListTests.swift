import Testing

@testable import Cryptography

@Suite("Recommended list")
struct RecommendedListTests {
    @Test("every algorithm that is offered here is on the list, with OpenSSL's name")
    func offered() throws {
        for algorithm in HashAlgorithm.allCases {
            let entry = try algorithm.listing()
            #expect(entry.parameters.isOffered)
            #expect(entry.algorithm.status == .recommended)
            #expect(entry.parameters.opensslName == algorithm.opensslName)
            #expect(entry.parameters.objectIdentifier == algorithm.objectIdentifier)
            #expect(entry.parameters.strength == algorithm.digestSize * 4)
        }
        for aead in AEAD.allCases {
            let entry = try aead.listing()
            #expect(entry.parameters.isOffered)
            #expect(entry.parameters.strength == 256)
            #expect(entry.name == aead.name)
        }
        for algorithm in [HashAlgorithm.sha256, .sha384, .sha512] {
            #expect(try algorithm.hmacListing().parameters.isOffered)
        }
    }

    @Test("curves and RSA keys agree with the list", arguments: [KeyType.p256, .p384, .p521])
    func curves(_ type: KeyType) throws {
        let agreement = try type.encryptionListing().parameters
        let signature = try type.signatureListing().parameters
        #expect(agreement.objectIdentifier == type.curve)
        #expect(agreement.opensslName == type.opensslGroup)
        #expect(signature.objectIdentifier == SignatureAlgorithm(signingWith: type).identifier.algorithm)
        #expect(agreement.isOffered && signature.isOffered)
        #expect(signature.strength == agreement.strength)
        #expect(try type.matchingHash.listing().parameters.strength >= signature.strength)
    }

    @Test("RSA keys are offered from 3072 bits", arguments: [2_048, 3_072, 4_096, 7_680, 15_360])
    func rsaKeys(_ bits: Int) throws {
        let type = KeyType.rsa(bits: bits)
        #expect(try type.signatureListing().parameters.isOffered == type.isUsable)
        #expect(try type.encryptionListing().parameters.isOffered == type.isUsable)
        #expect(try type.matchingHash.listing().parameters.strength >= type.signatureListing().parameters.strength)
        let identifier = SignatureAlgorithm(signingWith: type).identifier.algorithm
        #expect(try type.signatureListing().parameters.objectIdentifier == identifier)
    }

    @Test("nothing that is monitored, or that OpenSSL lacks, is offered")
    func notOffered() {
        for category in RecommendedAlgorithm.Category.allCases {
            for entry in RecommendedList.entries(category) where entry.parameters.isOffered {
                #expect(entry.algorithm.status == .recommended)
                #expect(entry.parameters.opensslName != nil)
                #expect(entry.parameters.strength >= 128)
            }
        }
    }

    @Test("names are unique, sizes stand weakest first, and the table has all its rows")
    func shape() {
        #expect(RecommendedList.all.count == 40)
        #expect(Set(RecommendedList.all.map(\.name)).count == RecommendedList.all.count)
        #expect(RecommendedList.all.count { $0.status == .monitored } == 5)
        #expect(RecommendedList.all.count { $0.status == .recommendedPostQuantum } == 2)
        for algorithm in RecommendedList.all {
            let strengths = algorithm.parameters.map(\.strength)
            #expect(strengths == strengths.sorted(), "\(algorithm.name)")
        }
    }

    @Test(
        "what the list does not have is refused",
        arguments: [("SHA-224", "SHA-224"), ("SHA3-224", "SHA3-224"), ("MD5", "MD5"), ("BLAKE2", "BLAKE2b-512")])
    func notListed(_ algorithm: String, _ parameters: String) {
        #expect(throws: CryptographyError(.notListed, operation: "", reason: "")) {
            _ = try RecommendedList.entry(.hash, algorithm, parameters)
        }
    }

    @Test(
        "an RSA key counts as the largest size that it reaches",
        arguments: [
            (2_048, 112), (3_071, 112), (3_072, 128), (4_096, 128), (7_680, 192), (15_359, 192), (15_360, 256),
            (16_384, 256),
        ])
    func rsa(_ bits: Int, _ strength: Int) throws {
        #expect(RecommendedList.strength(rsaBits: bits) == strength)
        #expect(try RecommendedList.entry(.signature, "RSA-PSS", rsaBits: bits).parameters.strength == strength)
        #expect(try RecommendedList.entry(.confidentiality, "RSA-OAEP", rsaBits: bits).parameters.strength == strength)
    }

    @Test("an RSA key below 2048 bits is not listed")
    func shortRSA() {
        #expect(throws: CryptographyError(.notListed, operation: "", reason: "")) {
            _ = try RecommendedList.entry(.signature, "RSA-PSS", rsaBits: 2_047)
        }
    }

    @Test("one identifier can stand for several sizes")
    func identifiers() throws {
        let pss = try #require(
            RecommendedList.entries(.signature).first { $0.algorithm.name == "RSA-PSS" }?.parameters.objectIdentifier)
        #expect(
            RecommendedList.entries(.signature, objectIdentifier: pss).map(\.parameters.strength) == [
                112, 128, 192, 256,
            ])
        #expect(RecommendedList.entries(.hash, objectIdentifier: pss).isEmpty)
    }

    struct Period: Sendable {
        let strength: Int
        let use: StrengthUse
        /// For the years 2026, 2030, 2031, 2040, 2041, 2050, 2051, 2060, 2061, 2070 and 2100.
        let expected: [StrengthPermission]
    }

    static let years = [2026, 2030, 2031, 2040, 2041, 2050, 2051, 2060, 2061, 2070, 2100]
    static let periods = [
        Period(strength: 80, use: .processing, expected: Array(repeating: .refused, count: 11)),
        Period(strength: 111, use: .protecting, expected: Array(repeating: .refused, count: 11)),
        Period(
            strength: 112, use: .protecting,
            expected: [.migrate, .migrate] + Array(repeating: .refused, count: 9)),
        Period(
            strength: 112, use: .processing,
            expected: [.migrate, .migrate, .legacyOnly, .legacyOnly] + Array(repeating: .refused, count: 7)),
        Period(
            strength: 128, use: .protecting,
            expected: [.allowed, .allowed, .allowed, .allowed, .migrate, .migrate]
                + Array(repeating: .refused, count: 5)),
        Period(
            strength: 128, use: .processing,
            expected: [.allowed, .allowed, .allowed, .allowed, .migrate, .migrate, .legacyOnly, .legacyOnly]
                + Array(repeating: .refused, count: 3)),
        Period(strength: 192, use: .protecting, expected: Array(repeating: .allowed, count: 11)),
        Period(strength: 256, use: .processing, expected: Array(repeating: .allowed, count: 11)),
    ]

    @Test("permissions follow LS-0003 at the edges of every period", arguments: periods)
    func permissions(_ period: Period) {
        let given = Self.years.map {
            RecommendedList.permission(strength: period.strength, for: period.use, year: $0)
        }
        #expect(given == period.expected)
    }

    @Test("the last year without restriction follows from the table", arguments: [(80, nil), (112, nil), (128, 2040)])
    func lastYears(_ strength: Int, _ year: Int?) {
        #expect(RecommendedList.lastUnrestrictedYear(strength: strength) == year)
        #expect(RecommendedList.lastUnrestrictedYear(strength: 192) == .max)
    }
}
