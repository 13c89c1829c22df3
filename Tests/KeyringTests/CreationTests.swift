import Cryptography
import Glibc
import Keyring
import SystemIO
import TestSupport
import Testing

@Suite("An own identity is a folder of standard files")
struct CreationTests {
    let fixture: Fixture
    init() throws { fixture = try Fixture() }

    static let types: [KeyType] = [.p256, .p384, .p521, .rsa(bits: 3072)]

    @Test("openssl reads the keys and certificates, and accepts the link", arguments: types)
    func openssl(_ type: KeyType) throws {
        let identity = try fixture.create("soumu", type)
        for (role, certificate) in [("signing", identity.signing), ("encryption", identity.encryption)] {
            let key = fixture.file("soumu", "\(role).key.pem")
            let file = fixture.file("soumu", "\(role).cert.pem")
            let fromKey = try run("openssl", ["pkey", "-in", key, "-passin", "pass:correct horse", "-pubout"])
            let fromCertificate = try run("openssl", ["x509", "-in", file, "-noout", "-pubkey"])
            #expect(fromKey.status == 0)
            #expect(fromKey.text.contains("BEGIN PUBLIC KEY"))
            #expect(fromKey.text == fromCertificate.text)
            #expect(certificate.publicKey.type == type)
            #expect(try run("openssl", ["pkey", "-in", key, "-passin", "pass:wrong", "-noout"]).status != 0)
        }
        let verified = try run(
            "openssl",
            [
                "verify", "-attime", "\(Fixture.now.seconds)", "-x509_strict", "-CAfile",
                fixture.file("soumu", "signing.cert.pem"), fixture.file("soumu", "encryption.cert.pem"),
            ])
        #expect(verified.status == 0, "\(verified.errors)")
    }

