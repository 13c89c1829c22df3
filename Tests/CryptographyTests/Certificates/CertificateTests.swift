import DER
import TestSupport
import Testing

@testable import Cryptography

@Suite("certificates")
struct CertificateTests {
    static let types = PublicKeyTests.types

    @Test("a self-signed certificate says what a signing certificate must", arguments: types)
    func selfSigned(_ type: KeyType) throws {
        let certificate = try Signer(type).certificate
        #expect(certificate.isCA && certificate.pathLength == 0)
        #expect(certificate.keyUsage == [.digitalSignature, .keyCertSign])
        #expect(certificate.maySign && !certificate.mayReceive)
        #expect(certificate.subject.commonName == "総務 太郎" && certificate.subject.organizationalUnit == "総務課")
        #expect(certificate.subject.mail == "taro@example.jp")
        #expect(certificate.notBefore.seconds == validity.lowerBound)
        #expect(certificate.notAfter.seconds == validity.upperBound - 1)
        #expect(certificate.serialNumber.count == 16)
        #expect(certificate.signatureAlgorithm == SignatureAlgorithm(signingWith: type))
        #expect(try certificate.isIssued(by: certificate))
        #expect(try Certificate(der: certificate.der) == certificate)
        #expect(try Certificate.pemBundle(Array(certificate.pem.utf8)) == [certificate])
    }

    @Test("an encryption certificate is issued by the signing key, and openssl agrees", arguments: types)
    func issued(_ type: KeyType) throws {
        let signer = try Signer(type)
        let issuer = signer.certificate
        let key = try PrivateKey.generate(type).publicKey
        let certificate = try Certificate.issue(
            key, subject: issuer.subject, validity: validity, issuer: issuer, by: signer.key)
        #expect(!certificate.isCA && certificate.mayReceive && !certificate.maySign)
        #expect(try certificate.isIssued(by: issuer))
        #expect(try !certificate.isIssued(by: Signer(type).certificate))
        #expect(try !issuer.isIssued(by: certificate))

        let folder = try TemporaryFolder()
        try folder.write(Array(issuer.pem.utf8), to: "issuer.pem")
        try folder.write(Array(certificate.pem.utf8), to: "key.pem")
        let time = "\(validity.lowerBound + 1)"
        for name in ["issuer.pem", "key.pem"] {
            let verified = try openssl(
                "verify", "-x509_strict", "-attime", time, "-CAfile", folder("issuer.pem"), folder(name))
            #expect(verified.text.contains(": OK"))
        }
        let text = try openssl("x509", "-in", folder("key.pem"), "-noout", "-text", "-nameopt", "utf8").text
        for part in ["Version: 3", "CA:FALSE", "CN=総務 太郎", "OU=総務課", "email:taro@example.jp"] {
            #expect(text.contains(part), "\(part)")
        }
        #expect(text.contains(type.coordinateSize == nil ? "Key Encipherment" : "Key Agreement"))
        let issuerText = try openssl("x509", "-in", folder("issuer.pem"), "-noout", "-text").text
        for part in ["CA:TRUE, pathlen:0", "Digital Signature, Certificate Sign"] { #expect(issuerText.contains(part)) }
        if case .rsa = type { #expect(issuerText.contains("Signature Algorithm: rsassaPss")) }
    }

    @Test("issuing is refused with another key, for the signing key itself, and by a certificate that may not issue")
    func issuing() throws {
        let signer = try Signer(.p256)
        let issuer = signer.certificate
        let other = try PrivateKey.generate(.p256)
        let made = try Certificate.issue(
            other.publicKey, subject: issuer.subject, validity: validity, issuer: issuer, by: signer.key)
        let third = try PrivateKey.generate(.p256).publicKey
        func issue(
            _ key: PublicKey, _ issuer: Certificate, _ signing: borrowing PrivateKey, _ range: Range<Int64> = validity
        ) -> CryptographyError.Code? {
            do throws(CryptographyError) {
                _ = try Certificate.issue(key, subject: issuer.subject, validity: range, issuer: issuer, by: signing)
                return nil
            } catch {
                return error.code
            }
        }
        let codes = [
            issue(third, issuer, other), issue(issuer.publicKey, issuer, signer.key), issue(third, made, other),
            issue(third, issuer, signer.key, 5..<5), issue(third, issuer, signer.key, -5..<5),
        ]
        #expect(codes == [.invalidKey, .invalidKey, .certificateRefused, .outOfRange, .outOfRange])
    }

    @Test(
        "times to 2049 are UTCTime, from 2050 GeneralizedTime; both come back",
        arguments: [2_524_607_999, 2_524_608_000])
    func times(_ second: Int64) throws {
        let key = try PrivateKey.generate(.p256)
        let certificate = try Certificate.selfSigned(
            key, subject: Subject(commonName: "x"), validity: second..<second + 1)
        #expect(certificate.notBefore.seconds == second && certificate.notAfter.seconds == second)
    }

    @Test("every flipped bit is refused, or breaks the signature; every truncation is refused")
    func flippedBits() throws {
        let certificate = try Signer(.p256).certificate
        for bit in 0..<8 * certificate.der.count {
            guard let changed = try? Certificate(der: certificate.der.flipping(bit)) else { continue }
            let stands = try? changed.isIssued(by: certificate)
            #expect(stands != true, "bit \(bit)")
        }
        for count in 0..<certificate.der.count {
            #expect(refusal(.malformed) { _ = try Certificate(der: Array(certificate.der.prefix(count))) })
        }
        #expect(refusal(.malformed) { _ = try Certificate(der: certificate.der + [0]) })
        #expect(refusal(.malformed) { _ = try Certificate(der: [UInt8](repeating: 0, count: 65_537)) })
    }

    struct Name: Sendable, CustomTestStringConvertible {
        let rule: String
        let text: String
        var testDescription: String { rule }
    }

    static let refusedNames = [
        Name(rule: "empty", text: ""), Name(rule: "65 characters", text: String(repeating: "字", count: 65)),
        Name(rule: "line feed", text: "a\nb"), Name(rule: "escape", text: "\u{1B}[31m"),
        Name(rule: "right-to-left override", text: "a\u{202E}b"), Name(rule: "zero width space", text: "a\u{200B}b"),
        Name(rule: "line separator", text: "a\u{2028}b"), Name(rule: "decomposed kana", text: "か\u{3099}"),
        Name(rule: "private use", text: "\u{E000}"),
    ]

    @Test("a name that hides or reorders something is refused", arguments: refusedNames)
    func names(_ name: Name) throws {
        #expect(Self.refusedNames.count == 9)
        #expect(refusal(.invalidText) { _ = try Subject(commonName: name.text) })
        #expect(refusal(.invalidText) { _ = try Subject(commonName: "x", organizationalUnit: name.text) })
    }

    @Test(
        "a mail address is printable ASCII around one @",
        arguments: ["", "a", "@b", "a@", "a@b@c", "a b@c", "あ@b", "a@b\n", String(repeating: "a", count: 253) + "@b"])
    func addresses(_ mail: String) throws {
        #expect(refusal(.invalidText) { _ = try Subject(commonName: "x", mail: mail) })
    }
}
