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

    @OptionGroup var kept: KeptOptions

    @OptionGroup var known: LedgerKeyOptions

    @OptionGroup var common: CommonOptions

    func run(_ session: Session) throws(any Error) -> ExitCode {
        let key = try known.key(session)
        let checkpoints = try kept.checkpoints()
        let found = try verification(checkpoints.map(\.checkpoint), session)
        var verdict = LedgerVerdict(found.verification, origin: found.key.name.text, key: found.key.text)
        verdict.owner = try LedgerOwner(of: found.key, pin: found.pin, told: key, keyring: session.keyring)
        verdict.compared = zip(checkpoints, found.kept).map { .init(file: $0.file, finding: $1) }
        if let quorum = kept.quorum { verdict.demand(organisations: quorum) { found.isCosigned(byAtLeast: quorum) } }
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