    @Test(
        "it has these files, folders of mode 0700 and files of mode 0600, under any umask", arguments: [0o000, 0o022])
    func modes(_ mask: mode_t) throws {
        let old = umask(mask)
        defer { umask(old) }
        try fixture.create("soumu")
        try fixture.keyring.addMembers([try IdentityName("soumu")], to: try IdentityName("all"))
        #expect(try fixture.names("") == ["groups", "identities"])
        let files = ["encryption.cert.pem", "encryption.key.pem", "signing.cert.pem", "signing.key.pem", "trusted"]
        #expect(try fixture.names("identities/soumu") == files)
        for folder in ["", "/identities", "/identities/soumu", "/groups"] {
            #expect(try mode("keyring\(folder)") == 0o700)
        }
        for file in files { #expect(try mode("keyring/identities/soumu/\(file)") == 0o600) }
        #expect(try mode("keyring/groups/all") == 0o600)
    }

    private func mode(_ path: String) throws -> UInt32 {
        try Descriptor.open(Path(fixture.folder(path)), .readOnly).metadata().mode
    }

    @Test("what was made is found by name, fingerprint, key and certificate, and is trusted")
    func finds() throws {
        let made = try fixture.create("総務課")
        try fixture.add("zaimu")
        #expect(made.isOwn && made.trust == .trusted(since: Fixture.now))
        #expect(try fixture.keyring.identity(try IdentityName("総務課")) == made)
        #expect(try fixture.keyring.identity(withFingerprint: made.fingerprint) == made)
        for certificate in [made.signing, made.encryption] {
            #expect(try fixture.keyring.identity(withKeyID: certificate.publicKey.keyID) == made)
            #expect(try fixture.keyring.identity(withCertificate: certificate.sha256) == made)
        }
        #expect(try fixture.keyring.identity(withKeyID: made.signing.sha256) == nil)
        let listing = try fixture.keyring.identities()
        #expect(listing.identities.map(\.name.text) == ["zaimu", "総務課"])
        #expect(listing.own == [made])
        #expect(listing.problems.isEmpty)
    }

    @Test("a keyring that is not there is empty, and reading does not make it")
    func empty() throws {
        #expect(try fixture.keyring.identities().identities.isEmpty)
        #expect(try fixture.keyring.groups().isEmpty)
        #expect(try fixture.keyring.identity(withKeyID: []) == nil)
        let error = refusal { () throws(KeyringError) in try fixture.keyring.identity(try IdentityName("a")) }
        #expect(error == KeyringError(.notFound, "", name: "a"))
        try fixture.keyring.recover()
        #expect(throws: SystemError.self) { try fixture.names("") }
    }

    @Test("a name that is taken is refused, whoever has it")
    func exists() throws {
        try fixture.create("soumu")
        try fixture.keyring.addMembers([try IdentityName("soumu")], to: try IdentityName("all"))
        let before = try fixture.read("soumu", "signing.key.pem")
        for name in ["soumu", "all"] {
            let new = try Fixture.new(name)
            let error = refusal { () throws(KeyringError) in
                try fixture.keyring.create(new, passphrase: passphrase(), now: Fixture.now)
            }
            #expect(error == KeyringError(.exists, "", name: name))
        }
        #expect(try fixture.read("soumu", "signing.key.pem") == before)
    }

    @Test("of many that make one name at once, one wins and the others are told so")
    func race() throws {
        let keyring = fixture.keyring
        let new = try Fixture.new("soumu")
        let codes = Collected()
        runWorkers(6) { _ in
            let error = refusal { () throws(KeyringError) in
                try keyring.create(new, passphrase: passphrase(), now: Fixture.now)
            }
            codes.add(error?.code)
        }
        #expect(codes.all.filter { $0 == nil }.count == 1)
        #expect(codes.all.filter { $0 == .exists }.count == 5)
        #expect(try fixture.names("identities") == ["soumu"])
        #expect(try keyring.identities().problems.isEmpty)
    }

    static let unusable: [([UInt8], String)] = [
        ([], "the passphrase is empty"),
        ([UInt8](repeating: 0x61, count: 1025), "the passphrase is longer than 1024 bytes"),
        ([0x61, 0xFF], "not valid UTF-8"),
    ]

    @Test("a passphrase that cannot be used is refused, and nothing is made", arguments: unusable)
    func passphrases(_ bytes: [UInt8], _ reason: String) throws {
        let new = try Fixture.new("soumu")
        let error = refusal { () throws(KeyringError) in
            try fixture.keyring.create(new, passphrase: Secret(copying: bytes), now: Fixture.now)
        }
        #expect(error?.code == .invalidPassphrase)
        #expect(error?.reason == reason)
        #expect(!fixture.folder.exists("keyring/identities/soumu"))
    }

    @Test("too few or too many iterations are refused, and nothing is left", arguments: [0, 999, 10_000_001])
    func iterations(_ count: Int) throws {
        let plain = try Fixture.new("soumu")
        let new = NewIdentity(
            name: plain.name, type: .p256, subject: plain.subject, validity: plain.validity, iterations: count)
        let error = refusal { () throws(KeyringError) in
            try fixture.keyring.create(new, passphrase: passphrase(), now: Fixture.now)
        }
        #expect(error?.code == .cryptography)
        #expect(error?.cryptography?.code == .outOfRange)
        #expect(try fixture.names("identities").isEmpty)
    }

    @Test("the default is P-384 and 600,000 iterations")
    func defaults() throws {
        let plain = try Fixture.new("soumu")
        let new = NewIdentity(name: plain.name, subject: plain.subject, validity: plain.validity)
        #expect(new.type == .p384 && new.iterations == 600_000)
        _ = try fixture.keyring.create(new, passphrase: passphrase(), now: Fixture.now)
        let shown = try run("openssl", ["asn1parse", "-in", fixture.file("soumu", "signing.key.pem")])
        #expect(shown.text.contains(":0927C0"))
        #expect(shown.text.contains("hmacWithSHA512") && shown.text.contains("aes-256-cbc"))
    }

    @Test("the folder is where the XDG specification puts it")
    func location() {
        func path(_ variables: [String: String]) -> Path? { Keyring.defaultPath { variables[$0] } }
        #expect(path(["XDG_DATA_HOME": "/data", "HOME": "/h"]) == "/data/fubako/keyring")
        #expect(path(["XDG_DATA_HOME": "data", "HOME": "/h"]) == "/h/.local/share/fubako/keyring")
        #expect(path(["HOME": "/h"]) == "/h/.local/share/fubako/keyring")
        #expect(path(["HOME": "h"]) == nil)
        #expect(path([:]) == nil)
    }
}
