import ArgumentParser
import Console
import Keyring
import Terminal

/// `fubako key passphrase`: another one for the private keys.
struct KeyPassphrase: Subcommand {
    static let configuration = CommandConfiguration(
        "passphrase", ("Change the passphrase of an identity of one's own.", "自分の識別情報のパスフレーズを変更します。"),
        examples: [
            "fubako key passphrase soumu",
            "fubako key passphrase soumu --passphrase-file old --new-passphrase-file new",
        ])

    @OptionGroup var identity: IdentityArgument
    @OptionGroup var passphrase: PassphraseOptions

    @Option(
        help: help(
            "Read the new passphrase from the first line of a file.", "新しいパスフレーズをファイルの最初の行から読みます。", valueName: "file"))
    var newPassphraseFile: PathArgument?

    @Option(
        help: help(
            "Read the new passphrase from an open descriptor.", "新しいパスフレーズを開いている記述子から読みます。", valueName: "number"))
    var newPassphraseFd: Int32?

    @OptionGroup var common: CommonOptions

    /// - Throws: `ValidationError` if both ways are given.
    func validate() throws(ValidationError) {
        guard newPassphraseFile == nil || newPassphraseFd == nil else {
            throw ValidationError(
                words(
                    "--new-passphrase-file and --new-passphrase-fd exclude each other",
                    "--new-passphrase-file と --new-passphrase-fd は同時に使えません"))
        }
    }

    func run(_ session: Session) throws(any Error) -> ExitCode {
        let identity = try session.keyring.identity(IdentityName(identity.name))
        let old = try session.prompt.passphrase(for: identity.name.text, from: passphrase.source)
        // Before anybody thinks of a new one.
        _ = try session.keyring.unlockSigning(identity, passphrase: old)
        let new = try session.prompt.newPassphrase(for: identity.name.text, from: newSource)
        let log = try KeyLog(session)
        try session.keyring.changePassphrase(of: identity.name, from: old, to: new)
        try log.record(.passphraseChanged, identity)
        try session.done(.donePassphrase, identity)
        return .success
    }

    private var newSource: PassphraseSource {
        PassphraseSource(file: newPassphraseFile, descriptor: newPassphraseFd, option: "--new-passphrase-fd")
    }
}
