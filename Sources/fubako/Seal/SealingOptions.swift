import ArgumentParser
import Console
import Cryptography
import Keyring
import Label
import Operations
import PackageFormat
import SystemIO
import Terminal

/// What is sealed, for whom and how: the options of every sub-command that seals.
struct SealingOptions: ParsableArguments {
    @Argument(
        help: help(
            "Files and folders; - is standard input, as is none with --stdin-name.",
            "ファイルとフォルダー。- は標準入力です。--stdin-name があれば省略できます。"))
    var input: [PathArgument] = []

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
        if people.hideRecipients, hasPackagePassphrase {
            throw ValidationError(
                words(
                    "--hide-recipients and --passphrase exclude each other",
                    "--hide-recipients と --passphrase は同時に使えません"))
        }
    }
}

// MARK: What is to be sealed

extension SealingOptions {
    /// Everything that was said, but where the package goes.
    /// - Throws: any error that can explain itself.
    func request(_ recorder: Recorder, _ session: Session) throws(any Error) -> SealRequest {
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

extension SealingOptions {
    /// Whether the package is to have a passphrase.
    var hasPackagePassphrase: Bool { generatePassphrase || packagePassphrase.isGiven }

    /// The package's passphrase, asked for, read or made.
    /// - Parameters:
    ///   - name: what the package is called.
    ///   - isData: whether standard output is taken, so that a passphrase that is made is shown elsewhere.
    func newPackagePassphrase(
        _ session: Session, name: String, isData: Bool
    ) throws(any Error) -> PackagePassphrase? {
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
            let subject = EscapedText(Message.packagePassphraseSubject.text(session.language, name))
            let secret = try session.prompt.newPassphrase(for: subject, from: source ?? .terminal)
            return PackagePassphrase(secret, iterations: iterations)
        }
        if let source, source != .terminal {
            throw CommandFailure(.usage, .usageExclusive, "--generate-passphrase", "--package-passphrase-…")
        }
        return try generatedPassphrase(session, iterations, isData: isData)
    }

    /// Shown before anything is sealed: a package whose passphrase nobody saw would be lost.
    private func generatedPassphrase(
        _ session: Session, _ iterations: Int, isData: Bool
    ) throws(any Error) -> PackagePassphrase {
        let secret = try Console.Passphrase.generate()
        session.output.note(.generatedPassphrase)
        if isData || session.output.isJSON {
            try session.output.show(generated: secret)
        } else {
            try session.output.line(secret)
        }
        return PackagePassphrase(secret, iterations: iterations)
    }

    /// What opens the sender's key; nil for an unsigned package.
    func senderPassphrase(_ request: SealRequest, _ session: Session) throws(any Error) -> Secret? {
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
