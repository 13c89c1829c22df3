import ArgumentParser
import Keyring
import Operations
import Terminal

/// Whose packages are accepted.
struct OriginOptions: ParsableArguments {
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
            "複数のパッケージのファイルのうち、マニフェストのハッシュがこれで始まるもの。", valueName: "digits"))
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
