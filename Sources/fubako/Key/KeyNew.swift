import ArgumentParser
import Console
import Cryptography
import Keyring
import Operations
import Terminal

/// `fubako key new`: an identity of one's own.
struct KeyNew: Subcommand {
    static let configuration = CommandConfiguration(
        "new", ("Make an identity of one's own.", "自分の識別情報を作ります。"),
        examples: [
            "fubako key new soumu --mail soumu@example.jp --unit 総務課",
            "fubako key new soumu --type p521 --years 3 --passphrase-file passphrase",
        ])

    @Argument(help: help("The name: in the keyring, and in the certificates.", "鍵束と証明書での名前。"))
    var name: String

    @Option(help: help("A mail address for the certificates.", "証明書に入れるメールアドレス。", valueName: "address"))
    var mail: String?

    @Option(help: help("The organisational unit for the certificates.", "証明書に入れる組織名。", valueName: "text"))
    var unit: String?

    @Option(help: help("The kind of both keys.", "二つの鍵の種類。", valueName: "type"))
    var type = NewKeyType.p384

    @Option(
        help: help("How many years the certificates are valid, 1 to 30.", "証明書の有効年数（1 から 30）。", valueName: "number"))
    var years = 5

    @OptionGroup var passphrase: PassphraseOptions
    @OptionGroup var common: CommonOptions

    /// - Throws: `ValidationError` for a number of years that nobody means.
    func validate() throws(ValidationError) {
        guard (1...30).contains(years) else {
            throw ValidationError(words("--years must be 1 to 30", "--years は 1 から 30 です"))
        }
    }

    func run(_ session: Session) throws(any Error) -> ExitCode {
        let name = try IdentityName(name)
        let new = try NewIdentity(
            name: name, type: type.keyType, unit: unit, mail: mail, years: years, now: session.now)
        try session.keyring.requireFree(name)
        try session.withdrawals(session.recorder()).requireInUse(type.keyType)
        let secret = try session.prompt.newPassphrase(for: name.text, from: passphrase.source)
        let log = try KeyLog(session)
        let identity = try session.keyring.create(new, passphrase: secret, now: session.now)
        try log.record(.created, identity)
        try session.show(identity)
        return .success
    }
}

/// The kinds of keys that can be made.
enum NewKeyType: String, ExpressibleByArgument, CaseIterable {
    case p256, p384, p521, rsa3072, rsa4096

    /// As the keyring calls it.
    var keyType: KeyType {
        switch self {
        case .p256: .p256
        case .p384: .p384
        case .p521: .p521
        case .rsa3072: .rsa(bits: 3_072)
        case .rsa4096: .rsa(bits: 4_096)
        }
    }
}
