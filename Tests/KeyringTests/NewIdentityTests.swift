import DER
import Keyring
import Testing

@Suite("A new identity is valid for whole years")
struct NewIdentityTests {
    static let ends: [(String, Int, String)] = [
        ("20260401090000Z", 5, "20310401085959Z"), ("20260101000000Z", 1, "20261231235959Z"),
        ("20240229120000Z", 1, "20250301115959Z"), ("20240229120000Z", 4, "20280229115959Z"),
    ]

    @Test("until the second before the same time of the same day", arguments: ends)
    func end(_ now: String, _ years: Int, _ last: String) throws {
        let now = try #require(DERTime(text: now))
        let new = try NewIdentity(
            name: IdentityName("soumu"), type: .p256, unit: nil, mail: nil, years: years, now: now)
        #expect(new.validity.lowerBound == now.seconds)
        #expect(DERTime(seconds: new.validity.upperBound - 1)?.text == last)
    }

    @Test("its texts are composed, and refused if they cannot stand in a certificate")
    func texts() throws {
        let name = try IdentityName("か\u{3099}")
        let new = try NewIdentity(
            name: name, type: .p256, unit: "か\u{3099}", mail: "a@example.jp", years: 1, now: Fixture.now)
        #expect(new.subject.commonName == "が")
        #expect(Array((new.subject.organizationalUnit ?? "").unicodeScalars) == ["が"])
        for (unit, mail, years) in [("\u{7}", "a@example.jp", 1), ("x", "a", 1), ("x", "a@example.jp", 9_000)] {
            let error = refusal { () throws(KeyringError) in
                try NewIdentity(name: name, type: .p256, unit: unit, mail: mail, years: years, now: Fixture.now)
            }
            #expect(error?.code == .cryptography)
        }
    }

    @Test("a name that is taken is found out before anything is made")
    func free() throws {
        let fixture = try Fixture()
        #expect(refusal { () throws(KeyringError) in try fixture.keyring.requireFree(IdentityName("soumu")) } == nil)
        try fixture.create("soumu")
        try fixture.keyring.addMembers([IdentityName("soumu")], to: IdentityName("kyoku"))
        for name in ["soumu", "kyoku"] {
            let error = refusal { () throws(KeyringError) in try fixture.keyring.requireFree(IdentityName(name)) }
            #expect(error?.code == .exists)
        }
    }
}
