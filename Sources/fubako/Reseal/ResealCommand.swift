import ArgumentParser
import Console
import Cryptography
import Keyring
import Ledger
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
            "fubako reseal --affected-by AES-256-GCM --in-place",
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
            "Instead of named packages, all that the ledger knows to be protected by this algorithm.",
            "パッケージを挙げる代わりに、このアルゴリズムが守ると台帳から分かるものすべて。",
            valueName: "algorithm"))
    var affectedBy: String?

    @Option(
        help: help(
            "A folder below which they and others are looked for, too; repeatable.", "それらやほかのものをさらに探すフォルダー。繰り返せます。",
            valueName: "folder"))
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
        if !search.isEmpty, affectedBy == nil {
            throw ValidationError(
                words("--search goes with --affected-by only", "--search は --affected-by と共に使います"))
        }
        if package.contains(where: \.isDash) || output?.isDash == true {
            throw ValidationError(
                words("packages are sealed again from file to file", "封緘し直しは、ファイルからファイルへだけです"))
        }
    }

    func run(_ session: Session) throws(any Error) -> ExitCode {
        try session.requireNamedKeyring()
        let algorithm = try affectedBy.map { name throws(OperationError) in try Withdrawals.name(of: name) }
        let recorder = try session.recorder()
        let request = try request(besides: algorithm, recorder, session)
        let affected = try algorithm.map { algorithm throws(any Error) in
            try self.affected(by: algorithm, recorder, session)
        }
        let packages = affected.map { (inPlace ? $0.found : $0.foundOnce).map(\.path) } ?? package.map(\.path)
        let targets = try targets(packages)
        let missing = affected?.missing
        for package in missing ?? [] { session.warn(missing: package) }
        let codeIfDone = missing?.isEmpty == false ? ExitCode.notFound : .success
        guard !packages.isEmpty else {
            if session.output.isJSON { try session.output.json(ResealsJSON([], missing: missing)) }
            if codeIfDone == .success { session.output.note(.resealNone, algorithm ?? "") }
            return codeIfDone
        }
        let passphrase = try session.prompt.passphrase(
            for: request.sender.name.text, from: unlock.keyPassphrase.source)
        let key = try session.keyring.unlockSigning(request.sender, passphrase: passphrase)
        var unlocker = try Unlocker(unlock, session, request.withdrawals)
        try unlocker.unlock(request.sender, passphrase: passphrase)
        var done: [ResealJSON] = []
        var codes: [ExitCode] = []
        for (package, target) in zip(packages, targets) {
            let source = PackageSource.file(package)
            do {
                done.append(try reseal(source, target, request, key, &unlocker, recorder, session))
                codes.append(.success)
            } catch {
                // The others are not less urgent.
                codes.append(try report(PackageFailure(error, on: source), session))
            }
        }
        if session.output.isJSON { try session.output.json(ResealsJSON(done, missing: missing)) }
        return codes.first { $0 != .success } ?? codeIfDone
    }

    /// - Throws: what asks the whole run to stop.
    private func report(_ failure: PackageFailure, _ session: Session) throws(any Error) -> ExitCode {
        let code = ErrorReport(failure, session.language).exitCode
        guard code.rawValue < ExitCode.hungUp.rawValue else { throw failure }
        return session.output.report(failure)
    }

    private func reseal(
        _ source: PackageSource, _ target: Path, _ request: ResealRequest, _ key: borrowing UnlockedSigningKey,
        _ unlocker: inout Unlocker, _ recorder: Recorder, _ session: Session
    ) throws(any Error) -> ResealJSON {
        let opened = try unlocker.open(source)
        session.output.tell(opened, of: source)
        let progress = Progress()
        let line = ProgressLine(session.output, label: Message.progressSealing.text(session.language), progress)
        defer { line.finish() }
        let report = try opened.reseal(
            request, to: PackageTarget(target, opened.structure.common.split, replacing: inPlace || force),
            signedBy: key, passphrase: unlocker.packagePassphrase,
            state: session.stateFolderIfAny(), recorder: recorder, progress: progress)
        line.finish()
        session.output.warn(report.algorithmWarnings)
        session.output.note(
            .resealed, source, target, request.suite.name, sizeText(report.package.size, session.language))
        return ResealJSON(report, opened, from: source, to: target)
    }
}

// MARK: What is to be done

extension ResealCommand {
    private func request(
        besides algorithm: String?, _ recorder: Recorder, _ session: Session
    ) throws(any Error) -> ResealRequest {
        let configuration = try session.configuration()
        let withdrawals = try session.withdrawals(recorder)
        let sender = try OwnIdentity.choose(from ?? configuration.from, in: session.keyring)
        var request = ResealRequest(from: sender, withdrawals: withdrawals, now: session.now)
        request.suite = suite ?? withdrawals.usualSuite(besides: algorithm)
        request.padding = !noPadding
        request.affectedBy = algorithm
        return request
    }

    /// What the ledger names and the folders hold. Without folders there must be a ledger.
    private func affected(
        by algorithm: String, _ recorder: Recorder, _ session: Session
    ) throws(any Error) -> AffectedPackages {
        let search = PackageSearch(search.map(\.path), keyring: session.keyring) { path, error in
            let report = ErrorReport(PackageFailure(error, on: .file(path)), session.language)
            session.output.warn(.resealNotRead, report)
        }
        let ledger = try ledger(recorder)
        let recorded = try ledger.map { ledger throws(LedgerError) in
            try RecordedPackages(protectedBy: algorithm, in: ledger)
        }
        return try AffectedPackages(protectedBy: algorithm, recorded: recorded, search)
    }

    private func ledger(_ recorder: Recorder) throws(any Error) -> Ledger? {
        do throws(LedgerError) {
            if let ledger = try recorder.ledger(createdBy: nil) { return ledger }
        } catch {
            guard error.code == .notFound, !search.isEmpty else { throw error }
            return nil
        }
        guard !search.isEmpty else { throw CommandFailure(.refused, .ledgerOff, hint: .hintLedgerOption) }
        return nil
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

extension Session {
    /// Names a package that should be sealed again and was not found.
    fileprivate func warn(missing package: RecordedPackage) {
        let (id, time) = (hexadecimal(package.packageID), package.sealingTime.rfc3339)
        guard let path = package.output else { return output.warn(.resealMissingNowhere, id, time) }
        output.warn(.resealMissing, path, id, time)
    }
}
