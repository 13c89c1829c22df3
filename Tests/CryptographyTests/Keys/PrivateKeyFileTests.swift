import DER
import TestSupport
import Testing

@testable import Cryptography

@Suite("private keys at rest")
struct PrivateKeyFileTests {
    @Test("a key survives its file, and openssl reads it", arguments: PublicKeyTests.types)
    func roundTrip(_ type: KeyType) throws {
        let key = try PrivateKey.generate(type)
        let pem = try key.encryptedPKCS8PEM(passphrase: passphrase("文箱"), iterations: 1000)
        let read = try PrivateKey(encryptedPKCS8PEM: pem, passphrase: passphrase("文箱"))
        #expect(read.publicKey == key.publicKey)
        let shown = try openssl(
            "pkey", "-in", "/dev/stdin", "-passin", "pass:文箱", "-pubout", "-outform", "DER", input: pem)
        #expect(shown.output == key.publicKey.spki)
        #expect(
            refusal(.wrongPassphrase) {
                _ = try PrivateKey(encryptedPKCS8PEM: pem, passphrase: passphrase("文庫"))
            })
    }

    @Test("the default cost is 600,000 iterations of HMAC-SHA-512")
    func parameters() throws {
        let pem = try PrivateKey.generate(.p256).encryptedPKCS8PEM(passphrase: passphrase("x"))
        let shown = try openssl("asn1parse", "-in", "/dev/stdin", input: pem).text
        for part in [":PBES2", ":PBKDF2", ":0927C0", ":hmacWithSHA512", ":aes-256-cbc"] {
            #expect(shown.contains(part))
        }
    }

    struct Scheme: Sendable, CustomTestStringConvertible {
        let arguments: [String]
        let code: CryptographyError.Code?
        var testDescription: String { arguments.joined(separator: " ") }
    }

    static let schemes = [
        Scheme(arguments: ["-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA256", "-iter", "1000"], code: nil),
        Scheme(arguments: ["-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA384", "-iter", "1000"], code: nil),
        Scheme(arguments: ["-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA512"], code: nil),
        Scheme(arguments: ["-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA1"], code: .unsupportedAlgorithm),
        Scheme(arguments: ["-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA224"], code: .unsupportedAlgorithm),
        Scheme(arguments: ["-v2", "aes-256-cbc", "-iter", "999"], code: .outOfRange),
        Scheme(arguments: ["-v2", "aes-128-cbc"], code: .unsupportedAlgorithm),
        Scheme(arguments: ["-v2", "camellia-256-cbc"], code: .unsupportedAlgorithm),
        Scheme(arguments: ["-v2", "des-ede3-cbc"], code: .unsupportedAlgorithm),
        Scheme(arguments: ["-v1", "PBE-SHA1-3DES"], code: .unsupportedAlgorithm),
        Scheme(arguments: ["-scrypt"], code: .unsupportedAlgorithm),
    ]

    @Test("of openssl's schemes only PBES2 with AES-256-CBC and HMAC-SHA-2 is read", arguments: schemes)
    func openedSchemes(_ scheme: Scheme) throws {
        #expect(Self.schemes.count == 11)
        let key = try PrivateKey.generate(.p256)
        let clear = try key.unencryptedPKCS8ForTests()
        let options = ["pkcs8", "-topk8", "-inform", "DER", "-in", "/dev/stdin", "-passout", "pass:x"]
        let made = try run("openssl", options + scheme.arguments, input: clear)
        try #require(made.status == 0, "\(made.errors)")
        guard let code = scheme.code else {
            let read = try PrivateKey(encryptedPKCS8PEM: made.output, passphrase: passphrase("x"))
            #expect(read.publicKey == key.publicKey)
            return
        }
        #expect(refusal(code) { _ = try PrivateKey(encryptedPKCS8PEM: made.output, passphrase: passphrase("x")) })
    }

    @Test("iterations are bounded before any work is done", arguments: [0, 999, 10_000_001, Int64.max])
    func iterations(_ count: Int64) throws {
        let der = DERWriter.encode { writer in
            writer.sequence { outer in
                outer.sequence { scheme in
                    scheme.objectIdentifier(PBES2.pbes2)
                    scheme.sequence { Self.parameters(&$0, count) }
                }
                outer.octetString([UInt8](repeating: 0, count: 160))
            }
        }
        let pem = Array(PEM.encode(der, label: "ENCRYPTED PRIVATE KEY").utf8)
        #expect(refusal(.outOfRange) { _ = try PrivateKey(encryptedPKCS8PEM: pem, passphrase: passphrase("x")) })
        let key = try PrivateKey.generate(.p256)
        #expect(
            refusal(.outOfRange) {
                _ = try key.encryptedPKCS8PEM(passphrase: passphrase("x"), iterations: Int(count))
            })
    }

    private static func parameters(_ writer: inout DERWriter, _ count: Int64) {
        writer.sequence { derivation in
            derivation.objectIdentifier(PBES2.pbkdf2)
            derivation.sequence { parameters in
                parameters.octetString([UInt8](repeating: 1, count: 16))
                parameters.integer(count)
                parameters.encoded(AlgorithmIdentifier(PBES2.functions[2], parameters: AlgorithmIdentifier.null).der)
            }
        }
        writer.encoded(
            AlgorithmIdentifier(
                PBES2.aes256CBC, parameters: DERWriter.encode { $0.octetString([UInt8](repeating: 2, count: 16)) }
            ).der)
    }

    @Test("halves that do not belong together are refused")
    func mismatch() throws {
        let clear = try PrivateKey.generate(.p256).unencryptedPKCS8ForTests()
        let other = try PrivateKey.generate(.p256).publicKey
        let point = try #require(other.uncompressedPoint)
        let mixed = Array(clear.dropLast(point.count)) + point
        #expect(refusal(.invalidKey) { _ = try PrivateKey(unencryptedPKCS8: Secret(copying: mixed)) })
        #expect(refusal(.malformed) { _ = try PrivateKey(unencryptedPKCS8: Secret(copying: clear + [0])) })
        #expect(refusal(.malformed) { _ = try PrivateKey(unencryptedPKCS8: Secret(copying: clear.dropLast())) })
    }

    @Test("a scalar is 1 to the order less 1, of the coordinate's length", arguments: KeyType.curves)
    func scalars(_ type: KeyType) throws {
        let size = try #require(type.coordinateSize)
        for scalar in [[UInt8](repeating: 0, count: size), [UInt8](repeating: 0xFF, count: size), [1], []] {
            #expect(refusal(.invalidKey) { _ = try PrivateKey(type: type, scalar: Secret(copying: scalar)) })
        }
        #expect(
            try PrivateKey(type: type, scalar: Secret(copying: [UInt8](repeating: 0, count: size - 1) + [1])).type
                == type)
    }

    @Test("RSA below 3072 bits is read and verifies, and neither signs nor is made")
    func shortRSA() throws {
        #expect(refusal(.outOfRange) { _ = try PrivateKey.generate(.rsa(bits: 2048)) })
        let pem = try openssl("genrsa", "2048").output
        let clear = try openssl("pkcs8", "-topk8", "-nocrypt", "-outform", "DER", input: pem).output
        let key = try PrivateKey(unencryptedPKCS8: Secret(copying: clear))
        #expect(key.type == .rsa(bits: 2048))
        #expect(refusal(.notListed) { _ = try key.sign([1]) })
        #expect(refusal(.notListed) { _ = try key.publicKey.encryptOAEP(Secret(copying: [1])) })
        #expect(try !key.publicKey.verify([1], of: [1]))
    }
}
