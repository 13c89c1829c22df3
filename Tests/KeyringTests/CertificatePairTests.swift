import Cryptography
import Keyring
import SystemIO
import TestSupport
import Testing

@Suite("Two certificates are a pair only if one key vouches for the other")
struct CertificatePairTests {
    static let accepted = [
        ForeignPair(),
        ForeignPair(
            testDescription: "RSA of 3072 bits", encryptionUsage: "keyEncipherment", signingKey: ForeignPair.rsa3072,
            encryptionKey: ForeignPair.rsa3072),
    ]

    @Test("certificates of other programs are read in any order", arguments: accepted)
    func accepts(_ pair: ForeignPair) throws {
        let texts = try pair.make()
        let read = try CertificatePair(pem: texts.signing + texts.encryption)
        #expect(try CertificatePair(pem: texts.encryption + texts.signing) == read)
        #expect(read.signing.pem == String(decoding: texts.signing, as: UTF8.self))
        #expect(read.pem == texts.signing + texts.encryption)
    }

    static let refused: [(ForeignPair, KeyringError.Code)] = [
        (ForeignPair(testDescription: "issued by another key of the same name", issuer: "other"), .notLinked),
        (
            ForeignPair(
                testDescription: "both signed by themselves", encryptionUsage: "keyAgreement,keyCertSign",
                encryptionIsCA: true, issuer: "encryption"), .notLinked
        ),
        (ForeignPair(testDescription: "signing certificate is no authority", signingIsCA: false), .notLinked),
        (ForeignPair(testDescription: "signing without keyCertSign", signingUsage: "digitalSignature"), .notLinked),
        (ForeignPair(testDescription: "signing without digitalSignature", signingUsage: "keyCertSign"), .wrongKeyUsage),
        (ForeignPair(testDescription: "signing without any usage", signingUsage: nil), .wrongKeyUsage),
        (ForeignPair(testDescription: "encryption without any usage", encryptionUsage: nil), .wrongKeyUsage),
        (
            ForeignPair(testDescription: "curve without keyAgreement", encryptionUsage: "keyEncipherment"),
            .wrongKeyUsage
        ),
        (
            ForeignPair(
                testDescription: "RSA without keyEncipherment", encryptionUsage: "dataEncipherment",
                encryptionKey: ForeignPair.rsa3072), .wrongKeyUsage
        ),
        (
            ForeignPair(testDescription: "encryption also signs", encryptionUsage: "keyAgreement,digitalSignature"),
            .wrongKeyUsage
        ),
        (
            ForeignPair(testDescription: "encryption also commits", encryptionUsage: "keyAgreement,nonRepudiation"),
            .wrongKeyUsage
        ),
        (
            ForeignPair(
                testDescription: "encryption is an authority", encryptionUsage: "keyAgreement",
                encryptionIsCA: true), .wrongKeyUsage
        ),
        (ForeignPair(testDescription: "one key in both roles", hasSameKey: true), .sameKey),
        (ForeignPair(testDescription: "weak signing key", signingKey: ForeignPair.rsa2048), .weakKey),
        (
            ForeignPair(
                testDescription: "weak encryption key", encryptionUsage: "keyEncipherment",
                encryptionKey: ForeignPair.rsa2048), .weakKey
        ),
        (ForeignPair(testDescription: "signed over SHA-1", hash: "sha1"), .notListed),
    ]

    @Test("a pair that is wrong in one way is refused for it, in either order", arguments: refused)
    func refuses(_ pair: ForeignPair, _ code: KeyringError.Code) throws {
        let texts = try pair.make()
        for text in [texts.signing + texts.encryption, texts.encryption + texts.signing] {
            #expect(refusal { () throws(KeyringError) in try CertificatePair(pem: text) }?.code == code)
        }
    }

    @Test(
        "the pairs of the test keys are read",
        arguments: ["sender", "recipient", "other", "stranger", "rsa", "expired", "future"])
    func fixtures(_ name: String) throws {
        let file = Path("\(packageRoot)/Fixtures/keys/\(name).cert.pem")
        let recipient = try Recipient(file: file)
        #expect(recipient.origin == .file(file))
        let sealing = refusal { () throws(KeyringError) in try recipient.pair.checkSealing(at: Fixture.now) }
        #expect(sealing?.code == ["expired": .expired, "future": .notYetValid][name])
    }

    @Test("of the test keys, one must not sign")
    func wrongUse() {
        let file = Path("\(packageRoot)/Fixtures/keys/wronguse.cert.pem")
        let error = refusal { () throws(KeyringError) in try Recipient(file: file) }
        #expect(error == KeyringError(.wrongKeyUsage, "", path: file))
    }

    @Test("halves of two pairs are no pair, and neither are exchanged roles")
    func mixed() throws {
        let one = try Fixture.stranger()
        let other = try Fixture.stranger()
        for (signing, encryption) in [
            (one.signing, other.encryption), (one.encryption, one.signing), (one.signing, other.signing),
        ] {
            let error = refusal { () throws(KeyringError) in
                try CertificatePair(signing: signing, encryption: encryption)
            }
            #expect(error?.code == .notLinked)
        }
    }

    @Test("a file of anything but two certificates is refused")
    func hostile() throws {
        let pair = try Fixture.stranger()
        let one = Array(pair.signing.pem.utf8)
        let two = pair.pem
        let key = Array("-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n".utf8)
        let limit = CertificatePair.maximumPEMCount
        let files: [([UInt8], KeyringError.Code)] = [
            ([], .malformed), (Array("hello\n".utf8), .malformed), ([0, 1, 2, 0xFF], .malformed), (key, .malformed),
            (pair.signing.der + pair.encryption.der, .malformed), (one, .notPair), (two + one, .notPair),
            (two + key, .malformed), (two.dropLast(30), .malformed), (two.dropLast(100), .malformed),
            (one + one, .sameKey), (two.map { $0 == 0x0A ? 0x20 : $0 }, .malformed),
            (Array("-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n".utf8) + one, .malformed),
            (Array("-----BEGIN CERTIFICATE-----\n".utf8) + two, .malformed),
            ([UInt8](repeating: 0x0A, count: limit + 1), .tooLarge),
            ([UInt8](repeating: 0x2D, count: limit), .malformed),
        ]
        #expect(files.count == 16)
        for (file, code) in files {
            #expect(refusal { () throws(KeyringError) in try CertificatePair(pem: file) }?.code == code)
        }
    }

    @Test("no changed byte of a file gives another pair")
    func changedBytes() throws {
        let pair = try Fixture.stranger()
        var generator = SeededGenerator(state: 3)
        for _ in 0..<300 {
            var file = pair.pem
            let index = Int.random(in: 0..<file.count, using: &generator)
            file[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            if let read = try? CertificatePair(pem: file) { #expect(read == pair) }
        }
    }

    @Test("the tables are as long as they were written")
    func sizes() {
        #expect(Self.accepted.count == 2)
        #expect(Self.refused.count == 16)
    }
}
