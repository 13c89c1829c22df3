import Cryptography
import DER
import Keyring
import SystemIO
import TestSupport
import Testing

@testable import Console
@testable import Terminal

@Suite("An identity is shown whole")
struct IdentityDisplayTests {
    /// 2026-04-01T00:00:00Z.
    static let now = DERTime(seconds: 1_775_001_600)

    static func withIdentity(_ body: (Identity, DERTime) throws -> Void) throws {
        let folder = try TemporaryFolder()
        let now = try #require(now)
        let new = NewIdentity(
            name: try IdentityName("総務"), type: .p256,
            subject: try Subject(commonName: "soumu", organizationalUnit: "総務課", mail: "s@example.jp"),
            validity: now.seconds..<now.seconds + 86_400, iterations: 1_000)
        let keyring = Keyring(Path(folder("keyring")))
        let identity = try keyring.create(new, passphrase: Secret(copying: Array("x".utf8)), now: now)
        try body(identity, now)
    }

    @Test("in Japanese, under one another")
    func japanese() throws {
        try Self.withIdentity { identity, now in
            #expect(
                aligned(identity.lines(at: now, .ja)) == [
                    "名前:         総務",
                    "指紋:         \(identity.fingerprint.text)",
                    "信頼:         自分",
                    "証明書の名前: soumu",
                    "組織:         総務課",
                    "メール:       s@example.jp",
                    "署名鍵:       p256、2026-04-01 から 2026-04-01 まで",
                    "暗号化鍵:     p256、2026-04-01 から 2026-04-01 まで",
                ])
        }
    }

    @Test("with what is wrong with its period")
    func period() throws {
        try Self.withIdentity { identity, now in
            for (seconds, text) in [(Int64(86_400), " (expired)"), (0, ""), (-1, " (not valid yet)")] {
                let moment = try #require(DERTime(seconds: now.seconds + seconds))
                let line = try #require(identity.lines(at: moment, .en).last)
                #expect(line.value == "p256, 2026-04-01 to 2026-04-01" + text)
            }
        }
    }

    @Test("as a row of a table, in columns as a terminal shows them")
    func rows() throws {
        try Self.withIdentity { identity, _ in
            let rows = table(of: [identity, identity], .en)
            #expect(rows == Array(repeating: "総務  own  p256  2026-04-01  \(identity.fingerprint.text)", count: 2))
            #expect(table(of: [], .en).isEmpty)
        }
    }

    @Test("as JSON, with times to the second")
    func json() throws {
        try Self.withIdentity { identity, now in
            let text = try JSON.text(IdentityJSON(identity, at: now))
            for part in [
                #""name":"総務""#, #""own":true"#, #""trust":"trusted""#, #""trustedSince":"2026-04-01T00:00:00Z""#,
                #""fingerprint":"\#(hexadecimal(identity.fingerprint.bytes))""#, #""notAfter":"2026-04-01T23:59:59Z""#,
                #""validity":"valid""#, #""mail":"s@example.jp""#,
            ] { #expect(text.contains(part)) }
        }
    }
}
