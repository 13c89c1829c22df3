import ArgumentParser
import Console
import Ledger
import SystemIO
import Terminal

/// `fubako ledger export`: plain files for those who check the ledger without this program.
struct LedgerExporting: Subcommand {
    static let configuration = CommandConfiguration(
        "export", ("Write the ledger as plain files that others can check.", "台帳を、ほかの人が検査できるファイルとして書き出します。"),
        examples: [
            "fubako ledger export audit.tar", "fubako ledger export - | ssh auditor 'cat > audit.tar'",
            "python3 check.py audit.tar",
        ])

    @Argument(help: help("A new archive; - is standard output.", "新しいアーカイブ。- は標準出力です。"))
    var output: PathArgument

    @Flag(help: help("Take personal values along.", "個人に関する値も含めます。"))
    var withPersonal = false

    @Flag(help: help("Replace an existing file, or write to a terminal.", "既存のファイルを置き換えます。端末にも出力します。"))
    var force = false

    @OptionGroup var common: CommonOptions

    func run(_ session: Session) throws(any Error) -> ExitCode {
        if output.isDash { try DataOutput.check(session.output, force: force) }
        let ledger = try session.ledger(creating: false)
        var options = ExportOptions()
        options.withPersonal = withPersonal
        let summary = try write(ledger, options)
        if summary.personalValues > 0 { session.output.warn(.exportPersonal, summary.personalValues) }
        if session.output.isJSON {
            try session.output.json(ExportJSON(summary))
        } else if !output.isDash {
            session.output.note(.exportDone, output.path, summary.entries)
        }
        return .success
    }

    private func write(_ ledger: Ledger, _ options: ExportOptions) throws(any Error) -> ExportSummary {
        if output.isDash {
            let file = SharedDescriptor(try Descriptor.standardOutput.duplicate())
            return try ledger.export(to: file, Descriptor.standardOutputName, options)
        }
        let mode = withPersonal ? FileMode.privateFile : FileMode.newFile
        let file = try AtomicFile(output.path, replacing: force, mode: mode)
        let summary = try ledger.export(to: SharedDescriptor(file.descriptor.duplicate()), output.path, options)
        try file.commit()
        return summary
    }
}

/// What `--json` shows.
private struct ExportJSON: Encodable {
    let entries: UInt64
    let personalValues: UInt64
    let bytes: UInt64

    init(_ summary: ExportSummary) {
        entries = summary.entries
        personalValues = summary.personalValues
        bytes = summary.bytes
    }
}
