import ArgumentParser
import Console
import Ledger
import Operations
import PackageFormat
import SystemIO
import Terminal
import Transparency

/// `fubako ledger verify`: everything that can be known of the ledger, and what others have kept of it.
struct LedgerVerify: Subcommand {
    static let configuration = CommandConfiguration(
        "verify", ("Verify every entry, the tree, the checkpoints and the witnesses.", "すべての記録、木、チェックポイント、立会人を検証します。"),
        examples: [
            "fubako ledger verify", "fubako ledger verify --checkpoint /media/usb/march.checkpoint --quorum 2",
            "fubako ledger verify --package archive/report.fubako",
        ])

    @Option(
        help: help(
            "A package that was sealed here, with its proof; repeatable.", "ここで封緘した、証明を持つパッケージ。繰り返せます。",
            valueName: "package"))
    var package: [PathArgument] = []

    @OptionGroup var kept: KeptOptions

    @OptionGroup var common: CommonOptions

    func run(_ session: Session) throws(any Error) -> ExitCode {
        let checkpoints = try kept.checkpoints()
        let ledger = try session.ledger(creating: false)
        var verdict = LedgerVerdict(
            try verification(ledger, session), origin: ledger.key.name.text, key: ledger.key.text)
        verdict.signer = try LedgerOwner(
            of: ledger.key, pin: try ledger.pin().map { LedgerPin(signedData: $0) }, told: nil, keyring: session.keyring
        )
        for one in checkpoints {
            verdict.compared.append(.init(file: one.file, finding: try ledger.compare(one.checkpoint)))
        }
        for file in package {
            verdict.compared.append(.init(file: file.path.string, finding: try finding(of: file, ledger, session)))
        }
        if let quorum = kept.quorum {
            try verdict.demand(organisations: quorum) { () throws(LedgerError) in
                try ledger.lastCosigned(required: quorum) != nil
            }
        }
        return try session.give(verdict)
    }

    private func verification(_ ledger: Ledger, _ session: Session) throws(any Error) -> LedgerVerification {
        let done = EntryCounts()
        let line = ProgressLine(session.output, label: Message.progressLedger.text(session.language)) { done.count }
        defer { line.finish() }
        return try ledger.verify(progress: done.set)
    }

    /// Compares the ledger with the proof that a package of its own carries.
    private func finding(of file: PathArgument, _ ledger: Ledger, _ session: Session) throws(any Error)
        -> LedgerFinding?
    {
        let source = PackageSource(file.path)
        do {
            let arrived = try ArrivedPackage(source, keyring: session.keyring, withdrawals: Withdrawals())
            guard let intent = arrived.structure.manifest.intent else {
                throw CommandFailure(.notFound, .packageNoProof, place: file.path)
            }
            return try ledger.compare(EntryProof(parsing: intent))
        } catch let error as OperationError {
            throw PackageFailure(error, on: source)
        }
    }
}
