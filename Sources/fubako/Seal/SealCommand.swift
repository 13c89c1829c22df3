import ArgumentParser
import Console
import Ledger
import Operations
import PackageFormat
import SystemIO
import Terminal

struct SealCommand: Subcommand {
    static let configuration = CommandConfiguration(
        "seal", ("Seal files and folders into a package.", "ファイルとフォルダーをパッケージに封緘します。"),
        examples: [
            "fubako seal --to zaimu --grade C3/I2/A1 --restrict 複製禁止 report -o out.fubako",
            "tar c big | fubako seal --to zaimu --stdin-name big.tar -o - | ssh ...",
            "fubako seal --to zaimu --split 3/5 report -o report",
            "fubako seal --passphrase --generate-passphrase plan.pdf -o plan.fubako",
        ])

    @OptionGroup var sealing: SealingOptions

    @Option(
        name: .shortAndLong,
        help: help("Where the package goes; - is standard output.", "パッケージの出力先。- は標準出力です。", valueName: "package"))
    var output: PathArgument

    @Flag(help: help("Replace what exists.", "既にあれば置き換えます。"))
    var force = false

    @OptionGroup var common: CommonOptions

    /// - Throws: `ValidationError`.
    func validate() throws(ValidationError) {
        if output.isDash, sealing.split.n > 1 {
            throw ValidationError(
                words("standard output takes a package in one piece only", "標準出力には分割しないパッケージだけを書けます"))
        }
    }

    func run(_ session: Session) throws(any Error) -> ExitCode {
        try session.requireNamedKeyring()
        if output.isDash { try DataOutput.check(session.output, force: force) }
        let recorder = try session.recorder()
        var request = try sealing.request(recorder, session)
        try setOutput(&request)
        let passphrase = try sealing.newPackagePassphrase(session, name: output.name, isData: output.isDash)
        let checked = try Sealing(request, passphrase: passphrase)
        session.output.tell(dropped: checked.droppedLabelParts)
        session.output.warn(checked.algorithmWarnings)
        if request.sender == nil { session.output.warn(.sealedUnsigned, output.name) }
        let unlocking = try sealing.senderPassphrase(request, session)
        session.notify(Author(request.sender), recorder)
        let summary = SealingSummary(checked, target, name: output.name)
        let progress = Progress()
        let line = ProgressLine(session.output, label: Message.progressSealing.text(session.language), progress)
        defer { line.finish() }
        let report = try checked.run(
            to: target, keyring: session.keyring, senderPassphrase: unlocking, state: session.stateFolderIfAny(),
            recorder: recorder, progress: progress)
        line.finish()
        try summary.tell(report, session.output)
        return .success
    }

    private func setOutput(_ request: inout SealRequest) throws(SystemError) {
        if output.isDash {
            request.openOutput = try Descriptor.standardOutputFile()
        } else {
            request.outputFolder = try Descriptor.open(output.path.folder, [.pathOnly, .folder]).metadata().identity
        }
    }

    private var target: PackageTarget {
        output.isDash ? .standardOutput : PackageTarget(output.path, sealing.split, replacing: force)
    }
}

extension PathArgument {
    /// What it is called in messages; not escaped.
    var name: String { path.string }
}
