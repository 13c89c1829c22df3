import ArgumentParser
import Console
import Ledger
import Operations
import SystemIO
import Terminal
import Transparency

/// `fubako ledger verify-export`: what `verify` does, for an archive that somebody handed over.
struct LedgerVerifyExport: Subcommand {
    static let configuration = CommandConfiguration(
        "verify-export", ("Verify an exported ledger, one's own or another's.", "書き出された台帳を検証します。他者のものも検証できます。"),
        examples: [
            "fubako ledger verify-export audit.tar",
            "fubako ledger verify-export --checkpoint /media/usb/march.checkpoint --quorum 2 audit.tar",
        ])

    @Argument(help: help("The archive.", "アーカイブ。"))
    var file: PathArgument

    @Option(
        help: help(
            "A checkpoint of this ledger that was kept elsewhere; repeatable.", "別の場所に保管したこの台帳のチェックポイント。繰り返せます。",
            valueName: "file"))
    var checkpoint: [PathArgument] = []

    @Option(
        help: help(
            "Demand the cosignatures of so many organisations.", "これだけの組織の連署を求めます。", valueName: "number"))
    var quorum: Int?

    @Option(
        help: help(
            "The ledger's key, or a file with it, if it is known.", "台帳の鍵、またはそれを書いたファイル。分かっている場合。",
            valueName: "key"))
    var key: String?

    @OptionGroup var common: CommonOptions

    func run(_ session: Session) throws(any Error) -> ExitCode {
        let key = try key.map { text throws(any Error) in try session.verifierKey(text) }
        let kept = try checkpoint.map { file throws(any Error) in
            try SignedCheckpoint(parsing: file.read(limit: SignedNote.maximumSize))
        }
        let found = try verification(kept, session)
        var verdict = LedgerVerdict(found.verification, origin: found.key.name.text, key: found.key.text)
        verdict.owner = try LedgerOwner(of: found.key, pin: found.pin, told: key, keyring: session.keyring)
        if let quorum { verdict.demand(organisations: quorum) { found.isCosigned(byAtLeast: quorum) } }
        return try session.give(verdict)
    }

    private func verification(
        _ kept: [SignedCheckpoint], _ session: Session
    ) throws(any Error) -> ExportVerification {
        let done = EntryCounts()
        let line = ProgressLine(session.output, label: Message.progressLedger.text(session.language)) { done.count }
        defer { line.finish() }
        return try LedgerExport.verify(file.path, kept: kept, progress: done.set)
    }
}
