import ArgumentParser
import Console
import DER
import Ledger
import Operations
import PackageFormat
import Routes
import SystemIO
import Terminal
import Transfer

/// `fubako send`: seals, and delivers the pieces by several routes.
struct SendCommand: Subcommand {
    static let configuration = CommandConfiguration(
        "send",
        (
            "Seal files and folders, and send the pieces by different routes.",
            "ファイルとフォルダーを封緘し、ピースを別々の経路で送ります。"
        ),
        examples: [
            "fubako send --to zaimu --split 3/5 --via courier,sftp-a,cloud,mail,nas report",
            "fubako send --to zaimu --split 2/3 --via nas,sftp-a,mail --deadline 7d report",
            "fubako send --passphrase --passphrase-by telephone --via mail plan.pdf",
        ])

    @OptionGroup var sealing: SealingOptions

    @Option(
        help: help(
            "The routes, one for each piece in their order, separated by commas.", "移送経路。ピースの順にコンマで区切ります。",
            valueName: "route,..."), completion: RouteCompletion.list)
    var via: [String]

    @Option(
        help: help(
            "What the transfer is called; otherwise as the first input.", "移送の名前。省略時は最初の入力の名前。", valueName: "name"))
    var name: String?

    @Option(
        help: help(
            "When the last receipt is expected: a day, a time, or a span such as 7d.", "最後の受領証の期限。日、日時、7d のような期間。",
            valueName: "date"))
    var deadline: String?

    @Option(
        help: help(
            "Whether a route may carry several pieces: shared. Without it, each carries one.",
            "一つの経路に複数のピースを載せるなら shared。省略時は一つだけ載せます。", valueName: "plan"))
    var plan = PlanArgument.onePiecePerRoute

    @Option(
        help: help(
            "How the recipient gets the passphrase: in words, or by a route that carries no piece.",
            "パスフレーズの伝え方。言葉か、ピースを載せない経路の名前。", valueName: "text|route"))
    var passphraseBy: String?

    @Option(
        help: help(
            "Who states that the routes really differ in line, carrier and provider.", "回線、運搬者、事業者が実際に異なることを確認した人。",
            valueName: "name"))
    var statedBy: String?

    @Option(help: help("How many routes work at once.", "同時に使う経路の数。", valueName: "number"))
    var atOnce = 4

    @OptionGroup var common: CommonOptions

    /// - Throws: `ValidationError`.
    func validate() throws(ValidationError) {
        if sealing.people.unsigned {
            throw ValidationError(
                words(
                    "what is sent must be signed: no 'fubako receive' takes an unsigned package",
                    "送るパッケージには署名が必要です。署名のないものは fubako receive が受け入れません"))
        }
        if !(1...64).contains(atOnce) { throw ValidationError(words("--at-once is 1 to 64", "--at-once は 1 から 64 です")) }
    }

    func run(_ session: Session) throws(any Error) -> ExitCode {
        try session.requireNamedKeyring()
        let recorder = try session.recorder()
        let book = try session.routeBook()
        let request = try request(book, session)
        let planning = try SendPlanning(
            request, split: sealing.split, hasPassphrase: sealing.hasPackagePassphrase,
            now: session.now)
        for route in request.routes { session.tellUnresolved(route) }
        switch request.passphrase {
        case nil: break
        case .words(let words): session.output.note(.passphraseByWords, words)
        case .route(let route): session.output.note(.passphraseByRoute, route.name)
        }
        let staged = try StagedSending(planning, split: sealing.split, in: session.transfers())
        let begun = try seal(into: staged, recorder, session)
        let plan = begun.held.state.plan
        session.output.note(.sentPlanned, plan.package.name)
        session.output.tell(plan)
        return try Delivering(
            session: session, held: begun.held, book: book, recorder: recorder, author: begun.author, atOnce: atOnce
        ).run()
    }
}

// MARK: What is to be sent

extension SendCommand {
    /// A transfer whose plan is recorded.
    private struct Begun {
        let held: HeldTransfer
        let author: Author
    }

    private func request(_ book: RouteBook, _ session: Session) throws(any Error) -> SendRequest {
        let names = via.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
        guard !names.isEmpty, !names.contains("") else { throw CommandFailure(.usage, .usageVia) }
        var request = SendRequest(
            name: try transferName(), routes: try names.map { name throws(RoutesError) in try book.route(name) })
        request.mode = plan.mode
        request.statedBy = try OneLine.text(statedBy, option: "--stated-by")
        request.passphrase = try OneLine.text(passphraseBy, option: "--passphrase-by").flatMap { text in
            Self.way(text, book)
        }
        let configured = try session.configuration().transferDeadline
        request.deadline = try (deadline ?? configured).map { text throws(CommandFailure) in
            try DeadlineArgument.time(text, now: session.now)
        }
        return request
    }

    /// A route of the book if the text is its name, in whichever case and with blanks around it; else words.
    private static func way(_ text: String, _ book: RouteBook) -> PassphraseDelivery? {
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard !words.isEmpty else { return nil }
        return (try? book.route(words.lowercased())).map { .route($0) } ?? .words(words)
    }

    /// As it was named, else as the first input is called.
    private func transferName() throws(CommandFailure) -> String {
        let input = sealing.stdinName ?? sealing.input.first { !$0.isDash }
        let bytes = input.map { ((try? $0.path.named()) ?? $0.path).name } ?? []
        guard let name = try OneLine.text(name ?? String(decoding: bytes, as: UTF8.self), option: "--name") else {
            throw CommandFailure(.usage, .usageTransferName)
        }
        return name
    }

    private func seal(
        into staged: StagedSending, _ recorder: Recorder, _ session: Session
    ) throws(any Error) -> Begun {
        var request = try sealing.request(recorder, session)
        request.outputFolder = try staged.outboxIdentity()
        let name = try transferName()
        let passphrase = try sealing.newPackagePassphrase(session, name: name, isData: true)
        let checked = try Sealing(request, passphrase: passphrase)
        session.output.tell(dropped: checked.droppedLabelParts)
        session.output.warn(checked.algorithmWarnings)
        let unlocking = try sealing.senderPassphrase(request, session)
        let author = Author(request.sender)
        session.notify(author, recorder)
        let recipients = checked.recipientFingerprints(besides: request.sender)
        let progress = Progress()
        let line = ProgressLine(session.output, label: Message.progressSealing.text(session.language), progress)
        defer { line.finish() }
        let report = try checked.run(
            to: staged.target, keyring: session.keyring, senderPassphrase: unlocking,
            state: session.stateFolderIfAny(), recorder: recorder, recordsOutput: false, progress: progress)
        line.finish()
        session.output.tell(report)
        return Begun(
            held: try staged.begin(
                report.package, recipients: recipients, recorder: recorder, by: author, at: session.now),
            author: author)
    }
}

/// How many pieces a route may carry, as on the command line.
enum PlanArgument: String, ExpressibleByArgument, CaseIterable {
    case onePiecePerRoute = "one-piece-per-route"
    case shared

    var mode: PlanMode { self == .shared ? .shared : .onePiecePerRoute }
}

/// What a person says in one line.
enum OneLine {
    /// - Returns: nil for nil and for nothing but blanks.
    /// - Throws: `usage` for more than one line, control characters, or more than 500 bytes.
    static func text(_ text: String?, option: String) throws(CommandFailure) -> String? {
        guard let text, !text.allSatisfy(\.isWhitespace) else { return nil }
        guard text.utf8.count <= 500, escaped(text) == text else {
            throw CommandFailure(.usage, .usageOneLine, place: option)
        }
        return text
    }
}
