import ArgumentParser
import Cryptography
import Keyring
import Operations
import PackageFormat
import SystemIO
import Terminal

struct ResealCommand: Subcommand {
    static let configuration = CommandConfiguration(
        "reseal",
        (
            "Seal packages again under another cipher, so that the first sender's signature can still be checked.",
            "パッケージを別の暗号で封緘し直します。最初の差出人の署名は確かめられるままです。"
        ),
        examples: [
            "fubako reseal report.fubako -o report-2.fubako", "fubako reseal --in-place monday.fubako tuesday.fubako",
            "fubako reseal --affected-by AES-256-GCM --search archive -o archive-2",
        ])

    @Argument(help: help("Packages.", "パッケージ。"))
    var package: [PathArgument] = []

    @Option(
        name: .shortAndLong,
        help: help(
            "Where the new package goes: a file, or a folder that exists.", "新しいパッケージの出力先。ファイル、または既にあるフォルダー。",
            valueName: "file|folder"))
    var output: PathArgument?

    @Flag(help: help("Replace what exists.", "既にあれば置き換えます。"))
    var force = false

    @Flag(help: help("Replace each package.", "それぞれのパッケージを置き換えます。"))
    var inPlace = false

    @Option(
        help: help(
            "Instead of named packages, those that this algorithm protects.", "パッケージを挙げる代わりに、このアルゴリズムが守るものすべて。",
            valueName: "algorithm"))
    var affectedBy: String?

    @Option(
        help: help("A folder below which they are looked for; repeatable.", "それらを探すフォルダー。繰り返せます。", valueName: "folder"))
    var search: [PathArgument] = []

    @Option(help: help("The cipher.", "暗号。"))
    var suite: Suite?

    @Option(
        help: help("The identity that signs.", "署名する識別情報。", valueName: "name"),
        completion: KeyringCompletion.ownIdentity)
    var from: String?

    @Flag(help: help("Do not pad the size.", "大きさを詰め物で隠しません。"))
    var noPadding = false

    @OptionGroup var unlock: UnlockOptions

    @OptionGroup var common: CommonOptions

    /// - Throws: `ValidationError`.
    func validate() throws(ValidationError) {
        if (output == nil) == !inPlace {
            throw ValidationError(
                words("either --output or --in-place is needed", "--output か --in-place のどちらかが要ります"))
        }
        if package.isEmpty == (affectedBy == nil) {
            throw ValidationError(
                words("either packages or --affected-by are needed", "パッケージか --affected-by のどちらかが要ります"))
        }
        if search.isEmpty == (affectedBy != nil) {
            throw ValidationError(
                words("--affected-by and --search go together", "--affected-by と --search は共に使います"))
        }
        if package.contains(where: \.isDash) || output?.isDash == true {
            throw ValidationError(
                words("packages are sealed again from file to file", "封緘し直しは、ファイルからファイルへだけです"))
        }
    }

    func run(_ session: Session) throws(any Error) -> ExitCode {
        try session.requireNamedKeyring()
        let algorithm = try affectedBy.map { name throws(OperationError) in try Withdrawals.name(of: name) }
        let request = try request(besides: algorithm, session)
        let packages = try packages(affectedBy: algorithm, session)
        let targets = try targets(packages)
        guard !packages.isEmpty else {
            if session.output.isJSON { try session.output.json(["packages": [ResealJSON]()]) }
            session.output.note(.resealNone, algorithm ?? "")
            return .success
        }
        let passphrase = try session.prompt.passphrase(
            for: request.sender.name.text, from: unlock.keyPassphrase.source)
        let key = try session.keyring.unlockSigning(request.sender, passphrase: passphrase)
        var unlocker = try Unlocker(unlock, session)
        try unlocker.unlock(request.sender, passphrase: passphrase)
        var done: [ResealJSON] = []
        var codes: [ExitCode] = []
        for (package, target) in zip(packages, targets) {
            let source = PackageSource.file(package)
            do {
                done.append(try reseal(source, target, request, key, &unlocker, session))
                codes.append(.success)
            } catch {
                // The others are not less urgent.
                codes.append(try report(PackageFailure(error, on: source), session))
            }
        }
        if session.output.isJSON { try session.output.json(["packages": done]) }
        return codes.first { $0 != .success } ?? .success
    }

    /// - Throws: what asks the whole run to stop.
    private func report(_ failure: PackageFailure, _ session: Session) throws(any Error) -> ExitCode {
        let code = ErrorReport(failure, session.language).exitCode
        guard code.rawValue < ExitCode.hungUp.rawValue else { throw failure }
        return session.output.report(failure)
    }

    private func reseal(
        _ source: PackageSource, _ target: Path, _ request: ResealRequest, _ key: borrowing UnlockedSigningKey,
        _ unlocker: inout Unlocker, _ session: Session
    ) throws(any Error) -> ResealJSON {
        let opened = try unlocker.open(source)
        session.output.tell(opened, of: source)
        let progress = Progress()
        let line = ProgressLine(session.output, label: Message.progressSealing.text(session.language), progress)
        defer { line.finish() }
        let report = try opened.reseal(
            request, to: target, replacing: inPlace || force, signedBy: key, passphrase: unlocker.packagePassphrase,
            state: session.stateFolderIfAny(), progress: progress)
        line.finish()
        session.output.warn(report.algorithmWarnings)
        session.output.note(
            .resealed, source, target, request.suite.name, sizeText(report.package.size, session.language))
        return ResealJSON(report, opened, from: source, to: target)
    }
}

// MARK: What is to be done

extension ResealCommand {
    private func request(besides algorithm: String?, _ session: Session) throws(any Error) -> ResealRequest {
        let configuration = try session.configuration()
        let withdrawals = try Withdrawals(in: session.keyring)
        let sender = try OwnIdentity.choose(from ?? configuration.from, in: session.keyring)
        var request = ResealRequest(from: sender, withdrawals: withdrawals, now: session.now)
        request.suite = suite ?? withdrawals.usualSuite(besides: algorithm)
        request.padding = !noPadding
        return request
    }

    private func packages(affectedBy algorithm: String?, _ session: Session) throws(any Error) -> [Path] {
        guard let algorithm else { return package.map(\.path) }
        let search = PackageSearch(search.map(\.path), keyring: session.keyring) { path, error in
            let report = ErrorReport(PackageFailure(error, on: .file(path)), session.language)
            session.output.warn(.resealNotRead, report)
        }
        return try search.packages(protectedBy: algorithm).compactMap(\.path)
    }

    /// Where each package goes.
    private func targets(_ packages: [Path]) throws(any Error) -> [Path] {
        guard let output else { return packages }
        let isFolder = (try? Descriptor.open(output.path, [.readOnly, .folder])) != nil
        guard isFolder else {
            guard packages.count <= 1 else { throw CommandFailure(.usage, .resealFolderNeeded, place: output.path) }
            return packages.map { _ in output.path }
        }
        return packages.map { output.path.appending($0.name) }
    }
}
