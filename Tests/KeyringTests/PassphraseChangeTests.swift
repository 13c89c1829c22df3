import Cryptography
import SystemIO
import TestSupport
import Testing

@testable import Keyring

@Suite("A new passphrase, whole or not at all")
struct PassphraseChangeTests {
    let fixture: Fixture
    let identity: Identity
    init() throws {
        fixture = try Fixture()
        identity = try fixture.create("soumu")
    }

    private func change(_ old: String, _ new: String, of name: String = "soumu") -> KeyringError? {
        refusal { () throws(KeyringError) in
            try fixture.keyring.changePassphrase(
                of: try IdentityName(name), from: passphrase(old), to: passphrase(new), iterations: 1000)
        }
    }

    /// Which keys a passphrase opens.
    private func opens(_ text: String) -> [Bool] {
        let signing = refusal { () throws(KeyringError) in
            try fixture.keyring.unlockSigning(identity, passphrase: passphrase(text))
        }
        let encryption = refusal { () throws(KeyringError) in
            try fixture.keyring.unlockEncryption(identity, passphrase: passphrase(text))
        }
        return [signing == nil, encryption == nil]
    }

    private func opensByOpenSSL(_ text: String) throws -> [Bool] {
        try ["signing", "encryption"].map { role in
            let file = fixture.file("soumu", "\(role).key.pem")
            return try run("openssl", ["pkey", "-in", file, "-passin", "pass:\(text)", "-noout"]).status == 0
        }
    }

    @Test("afterwards only the new one opens both keys")
    func changes() throws {
        let files = try fixture.names("identities/soumu")
        #expect(change("correct horse", "new") == nil)
        #expect(opens("new") == [true, true] && opens("correct horse") == [false, false])
        #expect(try opensByOpenSSL("new") == [true, true])
        #expect(try fixture.names("identities/soumu") == files)
        #expect(try fixture.keyring.identity(identity.name) == identity)
    }

    @Test("a refused change changes nothing")
    func refuses() throws {
        try fixture.add("zaimu")
        let before = try fixture.read("soumu", "signing.key.pem")
        #expect(change("wrong", "new") == KeyringError(.wrongPassphrase, "", name: "soumu"))
        #expect(change("correct horse", "")?.code == .invalidPassphrase)
        #expect(change("correct horse", "new", of: "zaimu") == KeyringError(.notOwn, "", name: "zaimu"))
        #expect(change("correct horse", "new", of: "nobody") == KeyringError(.notFound, "", name: "nobody"))
        #expect(try fixture.read("soumu", "signing.key.pem") == before)
        #expect(opens("correct horse") == [true, true])
    }

    /// The keys, encrypted under "new".
    private func keyFiles() throws -> KeyFiles {
        let signing = try fixture.keyring.unlockSigning(identity, passphrase: passphrase())
        let encryption = try fixture.keyring.unlockEncryption(identity, passphrase: passphrase())
        return try KeyFiles(signing.key, encryption.key, passphrase: passphrase("new"), iterations: 1000)
    }

    private func withFolder(_ body: (borrowing IdentityFolder) throws -> Void) throws {
        guard let opened = try PrivateFolder.open(Path(fixture.folder("keyring/identities"))),
            let folder = try IdentityFolder(identity.name, in: opened)
        else { throw TestSupportError("no folder") }
        try body(folder)
    }

    @Test(
        "killed after any step, it leaves both keys under the new passphrase, and the next run completes it",
        arguments: 0...2)
    func killed(_ replaced: Int) throws {
        let files = try keyFiles()
        try withFolder { folder in
            try folder.writeNextKeyFiles(files)
            if replaced > 0 { try folder.folder.write(files.signing, to: "signing.key.pem", replacing: true) }
            if replaced > 1 { try folder.folder.write(files.encryption, to: "encryption.key.pem", replacing: true) }
        }
        #expect(opens("new") == [true, true] && opens("correct horse") == [false, false])
        try fixture.keyring.recover()
        #expect(opens("new") == [true, true] && opens("correct horse") == [false, false])
        #expect(try opensByOpenSSL("new") == [true, true])
        #expect(!fixture.folder.exists("keyring/identities/soumu/keys.next.pem"))
    }

    @Test("a change goes on from what a killed one left")
    func changeAfterKill() throws {
        let files = try keyFiles()
        try withFolder { folder in try folder.writeNextKeyFiles(files) }
        #expect(change("correct horse", "newer")?.code == .wrongPassphrase)
        #expect(change("new", "newer") == nil)
        #expect(try opensByOpenSSL("newer") == [true, true])
    }

    @Test("a file of next keys that is not one is refused, and does not hold up other identities")
    func badNext() throws {
        let other = try fixture.create("other")
        try fixture.write(Array("x".utf8), "soumu", "keys.next.pem")
        let error = refusal { () throws(KeyringError) in
            try fixture.keyring.unlockSigning(identity, passphrase: passphrase())
        }
        #expect(error?.code == .malformed)
        #expect(error?.path?.name == Array("keys.next.pem".utf8))
        try fixture.keyring.recover()
        _ = try fixture.keyring.unlockSigning(other, passphrase: passphrase())
    }
}
