import TestSupport

@testable import Cryptography

/// 2026-01-01 to 2031-01-01.
let validity: Range<Int64> = 1_767_225_600..<1_924_992_000

/// A signing key and its self-signed certificate.
struct Signer: ~Copyable {
    let key: PrivateKey
    let certificate: Certificate

    init(_ type: KeyType, name: String = "総務 太郎") throws {
        let key = try PrivateKey.generate(type)
        let subject = try Subject(commonName: name, organizationalUnit: "総務課", mail: "taro@example.jp")
        certificate = try Certificate.selfSigned(key, subject: subject, validity: validity)
        self.key = key
    }
}
