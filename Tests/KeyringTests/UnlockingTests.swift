import Cryptography
import Keyring
import TestSupport
import Testing

@Suite("A passphrase opens the private keys of an own identity")
struct UnlockingTests {
    let fixture: Fixture
    let identity: Identity
    init() throws {
        fixture = try Fixture()
        identity = try fixture.create("soumu")
    }

    private func signingError(_ text: String = "correct horse") -> KeyringError? {
        refusal { () throws(KeyringError) in try fixture.keyring.unlockSigning(identity, passphrase: passphrase(text)) }
    }

    private func encryptionError(_ text: String = "correct horse") -> KeyringError? {
        refusal { () throws(KeyringError) in
            try fixture.keyring.unlockEncryption(identity, passphrase: passphrase(text))
        }
    }

    @Test("both keys open, and are those of the certificates")
    func unlocks() throws {
        let signing = try fixture.keyring.unlockSigning(identity, passphrase: passphrase())
        #expect(signing.key.publicKey == identity.signing.publicKey)
        #expect(signing.certificate == identity.signing)
        let encryption = try fixture.keyring.unlockEncryption(identity, passphrase: passphrase())
        #expect(encryption.key.publicKey == identity.encryption.publicKey)
        #expect(encryption.certificate == identity.encryption)
    }

    @Test("a wrong passphrase has its own code", arguments: ["correct horsf", "Correct horse", " ", "correct horse\n"])
    func wrong(_ text: String) {
        #expect(signingError(text) == KeyringError(.wrongPassphrase, "", name: "soumu"))
        #expect(encryptionError(text) == KeyringError(.wrongPassphrase, "", name: "soumu"))
    }

    @Test("an empty passphrase is not tried")
    func empty() {
        #expect(signingError("")?.code == .invalidPassphrase)
    }

    @Test("a passphrase is the same however a keyboard composes it")
    func normalized() throws {
        let made = try fixture.keyring.create(
            try Fixture.new("other"), passphrase: passphrase("カ\u{3099}"), now: Fixture.now)
        _ = try fixture.keyring.unlockSigning(made, passphrase: passphrase("ガ"))
        _ = try fixture.keyring.unlockEncryption(made, passphrase: passphrase("カ\u{3099}"))
    }

    @Test("keys that changed places are noticed")
    func exchanged() throws {
        let signing = try fixture.read("soumu", "signing.key.pem")
        try fixture.write(try fixture.read("soumu", "encryption.key.pem"), "soumu", "signing.key.pem")
        try fixture.write(signing, "soumu", "encryption.key.pem")
        #expect(signingError() == KeyringError(.keyMismatch, "", name: "soumu"))
        #expect(encryptionError() == KeyringError(.keyMismatch, "", name: "soumu"))
    }

    @Test("a key file with anything else in it is refused")
    func damaged() throws {
        let whole = try fixture.read("soumu", "signing.key.pem")
        let damages = [[], Array("x".utf8), Array(whole.dropLast(40)), whole + whole, Array(whole.dropFirst(70))]
        for damage in damages {
            try fixture.write(damage, "soumu", "signing.key.pem")
            #expect(signingError() == KeyringError(.malformed, "", name: "soumu"))
        }
        #expect(damages.count == 5)
        try fixture.write([UInt8](repeating: 0x41, count: 98_305), "soumu", "signing.key.pem")
        #expect(signingError()?.code == .tooLarge)
    }

    @Test("the identity of somebody else has nothing to open")
    func notOwn() throws {
        let other = try fixture.add("zaimu")
        let error = refusal { () throws(KeyringError) in
            try fixture.keyring.unlockEncryption(other, passphrase: passphrase())
        }
        #expect(error == KeyringError(.notOwn, "", name: "zaimu"))
    }

    @Test("one private key alone makes the identity unusable, and says which is missing")
    func halfMissing() throws {
        for (missing, name) in [("signing.key.pem", "a"), ("encryption.key.pem", "b")] {
            try fixture.create(name)
            try fixture.folder.remove("keyring/identities/\(name)/\(missing)")
            let error = refusal { () throws(KeyringError) in try fixture.keyring.identity(try IdentityName(name)) }
            #expect(error?.code == .malformed)
            #expect(error?.path?.name == Array(missing.utf8))
        }
    }
}
