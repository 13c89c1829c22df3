import ArgumentParser
import Console
import Cryptography
import Keyring
import Label
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

    @Argument(
        help: help(
            "Files and folders; - is standard input, as is none with --stdin-name.",
            "ファイルとフォルダー。- は標準入力です。--stdin-name があれば省略できます。"))
    var input: [PathArgument] = []

    @Option(
        name: .shortAndLong,
        help: help("Where the package goes; - is standard output.", "パッケージの出力先。- は標準出力です。", valueName: "package"))
    var output: PathArgument

    @Flag(help: help("Replace what exists.", "既にあれば置き換えます。"))
    var force = false

    @OptionGroup(title: words("Recipients and sender", "宛先と差出人"))
    var people: RecipientOptions

    @OptionGroup(title: words("Purpose and label", "目的とラベル"))
    var label: LabelOptions

    @OptionGroup(title: words("Passphrases", "パスフレーズ"))
    var packagePassphrase: PackagePassphraseOptions

    @Flag(help: help("Make a strong passphrase and show it once.", "強いパスフレーズを作り、一度だけ表示します。"))
    var generatePassphrase = false

    @Option(
        help: help(
            "Of PBKDF2 for the package's passphrase; \(usualIterations) if not given.",
            "パッケージのパスフレーズに使う PBKDF2 の反復回数。省略時は \(usualIterations) 回。", valueName: "number"))
    var iterations: Int?

    @OptionGroup(title: words("Passphrase of the sender's key", "差出人の鍵のパスフレーズ"))
    var keyPassphrase: PassphraseOptions

    @Option(
        help: help(
            "Cut it into so many pieces, of which so many open it: 3/5 makes five, and any three will do.",
            "分割します。3/5 は五つに分け、どの三つでも開けます。", valueName: "k/n"))
    var split = Split.whole

    @Flag(help: help("Do not pad the size.", "大きさを詰め物で隠しません。"))
    var noPadding = false

    @Option(help: help("The cipher.", "暗号。"))
    var suite: Suite?

    @Option(help: help("Leave out what matches; repeatable.", "合うものを除外します。繰り返せます。", valueName: "pattern"))
    var exclude: [String] = []

    @Flag(help: help("Leave out devices, sockets and FIFOs.", "デバイス、ソケット、FIFO を除外します。"))
    var skipSpecial = false

    @Option(
        help: help("The name of standard input inside; otherwise stdin.", "標準入力に付ける名前。省略時は stdin。", valueName: "name"))
    var stdinName: PathArgument?

    @OptionGroup var common: CommonOptions

    static let usualIterations = 600_000

    /// What nobody can mean is refused before anything is asked.
    /// - Throws: `ValidationError`.
    func validate() throws(ValidationError) {
        // In the words of the parser, which knows only what is always needed.
        if input.isEmpty, stdinName == nil { throw ValidationError("Missing expected argument '<input> ...'") }
        if iterations != nil, !hasPackagePassphrase {
            throw ValidationError(
                words("--iterations goes with --passphrase only", "--iterations は --passphrase と共に使います"))
        }
        if output.isDash, split.n > 1 {
            throw ValidationError(
                words("standard output takes a package in one piece only", "標準出力には分割しないパッケージだけを書けます"))
        }
        if people.hideRecipients, hasPackagePassphrase {
            throw ValidationError(
                words(
                    "--hide-recipients and --passphrase exclude each other",
                    "--hide-recipients と --passphrase は同時に使えません"))
        }
    }

    func run(_ session: Session) throws(any Error) -> ExitCode {
        try session.requireNamedKeyring()
        if output.isDash { try DataOutput.check(session.output, force: force) }
        let recorder = try session.recorder()
        let request = try request(recorder, session)
        let passphrase = try newPackagePassphrase(session)
        let sealing = try Sealing(request, passphrase: passphrase)
        session.output.tell(dropped: sealing.droppedLabelParts)
        session.output.warn(sealing.algorithmWarnings)
        if request.sender == nil { session.output.warn(.sealedUnsigned, output.name) }
        let unlocking = try senderPassphrase(request, session)
        session.notify(Author(request.sender), recorder)
        let summary = SealingSummary(sealing, target, name: output.name)
        let progress = Progress()
        let line = ProgressLine(session.output, label: Message.progressSealing.text(session.language), progress)
        defer { line.finish() }
        let report = try sealing.run(
            to: target, keyring: session.keyring, senderPassphrase: unlocking, state: session.stateFolderIfAny(),
            recorder: recorder, progress: progress)
        line.finish()
        try summary.tell(report, session.output)
        return .success
    }

    private var target: PackageTarget {
        output.isDash ? .standardOutput : PackageTarget(output.path, split, replacing: force)
    }
}

