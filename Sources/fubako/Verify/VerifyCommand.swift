import ArgumentParser
import Console
import Operations
import PackageFormat
import Terminal

struct VerifyCommand: Subcommand {
    static let configuration = CommandConfiguration(
        "verify", ("Check signature and content of packages, without any secret.", "パッケージの署名と内容を、秘密なしで検証します。"),
        examples: [
            "fubako verify report.fubako", "fubako verify --quiet archive/*.fubako || echo 'look at the archive'",
        ])

    @Argument(help: help("Packages, or pieces of them; - is standard input.", "パッケージまたはそのピース。- は標準入力です。"))
    var package: [PathArgument]

    @OptionGroup var common: CommonOptions

    /// - Throws: `ValidationError`.
    func validate() throws(ValidationError) { try PathArgument.requireOneDash(package) }

    func run(_ session: Session) throws(any Error) -> ExitCode {
        try session.requireNamedKeyring()
        try requireApart()
        let recorder = try session.recorder()
        let withdrawals = try session.withdrawals(recorder)
        var verdicts: [PackageVerdict] = []
        for source in PackageGrouping.sources(package.map(\.path)) {
            let found = try self.verdicts(source, withdrawals, recorder, session)
            verdicts += found
            if session.output.isJSON { continue }
            for verdict in found where !session.output.isQuiet || verdict.exitCode != .success {
                for line in verdict.lines(session.language) { try session.output.line(line) }
            }
        }
        if session.output.isJSON { try session.output.json(["packages": verdicts]) }
        return PackageVerdict.gravest(verdicts)
    }

    /// Refuses to write verdicts into any of the packages, before the first one is written.
    private func requireApart() throws(PackageFailure) {
        for argument in package {
            let source = PackageSource(argument.path)
            do throws(OperationError) { try source.requireApartFromStandardOutput() } catch {
                // What cannot be opened gets a verdict of its own.
                guard case .system(let cause)? = error.underlying, cause.code == .inputIsOutput else { continue }
                throw PackageFailure(error, on: source)
            }
        }
    }

    /// One on the package, and one on every file that was named with its pieces and is none.
    /// - Throws: only what asks the whole run to stop.
    private func verdicts(
        _ source: PackageSource, _ withdrawals: Withdrawals, _ recorder: Recorder, _ session: Session
    ) throws(any Error) -> [PackageVerdict] {
        let progress = Progress()
        let label = Message.progressVerifying.text(session.language, source)
        let line = ProgressLine(session.output, label: label, progress)
        defer { line.finish() }
        var verdicts: [PackageVerdict] = []
        let arrived: ArrivedPackage
        do throws(OperationError) {
            arrived = try ArrivedPackage(source, keyring: session.keyring, withdrawals: withdrawals)
            for name in arrived.withdrawnAlgorithms { session.output.warn(.openWithdrawn, source, name) }
            let verification = try arrived.verify(recorder: recorder, progress: progress)
            line.finish()
            record(session) { () throws(OperationError) in
                try recorder.verified(verification, by: session.author(nil))
            }
            verdicts.append(PackageVerdict(verification, of: source))
        } catch {
            line.finish()
            return [try noVerdict(error, on: source, recorder, session)]
        }
        for stranger in arrived.strangers {
            let source = stranger.path.map { PackageSource.file($0) } ?? source
            verdicts.append(try noVerdict(stranger.error, on: source, recorder, session))
        }
        return verdicts
    }

    /// Tells and records why there is no verdict.
    private func noVerdict(
        _ error: OperationError, on source: PackageSource, _ recorder: Recorder, _ session: Session
    ) throws(any Error) -> PackageVerdict {
        let failure = PackageFailure(error, on: source)
        let report = ErrorReport(failure, session.language)
        guard report.exitCode.rawValue < ExitCode.hungUp.rawValue else { throw failure }
        if error.code == .package {
            record(session) { () throws(OperationError) in
                try recorder.notVerified(
                    source, verdict: report.exitCode.name, cause: report.name, by: session.author(nil))
            }
        }
        // With JSON it stands among the verdicts.
        if !session.output.isJSON { _ = session.output.report(failure) }
        return PackageVerdict(report, of: source)
    }

    /// A ledger that cannot be used keeps nobody from an answer.
    private func record(_ session: Session, _ append: () throws(OperationError) -> Void) {
        do throws(OperationError) { try append() } catch {
            session.output.warn(.ledgerNotRecorded, ErrorReport(error, session.language))
        }
    }
}
