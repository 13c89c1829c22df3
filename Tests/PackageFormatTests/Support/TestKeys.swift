import Cryptography
import DER
import Label

@testable import PackageFormat

/// Keys that are made once for all tests.
enum TestKeys {
    /// Two recipients on each curve, and two with RSA.
    static let recipients: [KeyType: [SharedKey]] = make([.p256, .p384, .p521, .rsa(bits: 3_072)], 2)
    /// Those who sign: P-256, because it is the smallest and fastest.
    static let signers: [TestSigner] = (try? ["署名 太郎", "署名 次郎"].map(TestSigner.init)) ?? []

    static func recipient(_ type: KeyType = .p256, _ number: Int = 0) throws -> SharedKey {
        guard let keys = recipients[type], number < keys.count else {
            throw CryptographyError(.invalidKey, operation: "test", reason: "no key")
        }
        return keys[number]
    }

    static func signer(_ number: Int = 0) throws -> TestSigner {
        guard number < signers.count else {
            throw CryptographyError(.invalidKey, operation: "test", reason: "no signer")
        }
        return signers[number]
    }

    private static func make(_ types: [KeyType], _ count: Int) -> [KeyType: [SharedKey]] {
        var keys: [KeyType: [SharedKey]] = [:]
        for type in types { keys[type] = (0..<count).compactMap { _ in try? SharedKey(type) } }
        return keys
    }
}

/// A private key that tests share.
final class SharedKey: Sendable {
    let key: PrivateKey

    init(_ type: KeyType) throws { key = try PrivateKey.generate(type) }

    var publicKey: PublicKey { key.publicKey }
}

/// A signing key and its certificate.
final class TestSigner: Sendable {
    let key: PrivateKey
    let certificate: Certificate

    init(name: String) throws {
        let key = try PrivateKey.generate(.p256)
        let subject = try Subject(commonName: name, organizationalUnit: "総務課", mail: "taro@example.jp")
        // 2026-01-01 to 2031-01-01.
        certificate = try Certificate.selfSigned(key, subject: subject, validity: 1_767_225_600..<1_924_992_000)
        self.key = key
    }
}

/// 2026-11-21 10:00:00 UTC.
let sealingTime: DERTime = {
    guard let time = DERTime(text: "20261121100000Z") else { preconditionFailure("a valid time") }
    return time
}()
