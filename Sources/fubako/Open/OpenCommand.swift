import ArgumentParser
import Console
import Operations
import PackageFormat
import SystemIO
import Terminal

struct OpenCommand: Subcommand {
    static let configuration = CommandConfiguration(
        "open", ("Verify, decrypt and extract packages.", "パッケージを検証し、復号して取り出します。"),
        examples: [
            "fubako open report.fubako -o inbox", "fubako open report.fubako report/summary.txt -o inbox",
            "fubako open report.[245].fubako -o inbox",
            "fubako open plan.fubako plan.pdf -o - | lpr", "fubako open monday.fubako tuesday.fubako -o inbox",
            "ssh archive cat big.fubako | fubako open --stream -o - - > big.tar || rm big.tar",
        ])

    @Argument(
        help: help(
            "A package, whole or in pieces, and paths inside it, or several packages; - is standard input.",
            "パッケージ(全体またはピース)とその中のパス、または複数のパッケージ。- は標準入力です。"))
    var package: [PathArgument]

    @Option(
        name: .shortAndLong,
        help: help(
            "The folder to extract into; - writes one file to standard output.", "取り出す先のフォルダー。- は一つのファイルを標準出力に書きます。",
            valueName: "folder"))
    var output: PathArgument

    @Flag(help: help("Replace what exists.", "既にあれば置き換えます。"))
    var force = false

    @Option(help: help("A path inside the package; repeatable.", "パッケージの中のパス。繰り返せます。"))
    var path: [PathArgument] = []

    @Flag(
        help: help(
            "Write the one file to standard output while reading, before the signature is checked.",
            "一つのファイルを、読みながら、署名の検証より先に標準出力に書きます。"))
    var stream = false

    @Flag(help: help("Keep no label beside what is extracted.", "取り出したものの横にラベルの記録を残しません。"))
    var noLabelRecord = false

    @OptionGroup var unlock: UnlockOptions

    @OptionGroup var common: CommonOptions

    /// - Throws: `ValidationError`.
    func validate() throws(ValidationError) { try PathArgument.requireOneDash(package) }

    func run(_ session: Session) throws(any Error) -> ExitCode {
        try session.requireNamedKeyring()
        let arguments = OpenArguments(package.map(\.path), paths: path.map(\.path))
        if output.isDash {
            try DataOutput.check(session.output, force: force)
            guard arguments.packages.count == 1, arguments.paths.count <= 1 else {
                throw CommandFailure(.usage, .openSeveralPaths)
            }
            try arguments.packages[0].requireApartFromStandardOutput()
        }
        let recorder = try session.recorder()
        var unlocker = try Unlocker(unlock, session, session.withdrawals(recorder))
        let log = try OpenLog(session, recorder)
        if stream {
            guard output.isDash, arguments.packages.count == 1, arguments.paths.isEmpty else {
                throw CommandFailure(.usage, .openStreamOutput)
            }
            return try pass(arguments.packages[0], &unlocker, log, session)
        }
        var code = ExitCode.success
        var done: [OpeningJSON] = []
        for source in arguments.packages {
            do {
                let opened = try unlocker.open(source)
                let intent = try opened.intent(log.recorder)
                session.output.tell(opened, intent, of: source)
                if intent.isFork { code = .forked }
                let entry = OpenLog.Entry(unlocker)
                guard let summary = try release(opened, source, arguments.paths, entry, log, session) else { continue }
                done.append(OpeningJSON(opened, intent, summary, of: source))
            } catch {
                log.refused(OpenLog.Entry(unlocker), error)
                // What was opened before is told all the same: it is there. The first error is the one to report.
                if session.output.isJSON { try? session.output.json(["packages": done]) }
                throw PackageFailure(error, on: source)
            }
        }
        if session.output.isJSON { try session.output.json(["packages": done]) }
        return code
    }

    /// Releases a package as it is read. A failure at the end may come after nearly all of it.
    private func pass(
        _ source: PackageSource, _ unlocker: inout Unlocker, _ log: OpenLog, _ session: Session
    ) throws(any Error) -> ExitCode {
        let progress = Progress()
        session.output.atEmergencyExit(.openStreamedInterrupted, source) { progress.hasBegun }
        do {
            let unlocked = try unlocker.stream(source)
            if !session.output.isQuiet { session.output.warn(.openStreamed, source) }
            let label = Message.progressOpening.text(session.language, source)
            let line = ProgressLine(session.output, label: label, progress)
            defer { line.finish() }
            let content = try unlocked.writeToStandardOutput(progress: progress, recorder: log.recorder)
            line.finish()
            session.output.tell(content, of: source)
            try log.opened(content, OpenLog.Entry(unlocker), bytes: UInt64(progress.completed))
            return content.intent.isFork ? .forked : .success
        } catch {
            log.refused(OpenLog.Entry(unlocker), error)
            if progress.completed > 0 {
                let size = sizeText(progress.completed, session.language)
                session.output.warn(.openStreamedDiscard, source, EscapedText(size))
            }
            throw PackageFailure(error, on: source)
        }
    }

    /// Nil if it went to standard output.
    private func release(
        _ opened: borrowing OpenPackage, _ source: PackageSource, _ paths: [[UInt8]], _ entry: OpenLog.Entry,
        _ log: OpenLog, _ session: Session
    ) throws(any Error) -> ExtractionSummary? {
        guard output.isDash else {
            let extraction = PackageExtraction(folder: output.path, replacing: force, keepsLabel: !noLabelRecord)
            let selection: Selection = paths.isEmpty ? .everything : Selection(paths)
            return try extraction.run(opened, source, selection, entry, log, session)
        }
        let progress = Progress()
        let label = Message.progressOpening.text(session.language, source)
        let line = ProgressLine(session.output, label: label, progress)
        defer { line.finish() }
        try opened.writeToStandardOutput(paths.first, progress: progress)
        line.finish()
        session.output.warn(unitsOf: opened, source)
        try log.opened(entry, bytes: UInt64(progress.completed))
        return nil
    }
}
