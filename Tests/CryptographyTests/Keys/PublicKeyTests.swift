import DER
import TestSupport
import Testing

@testable import Cryptography

@Suite("public keys are read strictly")
struct PublicKeyTests {
    static let types: [KeyType] = [.p256, .p384, .p521, .rsa(bits: 3072)]

    @Test("a key survives its encoding; equality and identifier follow it", arguments: types)
    func roundTrip(_ type: KeyType) throws {
        let key = try PrivateKey.generate(type).publicKey
        let read = try PublicKey(spki: key.spki)
        #expect(read == key && read.type == type)
        #expect(try read.keyID == Cryptography.hash(.sha256, key.spki))
        if let point = key.uncompressedPoint { #expect(try PublicKey(type: type, uncompressedPoint: point) == key) }
        #expect(KeyType(name: type.name) == type)
    }

    @Test("a signature is good for its message, key and hash only", arguments: types)
    func signatures(_ type: KeyType) throws {
        let key = try PrivateKey.generate(type)
        let signature = try key.sign([1, 2, 3])
        #expect(try key.publicKey.verify(signature, of: [1, 2, 3]))
        #expect(try !key.publicKey.verify(signature, of: [1, 2]))
        #expect(try !key.publicKey.verify(signature + [0], of: [1, 2, 3]))
        #expect(try !key.publicKey.verify([], of: [1, 2, 3]))
        #expect(try !PrivateKey.generate(type).publicKey.verify(signature, of: [1, 2, 3]))
        let other: HashAlgorithm = type.matchingHash == .sha384 ? .sha256 : .sha384
        #expect(try !key.publicKey.verify(signature, of: [1, 2, 3], hash: other))
        #expect(try key.publicKey.verify(key.sign([], hash: other), of: [], hash: other))
    }

    struct Refused: Sendable, CustomTestStringConvertible {
        let rule: String
        let command: [String]
        var options: [String] = []
        let code: CryptographyError.Code
        var testDescription: String { rule }
    }

    /// Keys that the openssl command makes.
    static let refused = [
        Refused(
            rule: "Ed25519", command: ["genpkey", "-algorithm", "ed25519"], code: .unsupportedAlgorithm),
        Refused(
            rule: "P-224", command: ["genpkey", "-algorithm", "EC", "-pkeyopt", "group:secp224r1"],
            code: .unsupportedAlgorithm),
        Refused(
            rule: "secp256k1", command: ["genpkey", "-algorithm", "EC", "-pkeyopt", "group:secp256k1"],
            code: .unsupportedAlgorithm),
        Refused(
            rule: "explicit parameters",
            command: [
                "genpkey", "-algorithm", "EC", "-pkeyopt", "group:P-256", "-pkeyopt", "encoding:explicit",
            ], code: .unsupportedAlgorithm),
        Refused(
            rule: "compressed point", command: ["genpkey", "-algorithm", "EC", "-pkeyopt", "group:P-256"],
            options: ["-ec_conv_form", "compressed"], code: .invalidKey),
        Refused(
            rule: "RSA-PSS key", command: ["genpkey", "-algorithm", "RSA-PSS", "-pkeyopt", "rsa_keygen_bits:3072"],
            code: .unsupportedAlgorithm),
        Refused(
            rule: "RSA of 1024 bits", command: ["genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024"],
            code: .invalidKey),
        Refused(
            rule: "RSA exponent 3",
            command: [
                "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-pkeyopt", "rsa_keygen_pubexp:3",
            ], code: .invalidKey),
    ]

    @Test("other kinds of keys", arguments: refused)
    func refuses(_ refused: Refused) throws {
        #expect(Self.refused.count == 8)
        let made = try run("openssl", refused.command)
        try #require(made.status == 0, "\(made.errors)")
        let exported = try run("openssl", ["pkey", "-pubout", "-outform", "DER"] + refused.options, input: made.output)
        let spki = exported.output
        #expect(refusal(refused.code) { _ = try PublicKey(spki: spki) })
    }

    @Test("every flipped bit and every truncation of a P-256 key is refused")
    func flippedBits() throws {
        let spki = try PrivateKey.generate(.p256).publicKey.spki
        for bit in 0..<8 * spki.count {
            #expect(throws: CryptographyError.self, "bit \(bit)") { try PublicKey(spki: spki.flipping(bit)) }
        }
        for count in 0..<spki.count {
            #expect(refusal(.malformed) { _ = try PublicKey(spki: Array(spki.prefix(count))) })
        }
        #expect(refusal(.malformed) { _ = try PublicKey(spki: spki + [0]) })
    }

    @Test("ECDH wants both keys on one curve")
    func curves() throws {
        let key = try PrivateKey.generate(.p256)
        let other = try PrivateKey.generate(.p384)
        #expect(refusal(.invalidKey) { _ = try key.sharedSecret(with: other.publicKey) })
        #expect(refusal(.unsupportedAlgorithm) { _ = try PublicKey(type: .rsa(bits: 3072), uncompressedPoint: []) })
    }
}
