import DER
import TestSupport
import Testing

@testable import Cryptography

@Suite("SignedData is written as openssl reads it")
struct SignedDataTests {
    static let contentType = ObjectIdentifier(2, 25).appending(12_345_678_901_234_567_890)
    static let content = Array("content to be signed\r\n\0".utf8)

    @Test("what is signed verifies, for every type of key", arguments: PublicKeyTests.types)
    func roundTrip(_ type: KeyType) throws {
        let signer = try Signer(type)
        let certificate = signer.certificate
        let time = try #require(DERTime(seconds: validity.lowerBound))
        let der = try SignedData.sign(
            contentType: Self.contentType, content: Self.content, certificate: certificate, key: signer.key)
        let verified = try SignedData.verify(der, contentType: Self.contentType, content: Self.content)
        #expect(verified.certificate == certificate && verified.signingTime == nil)
        #expect(verified.algorithm == SignatureAlgorithm(signingWith: type))
        let digest = try Cryptography.hash(type.matchingHash, Self.content)
        let timed = try SignedData.sign(
            contentType: Self.contentType, digest: digest, certificate: certificate, key: signer.key, signingTime: time)
        let verifiedByDigest = try SignedData.verify(timed, contentType: Self.contentType) { hash in
            #expect(hash == type.matchingHash)
            return digest
        }
        #expect(verifiedByDigest.signingTime == time)
    }

    @Test("openssl cms -verify accepts it, also with -cades", arguments: PublicKeyTests.types)
    func openssl(_ type: KeyType) throws {
        let signer = try Signer(type)
        for contentType in [Self.contentType, SignedDataFields.dataType] {
            let der = try SignedData.sign(
                contentType: contentType, content: Self.content, certificate: signer.certificate, key: signer.key)
            let folder = try TemporaryFolder()
            try folder.write(der, to: "signature.der")
            try folder.write(Self.content, to: "content")
            try folder.write(Array(signer.certificate.pem.utf8), to: "signer.pem")
            let command = [
                "cms", "-verify", "-inform", "DER", "-in", folder("signature.der"), "-content", folder("content"),
                "-binary", "-CAfile", folder("signer.pem"), "-purpose", "any", "-attime", "\(validity.lowerBound + 1)",
            ]
            for options in [[], ["-cades"]] {
                let result = try run("openssl", command + options)
                #expect(result.status == 0 && result.output == Self.content, "\(options) \(result.errors)")
            }
            try folder.write(Self.content + [0], to: "content")
            #expect(try run("openssl", command).status != 0)
        }
    }

    @Test("what openssl cms -sign -cades writes without capabilities verifies here", arguments: ["sha256", "sha384"])
    func fromOpenSSL(_ hash: String) throws {
        let signer = try Signer(.p256)
        let folder = try TemporaryFolder()
        try folder.write(try signer.key.unencryptedPKCS8ForTests(), to: "key.der")
        try folder.write(Array(signer.certificate.pem.utf8), to: "signer.pem")
        let der = try CryptographyTests.openssl(
            "cms", "-sign", "-cades", "-nosmimecap", "-binary", "-outform", "DER", "-md", hash, "-keyform", "DER",
            "-inkey", folder("key.der"), "-signer", folder("signer.pem"), input: Self.content
        ).output
        let verified = try SignedData.verify(der, contentType: SignedDataFields.dataType, content: Self.content)
        #expect(verified.certificate == signer.certificate && verified.signingTime != nil)
    }

    @Test("every flipped bit and every truncation is refused")
    func flippedBits() throws {
        let signer = try Signer(.p256)
        let der = try SignedData.sign(
            contentType: Self.contentType, content: Self.content, certificate: signer.certificate, key: signer.key)
        var accepted: [Int] = []
        for bit in 0..<8 * der.count {
            do throws(CryptographyError) {
                _ = try SignedData.verify(der.flipping(bit), contentType: Self.contentType, content: Self.content)
                accepted.append(bit)
            } catch {
                #expect(error.code != .opensslFailure, "bit \(bit): \(error)")
            }
        }
        #expect(accepted == [])
        for count in 0..<der.count {
            #expect(
                refusal(.malformed) {
                    _ = try SignedData.verify(
                        Array(der.prefix(count)), contentType: Self.contentType, content: Self.content)
                })
        }
    }

    @Test("signing wants the certificate of the key, one that allows signing, and a digest of the right length")
    func signing() throws {
        let signer = try Signer(.p256)
        let other = try PrivateKey.generate(.p256)
        let issuer = signer.certificate
        let encryption = try Certificate.issue(
            other.publicKey, subject: issuer.subject, validity: validity, issuer: issuer, by: signer.key)
        func code(
            _ certificate: Certificate, _ key: borrowing PrivateKey, _ digest: Int
        ) -> CryptographyError.Code? {
            do throws(CryptographyError) {
                _ = try SignedData.sign(
                    contentType: Self.contentType, digest: [UInt8](repeating: 0, count: digest),
                    certificate: certificate, key: key)
                return nil
            } catch {
                return error.code
            }
        }
        let codes = [
            code(issuer, other, 32), code(encryption, other, 32), code(issuer, signer.key, 31),
            code(issuer, signer.key, 32),
        ]
        #expect(codes == [.invalidKey, .certificateRefused, .outOfRange, nil])
    }
}