// MARK: What is to be sealed

extension SealCommand {
    private func request(_ recorder: Recorder, _ session: Session) throws(any Error) -> SealRequest {
        let configuration = try session.configuration()
        var request = SealRequest(try sealInput(), now: session.now)
        request.sender = try people.sender(in: session.keyring, configuration)
        request.recipients = try people.recipients(in: session.keyring)
        request.includesSender = !people.noSelf && configuration.includesSelf != false
        request.hidesRecipients = people.hideRecipients
        request.withdrawals = try session.withdrawals(recorder)
        request.suite = suite ?? configuration.suite ?? request.withdrawals.usualSuite
        request.purpose =
            try label.purpose.map { text throws(LabelError) in try Purpose(text: text) }
            ?? configuration.purpose ?? .transfer
        request.label = try label.label(configuration)
        request.defaultLabel = try LabelOptions.label(of: configuration)
        request.inheritsLabels = !label.noInheritLabel
        request.hidesLabel = label.hideLabel
        request.split = split
        request.padding = !noPadding
        request.exclusions = try exclude.map { text throws(OperationError) in try ExclusionPattern(text) }
        request.skipsSpecialFiles = skipSpecial
        if output.isDash {
            request.openOutput = try Descriptor.standardOutputFile()
        } else {
            request.outputFolder = try Descriptor.open(output.path.folder, [.pathOnly, .folder]).metadata().identity
        }
        return request
    }

    private func sealInput() throws(CommandFailure) -> SealInput {
        guard stdinName != nil || input.contains(where: \.isDash) else { return .files(input.map(\.path)) }
        guard input.isEmpty || input.count == 1 && input.allSatisfy(\.isDash) else {
            throw CommandFailure(.usage, .usageStandardInputAlone)
        }
        return .standardInput(name: stdinName.map { Array($0.path.bytes) } ?? Array("stdin".utf8))
    }
}

// MARK: Passphrases

extension SealCommand {
    private var hasPackagePassphrase: Bool { generatePassphrase || packagePassphrase.isGiven }

    private func newPackagePassphrase(_ session: Session) throws(any Error) -> PackagePassphrase? {
        let source = try packagePassphrase.source()
        guard generatePassphrase || source != nil else { return nil }
        let iterations = iterations ?? Self.usualIterations
        guard Format.iterations.contains(Int64(iterations)) else {
            throw CommandFailure(
                .usage, .usageIterations, Int(Format.iterations.lowerBound), Int(Format.iterations.upperBound))
        }
        if iterations < Self.usualIterations {
            session.output.warn(.sealIterationsLow, iterations, Self.usualIterations)
        }
        guard generatePassphrase else {
            let subject = EscapedText(Message.packagePassphraseSubject.text(session.language, output.name))
            let secret = try session.prompt.newPassphrase(for: subject, from: source ?? .terminal)
            return PackagePassphrase(secret, iterations: iterations)
        }
        if let source, source != .terminal {
            throw CommandFailure(.usage, .usageExclusive, "--generate-passphrase", "--package-passphrase-…")
        }
        return try generatedPassphrase(session, iterations)
    }

    /// Shown before anything is sealed: a package whose passphrase nobody saw would be lost.
    private func generatedPassphrase(_ session: Session, _ iterations: Int) throws(any Error) -> PackagePassphrase {
        let secret = try Console.Passphrase.generate()
        session.output.note(.generatedPassphrase)
        if output.isDash || session.output.isJSON {
            try session.output.show(generated: secret)
        } else {
            try session.output.line(secret)
        }
        return PackagePassphrase(secret, iterations: iterations)
    }

    private func senderPassphrase(_ request: SealRequest, _ session: Session) throws(any Error) -> Secret? {
        guard let sender = request.sender else { return nil }
        return try session.prompt.passphrase(for: sender.name.text, from: keyPassphrase.source)
    }
}

extension Split: ExpressibleByArgument {
    /// "3/5".
    package init?(argument: String) {
        let numbers = argument.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard numbers.count == 2, let k = numbers[0], let n = numbers[1] else { return nil }
        self.init(k: k, n: n)
    }

    /// As help shows it where it is a default.
    package var defaultValueDescription: String { "\(k)/\(n)" }
}

extension Suite: ExpressibleByArgument {
    /// From a name as in "aes-256-gcm".
    package init?(argument: String) { self.init(name: argument) }
    /// For help and completion.
    package static var allValueStrings: [String] { allCases.map(\.name) }
}

extension PathArgument {
    /// What it is called in messages; not escaped.
    var name: String { path.string }
}
