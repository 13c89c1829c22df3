import Cryptography
import DER
import Keyring
import TestSupport
import Testing

@Suite("Certificates of others are added, trusted and removed")
struct ImportTests {
    let fixture: Fixture
    init() throws { fixture = try Fixture() }

    @Test("what one exports, another imports with the same fingerprint")
    func exportImport() throws {
        let theirs = try Fixture().create("soumu", .p384)
        let pair = try CertificatePair(pem: theirs.pair.pem)
        let name = try #require(IdentityName(suggestedBy: pair))
        let added = try fixture.keyring.add(
            pair, as: name, fingerprint: theirs.fingerprint, trustedSince: Fixture.now)
        #expect(added.fingerprint == theirs.fingerprint)
        #expect(added.name.text == "soumu" && added.isTrusted && !added.isOwn)
        #expect(try fixture.keyring.identity(name) == added)
        let files = ["encryption.cert.pem", "signing.cert.pem", "trusted"]
        #expect(try fixture.names("identities/soumu") == files)
    }

    @Test("another fingerprint than the expected one adds nothing")
    func wrongFingerprint() throws {
        let expected = try Fixture.stranger().fingerprint
        let pair = try Fixture.stranger()
        let error = refusal { () throws(KeyringError) in
            try fixture.keyring.add(
                pair, as: try IdentityName("a"), fingerprint: expected, trustedSince: Fixture.now)
        }
        #expect(error == KeyringError(.fingerprintMismatch, "", name: "a"))
        #expect(try fixture.keyring.identities().identities.isEmpty)
    }

    @Test("a name or a key that is there already is refused")
    func exists() throws {
        let first = try fixture.add("a")
        let pair = try Fixture.stranger()
        let sameName = refusal { () throws(KeyringError) in
            try fixture.keyring.add(pair, as: first.name, trustedSince: nil)
        }
        #expect(sameName == KeyringError(.exists, "", name: "a"))
        let sameKey = refusal { () throws(KeyringError) in
            try fixture.keyring.add(first.pair, as: try IdentityName("b"), trustedSince: nil)
        }
        #expect(sameKey == KeyringError(.exists, "", name: "b"))
        #expect(sameKey?.reason == "the identity 'a' has the same key")
    }

    @Test("trust is given to one fingerprint, and withdrawn")
    func trust() throws {
        let added = try fixture.add("a", trusted: false)
        let untrusted = refusal { () throws(KeyringError) in try added.requireTrusted() }
        #expect(untrusted == KeyringError(.notTrusted, "", name: "a"))
        let other = try Fixture.stranger().fingerprint
        let mismatch = refusal { () throws(KeyringError) in
            try fixture.keyring.trust(added.name, fingerprint: other, since: Fixture.now)
        }
        #expect(mismatch?.code == .fingerprintMismatch)
        #expect(try fixture.keyring.identity(added.name).trust == .untrusted)
        try fixture.keyring.trust(added.name, fingerprint: added.fingerprint, since: Fixture.now)
        let trusted = try fixture.keyring.identity(added.name)
        #expect(trusted.trust == .trusted(since: Fixture.now))
        try trusted.requireTrusted()
        for _ in 0..<2 { try fixture.keyring.untrust(added.name) }
        #expect(try fixture.keyring.identity(added.name).trust == .untrusted)
    }

    @Test("the record of trust is three lines, and any other form is refused")
    func trustRecord() throws {
        let added = try fixture.add("a")
        let text = "fubako-trust 1\nfingerprint \(added.fingerprint)\nsince 2026-04-01T00:16:40Z\n"
        #expect(String(decoding: try fixture.read("a", "trusted"), as: UTF8.self) == text)
        let forms = [
            "", "x", String(text.dropLast()), text + "\n", text.lowercased(), " " + text,
            text.replacing("fubako-trust 1", with: "fubako-trust 2"), text.replacing("Z", with: ""),
            text.replacing("2026-04-01", with: "2026-02-30"), text.replacing(" 00:", with: "  00:") + " ",
            text.replacing("\n", with: "\r\n"), text.replacing("2026-04-01", with: "20260401"),
        ]
        #expect(forms.count == 12)
        for form in forms {
            try fixture.write(Array(form.utf8), "a", "trusted")
            let error = refusal { () throws(KeyringError) in try fixture.keyring.identity(added.name) }
            #expect(error?.code == .malformed, "\(form)")
            #expect(error?.path?.string == fixture.file("a", "trusted"))
        }
        try fixture.write([UInt8](repeating: 0x61, count: 257), "a", "trusted")
        #expect(refusal { () throws(KeyringError) in try fixture.keyring.identity(added.name) }?.code == .tooLarge)
        // It can be given anew.
        try fixture.keyring.trust(added.name, fingerprint: added.fingerprint, since: Fixture.now)
        #expect(try fixture.keyring.identity(added.name).isTrusted)
    }

    @Test("certificates that were exchanged are not trusted any more")
    func exchanged() throws {
        let added = try fixture.add("a")
        let other = try Fixture.stranger()
        try fixture.write(Array(other.signing.pem.utf8), "a", "signing.cert.pem")
        let half = refusal { () throws(KeyringError) in try fixture.keyring.identity(added.name) }
        #expect(half == KeyringError(.notLinked, "", name: "a"))
        try fixture.write(Array(other.encryption.pem.utf8), "a", "encryption.cert.pem")
        let found = try fixture.keyring.identity(added.name)
        #expect(found.trust == .mismatched && !found.isTrusted)
        let error = refusal { () throws(KeyringError) in try found.requireTrusted() }
        #expect(error == KeyringError(.trustMismatch, "", name: "a"))
    }

    @Test("others can be removed, also if they are damaged; one's own cannot")
    func removes() throws {
        let own = try fixture.create("own")
        let added = try fixture.add("a")
        let damaged = try fixture.add("b")
        try fixture.write([], "b", "signing.cert.pem")
        #expect(try fixture.keyring.identities().problems.map(\.name) == ["b"])
        #expect(try fixture.keyring.identity(withFingerprint: added.fingerprint) == added)
        for name in [added.name, damaged.name] { try fixture.keyring.remove(name) }
        #expect(try fixture.names("identities") == ["own"])
        let isOwn = refusal { () throws(KeyringError) in try fixture.keyring.remove(own.name) }
        #expect(isOwn == KeyringError(.isOwn, "", name: "own"))
        let missing = refusal { () throws(KeyringError) in try fixture.keyring.remove(added.name) }
        #expect(missing == KeyringError(.notFound, "", name: "a"))
        #expect(try fixture.keyring.identity(own.name) == own)
    }

    @Test("validity is judged at a given time, both ends included")
    func validity() throws {
        let identity = try fixture.create("own")
        let end = Fixture.start + Fixture.year - 1
        let cases: [(Int64, KeyringError.Code?, Int64?)] = [
            (Fixture.start - 1, .notYetValid, Fixture.start), (Fixture.start, nil, nil), (end, nil, nil),
            (end + 1, .expired, end),
        ]
        for (seconds, code, date) in cases {
            let time = try #require(DERTime(seconds: seconds))
            for error in [
                refusal { () throws(KeyringError) in try identity.checkSealing(at: time) },
                refusal { () throws(KeyringError) in try identity.checkSigning(at: time) },
            ] {
                #expect(error?.code == code)
                #expect(error?.date?.seconds == date)
                #expect(error?.name == (code == nil ? nil : "own"))
            }
        }
        #expect(cases.count == 4)
    }
}
