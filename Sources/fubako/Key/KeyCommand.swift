import ArgumentParser

/// `fubako key`: make, exchange and keep identities.
struct KeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        "key", ("Make, exchange and keep identities.", "識別情報を作り、交換し、管理します。"),
        examples: [
            "fubako key new soumu --mail soumu@example.jp --unit 総務課",
            "fubako key export soumu -o soumu.cert.pem",
            "fubako key import zaimu.cert.pem",
        ],
        subcommands: [
            KeyNew.self, KeyList.self, KeyShow.self, KeyExport.self, KeyImport.self, KeyTrust.self, KeyUntrust.self,
            KeyRemove.self, KeyPassphrase.self,
        ])
}

/// The name of an identity of the keyring.
struct IdentityArgument: ParsableArguments {
    @Argument(
        help: help("The identity's name in the keyring.", "鍵束での識別情報の名前。"), completion: KeyringCompletion.identity)
    var name: String
}
