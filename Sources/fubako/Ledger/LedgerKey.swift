import ArgumentParser
import Console
import Cryptography
import Keyring
import Ledger
import Operations
import Terminal
import Transparency

/// `fubako ledger key`: the public keys of the ledger, for others.
struct LedgerKey: Subcommand {
    static let configuration = CommandConfiguration(
        "key", ("Show the ledger's public key, and its key as a witness.", "台帳の公開鍵と、立会人としての鍵を表示します。"),
        examples: ["fubako ledger key", "fubako ledger key --only > ledger.vkey"])

    @Flag(help: help("Only the key, for a file.", "ファイルに入れるための鍵だけ。"))
    var only = false

    @Flag(help: help("The key as a witness, which is made if there is none.", "立会人としての鍵。なければ作ります。"))
    var witness = false

    @OptionGroup var common: CommonOptions

    func run(_ session: Session) throws(any Error) -> ExitCode {
        let ledger = try session.ledger(creating: false)
        let key = witness ? try ledger.witnessKey() : ledger.key
        let digest = try hash(.sha256, key.publicKey.bytes)
        let owner = try LedgerOwner(
            of: ledger.key, pin: try ledger.pin().map { LedgerPin(signedData: $0) }, told: nil,
            keyring: session.keyring)
        if session.output.isJSON {
            try session.output.json(LedgerKeyJSON(key, fingerprint: digest, owner: owner))
        } else if only {
            try session.output.line(key.text)
        } else {
            let language = session.language
            let lines = [
                DisplayLine(witness ? .titleWitnessKey : .titleLedgerKey, key.text, language),
                DisplayLine(.titleKeyHash, hexadecimal(digest), language),
                DisplayLine(.titleOwner, owner.text(language), language),
            ]
            for line in aligned(lines) { try session.output.line(line) }
        }
        return .success
    }
}

/// `fubako ledger pin`: vouch for the ledger with one's own signature.
struct LedgerPinning: Subcommand {
    static let configuration = CommandConfiguration(
        "pin", ("Sign the ledger's public key with an identity of one's own.", "自分の識別情報で台帳の公開鍵に署名します。"),
        examples: ["fubako ledger pin --from soumu"])

    @Option(
        help: help("The identity that signs.", "署名する識別情報。", valueName: "name"),
        completion: KeyringCompletion.ownIdentity)
    var from: String?

    @OptionGroup var passphrase: PassphraseOptions

    @OptionGroup var common: CommonOptions

    func run(_ session: Session) throws(any Error) -> ExitCode {
        let identity = try OwnIdentity.choose(from ?? session.configuration().from, in: session.keyring)
        let ledger = try session.ledger(creating: true)
        let secret = try session.prompt.passphrase(for: identity.name.text, from: passphrase.source)
        let unlocked = try session.keyring.unlockSigning(identity, passphrase: secret)
        let pin = try LedgerPin(
            ledger.key, certificate: unlocked.certificate, signingKey: unlocked.key, time: session.now)
        try ledger.setPin(pin.signedData)
        try ledger.append([.policy("pinned", by: session.author(identity), at: session.now)])
        if session.output.isJSON {
            let owner = try LedgerOwner(of: ledger.key, pin: pin, told: nil, keyring: session.keyring)
            let digest = try hash(.sha256, ledger.key.publicKey.bytes)
            try session.output.json(LedgerKeyJSON(ledger.key, fingerprint: digest, owner: owner))
        }
        session.output.note(.donePinned, identity.name.text)
        return .success
    }
}
