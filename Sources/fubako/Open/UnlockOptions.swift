import ArgumentParser
import Keyring
import Operations
import Terminal

/// How a package is unlocked, and whose packages are accepted.
struct UnlockOptions: ParsableArguments {
    @Option(
        help: help("An identity to open with; repeatable.", "開封に使う識別情報。繰り返せます。", valueName: "name"),
        completion: KeyringCompletion.ownIdentity)
    var key: [String] = []

    @OptionGroup var packagePassphrase: PackagePassphraseOptions

    @OptionGroup var keyPassphrase: PassphraseOptions

    @Option(
        help: help("Refuse packages that are not by this identity.", "この識別情報の署名でなければ拒みます。", valueName: "name"),
        completion: KeyringCompletion.identity)
    var signer: String?

    @Flag(help: help("Accept an unsigned package: anyone may have made it.", "署名のないパッケージも受け入れます。"))
    var allowUnsigned = false

    @Flag(help: help("Accept a signer whom nobody has confirmed here.", "確かめていない署名者も受け入れます。"))
    var allowUnknownSigner = false

    @Option(
        help: help(
            "Of files of several packages, the one whose manifest has this hash, or one that begins so.",
            "複数のパッケージのファイルのうち、マニフェストのハッシュがこれで始まるものを開きます。", valueName: "digits"))
    var manifest: String?

    /// - Throws: ``KeyringError`` for a signer who is not in the keyring.
    func demand(_ keyring: Keyring) throws(KeyringError) -> OriginDemand {
        var demand = OriginDemand()
        demand.allowsUnsigned = allowUnsigned
        demand.allowsUnknownSigner = allowUnknownSigner
        demand.signer = try signer.map { name throws(KeyringError) in try keyring.identity(try IdentityName(name)) }
        return demand
    }
}
