import Cryptography
import Glibc
import SystemIO
import TestSupport
import Testing

@testable import Keyring

@Suite("The folder is private, and always whole")
struct StorageTests {
    let fixture: Fixture
    let identity: Identity
    init() throws {
        fixture = try Fixture()
        identity = try fixture.create("soumu")
        try fixture.keyring.addMembers([identity.name], to: try IdentityName("all"))
    }

    /// Loads everything there is.
    private func use() -> KeyringError? {
        refusal { () throws(KeyringError) in
            _ = try fixture.keyring.identity(identity.name)
            _ = try fixture.keyring.unlockSigning(identity, passphrase: passphrase())
            _ = try fixture.keyring.groups()
        }
    }

    static let entries: [(String, String)] = [
        ("", "chmod 700"), ("/identities", "chmod 700"), ("/groups", "chmod 700"), ("/identities/soumu", "chmod 700"),
        ("/identities/soumu/signing.cert.pem", "chmod 600"), ("/identities/soumu/encryption.cert.pem", "chmod 600"),
        ("/identities/soumu/signing.key.pem", "chmod 600"), ("/identities/soumu/encryption.key.pem", "chmod 600"),
        ("/identities/soumu/trusted", "chmod 600"), ("/groups/all", "chmod 600"),
    ]

    @Test("whatever others may read, change or enter is refused, with the remedy", arguments: entries)
    func permissions(_ entry: String, _ remedy: String) throws {
        let path = fixture.folder("keyring" + entry)
        let isFolder = remedy == "chmod 700"
        for extra: mode_t in [0o040, 0o020, 0o010, 0o004, 0o002, 0o001] {
            #expect(chmod(path, (isFolder ? 0o700 : 0o600) | extra) == 0)
            let error = use()
            #expect(error?.code == .unsafePermissions)
            #expect(error?.path?.string == path)
            #expect(error?.remedy == remedy)
        }
        #expect(chmod(path, isFolder ? 0o700 : 0o600) == 0)
        #expect(use() == nil)
        #expect(Self.entries.count == 10)
    }

    @Test("an identity that may not be read does not hide others, and is not taken for unknown")
    func permissionsWhileSearching() throws {
        let added = try fixture.add("zaimu")
        let path = fixture.file("soumu", "signing.cert.pem")
        #expect(chmod(path, 0o644) == 0)
        #expect(try fixture.keyring.identity(withFingerprint: added.fingerprint) == added)
        for fingerprint in [identity.fingerprint, try Fixture.stranger().fingerprint] {
            let error = refusal { () throws(KeyringError) in
                try fixture.keyring.identity(withFingerprint: fingerprint)
            }
            #expect(error == KeyringError(.unsafePermissions, "", path: Path(path)))
        }
        #expect(chmod(path, 0o600) == 0)
        try fixture.write(Array(added.encryption.pem.utf8), "soumu", "encryption.cert.pem")
        let damaged = refusal { () throws(KeyringError) in
            try fixture.keyring.identity(withCertificate: identity.signing.sha256)
        }
        #expect(damaged == KeyringError(.notLinked, "", name: "soumu"))
        let unknown = try Fixture.stranger().signing.publicKey.keyID
        #expect(try fixture.keyring.identity(withKeyID: unknown) == nil)
    }

    @Test(
        "what belongs to somebody else is refused",
        .enabled(if: geteuid() == 0, "only the superuser can give files away"))
    func owner() throws {
        for (entry, _) in Self.entries {
            let path = fixture.folder("keyring" + entry)
            #expect(chown(path, 65_534, 65_534) == 0)
            let error = use()
            #expect(error?.code == .unsafePermissions)
            #expect(error?.path?.string == path)
            #expect(error?.remedy == "chown 0")
            #expect(chown(path, 0, 0) == 0)
        }
        #expect(use() == nil)
    }

    @Test("links, pipes and folders in the place of files are refused", arguments: ["link", "pipe", "folder"])
    func notFiles(_ kind: String) throws {
        let path = fixture.file("soumu", "signing.cert.pem")
        try fixture.folder.remove("keyring/identities/soumu/signing.cert.pem")
        switch kind {
        case "link": #expect(symlink(fixture.file("soumu", "encryption.cert.pem"), path) == 0)
        case "pipe": #expect(mkfifo(path, 0o600) == 0)
        default: #expect(mkdir(path, 0o700) == 0)
        }
        #expect(use() == KeyringError(.malformed, "", name: "soumu", path: Path(path)))
    }

    @Test("a missing certificate is named")
    func missing() throws {
        try fixture.folder.remove("keyring/identities/soumu/encryption.cert.pem")
        let path = Path(fixture.file("soumu", "encryption.cert.pem"))
        #expect(use() == KeyringError(.malformed, "", name: "soumu", path: path))
    }

    @Test("a certificate file holds one certificate")
    func oneCertificate() throws {
        try fixture.write(identity.pair.pem, "soumu", "signing.cert.pem")
        #expect(use()?.code == .malformed)
        try fixture.write([UInt8](repeating: 0x0A, count: 98_305), "soumu", "signing.cert.pem")
        #expect(use()?.code == .tooLarge)
    }

    @Test("entries that are no identities are reported beside the others")
    func strangeEntries() throws {
        #expect(mkdir(fixture.folder("keyring/identities/a b"), 0o700) == 0)
        #expect(mkdir(fixture.folder("keyring/identities/.hidden"), 0o700) == 0)
        try fixture.folder.writePrivate([], to: "keyring/identities/file")
        let listing = try fixture.keyring.identities()
        #expect(listing.identities == [identity])
        #expect(listing.problems.map(\.name) == ["a b", "file"])
        #expect(listing.problems.map(\.code) == [.invalidName, .system])
    }

    @Test("what a killed process had not yet placed is invisible, and the next run takes it away")
    func killedWhilePlacing() throws {
        guard let identities = try PrivateFolder.open(Path(fixture.folder("keyring/identities"))) else {
            throw TestSupportError("no folder")
        }
        let interim = try identities.stage(IdentityFolder.files(try Fixture.stranger(), trustedSince: nil))
        #expect(try fixture.names("identities") == [interim, "soumu"])
        #expect(try fixture.keyring.identities().identities == [identity])
        #expect(try fixture.keyring.identities().problems.isEmpty)
        try fixture.keyring.recover()
        #expect(try fixture.names("identities") == ["soumu"])
    }

    @Test("placing never touches what has the name")
    func placing() throws {
        guard let identities = try PrivateFolder.open(Path(fixture.folder("keyring/identities"))) else {
            throw TestSupportError("no folder")
        }
        let files = [PrivateFolder.NewFile(name: "x", bytes: [1])]
        let error = refusal { () throws(KeyringError) in try identities.place(files, as: identity.name) }
        #expect(error == KeyringError(.exists, "", name: "soumu"))
        #expect(try fixture.names("identities") == ["soumu"])
        #expect(use() == nil)
    }

    @Test("processes that change the keyring wait for each other")
    func lock() throws {
        let names = try (0..<6).map { try IdentityName("m\($0)") }
        for name in names { try fixture.add(name.text) }
        let keyring = fixture.keyring
        let all = try IdentityName("all")
        let codes = Collected()
        runWorkers(6) { worker in
            let member = [names[worker]]
            codes.add(refusal { () throws(KeyringError) in try keyring.addMembers(member, to: all) }?.code)
        }
        #expect(codes.all.allSatisfy { $0 == nil })
        #expect(try keyring.group(all)?.members == names + [identity.name])
    }
}
