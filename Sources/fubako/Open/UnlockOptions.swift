import ArgumentParser
import Terminal

/// How a package is unlocked, and whose packages are accepted.
struct UnlockOptions: ParsableArguments {
    @Option(
        help: help("An identity to open with; repeatable.", "開封に使う識別情報。繰り返せます。", valueName: "name"),
        completion: KeyringCompletion.ownIdentity)
    var key: [String] = []

    @OptionGroup var packagePassphrase: PackagePassphraseOptions

    @OptionGroup var keyPassphrase: PassphraseOptions

    @OptionGroup var origin: OriginOptions
}
