import ArgumentParser
import Console
import Keyring
import Operations
import PackageFormat
import SystemIO
import Terminal

/// Who can open a package, and who signs it.
struct RecipientOptions: ParsableArguments {
    @Option(
        help: help(
            "A recipient: an identity, a group, or a PEM file; repeatable.", "宛先。識別情報、グループ、PEM ファイルのいずれか。繰り返せます。",
            valueName: "recipient"), completion: KeyringCompletion.recipient)
    var to: [PathArgument] = []

    @Option(help: help("A file with one recipient on each line.", "一行に一つずつ宛先を書いたファイル。", valueName: "file"))
    var recipientsFile: [PathArgument] = []

    @Option(
        help: help("The identity that signs.", "署名する識別情報。", valueName: "name"),
        completion: KeyringCompletion.ownIdentity)
    var from: String?

    @Flag(help: help("Do not sign: nobody can tell who made it.", "署名しません。誰が作ったか分からなくなります。"))
    var unsigned = false

    @Flag(help: help("Do not make the sender a recipient.", "差出人を宛先に加えません。"))
    var noSelf = false

    @Flag(help: help("Hide who the recipients are.", "宛先が誰かを隠します。"))
    var hideRecipients = false

    /// Everyone who was named.
    /// - Throws: ``KeyringError``, ``SystemError``.
    func recipients(in keyring: Keyring) throws(any Error) -> [Recipient] {
        var list = try keyring.recipients(to.map { Array($0.path.bytes) })
        for file in recipientsFile {
            let bytes = try Descriptor.open(file.path, .readOnly).readToEnd(limit: RecipientsFile.maximumCount)
            list += try keyring.recipients(RecipientsFile(bytes))
        }
        return list
    }

    /// Who signs; nil for an unsigned package.
    /// - Throws: ``CommandFailure``, ``OperationError``.
    func sender(in keyring: Keyring, _ configuration: Configuration) throws(any Error) -> Identity? {
        guard unsigned else { return try OwnIdentity.choose(from ?? configuration.from, in: keyring) }
        if from != nil { throw CommandFailure(.usage, .usageUnsignedSigner) }
        return nil
    }
}
