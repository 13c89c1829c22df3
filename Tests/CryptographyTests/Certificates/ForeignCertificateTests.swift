import TestSupport
import Testing

@testable import Cryptography

@Suite("certificates of other makers")
struct ForeignCertificateTests {
    /// A certificate by `openssl req -x509` with these options.
    static func make(_ options: [String], subject: String = "/C=JP/O=Example/OU=Unit/CN=Name") throws -> Certificate {
        let folder = try TemporaryFolder()
        let fixed = ["req", "-x509", "-nodes", "-keyout", folder("key.pem"), "-subj", subject, "-utf8"]
        let made = try run("openssl", fixed + options)
        guard made.status == 0 else { throw TestSupportError(made.errors) }
        return try #require(Certificate.pemBundle(made.output).first)
    }

    static let ec = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]

    @Test("names, usage and signature are read")
    func reads() throws {
        let certificate = try Self.make(
            Self.ec + [
                "-addext", "keyUsage=critical,nonRepudiation,keyCertSign,decipherOnly,keyAgreement", "-addext",
                "subjectAltName=DNS:example.jp,email:a@example.jp",
            ])
        #expect(
            certificate.subject == (try Subject(commonName: "Name", organizationalUnit: "Unit", mail: "a@example.jp")))
        #expect(certificate.keyUsage == [.nonRepudiation, .keyCertSign, .decipherOnly, .keyAgreement])
        #expect(certificate.isCA && certificate.pathLength == nil && certificate.maySign && certificate.mayReceive)
        #expect(try certificate.isIssued(by: certificate))
    }

    @Test("where there is no common name, unit or organisation stands for it")
    func withoutCommonName() throws {
        #expect(try Self.make(Self.ec, subject: "/O=組織/OU=Unit").subject.commonName == "Unit")
        #expect(try Self.make(Self.ec, subject: "/O=組織").subject.commonName == "組織")
        #expect(refusal(.invalidText) { _ = try Self.make(Self.ec, subject: "/C=JP") })
    }

    @Test("RSASSA-PKCS1-v1_5 is listed and checked")
    func pkcs1() throws {
        let certificate = try Self.make(["-newkey", "rsa:3072", "-sha384"])
        #expect(certificate.signatureAlgorithm == .rsaPKCS1(.sha384))
        #expect(try certificate.isIssued(by: certificate))
    }

    @Test("SHA-1 is not listed: the certificate is read, its signature is not judged")
    func sha1() throws {
        let certificate = try Self.make(Self.ec + ["-sha1"])
        #expect(certificate.signatureAlgorithm == nil)
        #expect(refusal(.notListed) { _ = try certificate.isIssued(by: certificate) })
    }

    struct Refused: Sendable, CustomTestStringConvertible {
        let rule: String
        let options: [String]
        let code: CryptographyError.Code
        var testDescription: String { rule }
    }

    static let refused = [
        Refused(
            rule: "an unknown critical extension", options: ec + ["-addext", "1.2.3.4=critical,ASN1:NULL"],
            code: .certificateRefused),
        Refused(
            rule: "a critical extended key usage", options: ec + ["-addext", "extendedKeyUsage=critical,serverAuth"],
            code: .certificateRefused),
        Refused(rule: "Ed25519", options: ["-newkey", "ed25519"], code: .unsupportedAlgorithm),
        Refused(rule: "RSA of 1024 bits", options: ["-newkey", "rsa:1024"], code: .invalidKey),
    ]

    @Test("refused", arguments: refused)
    func refuses(_ refused: Refused) throws {
        #expect(Self.refused.count == 4)
        #expect(refusal(refused.code) { _ = try Self.make(refused.options) })
    }

    @Test("a bundle may hold text between its certificates, and nothing else")
    func bundle() throws {
        let certificate = try Self.make(Self.ec)
        let other = try Self.make(Self.ec)
        let text = "subject=one\n\(certificate.pem)\nsubject=two\r\n\(other.pem)"
        #expect(try Certificate.pemBundle(Array(text.utf8)) == [certificate, other])
        let key = PEM.encode([1], label: "PRIVATE KEY")
        for bad in ["", "text", certificate.pem + key, String(certificate.pem.dropLast(5)), PEM.encode([], label: "X")]
        {
            #expect(refusal(.malformed) { _ = try Certificate.pemBundle(Array(bad.utf8)) }, "\(bad)")
        }
        let header = certificate.pem.replacing("CERTIFICATE-----\nMI", with: "CERTIFICATE-----\nA: b\nMI")
        #expect(refusal(.malformed) { _ = try Certificate.pemBundle(Array(header.utf8)) })
    }
}
