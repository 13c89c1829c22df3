import ArgumentParser
import Console
import Keyring
import Operations
import PackageFormat
import Routes
import SystemIO
import Terminal

struct ReceiveCommand: Subcommand {
    static let configuration = CommandConfiguration(
        "receive",
        (
            "Collect pieces from routes, verify each on arrival, sign receipts, and open what is complete.",
            "移送経路からピースを集め、届くたびに検証し、受領証に署名し、揃ったものを開封します。"
        ),
        examples: [
            "fubako receive --from nas,branch,mail -o inbox", "fubako receive --from nas --receipts-to mail -o inbox",
            "fubako receive --from stick --no-open --receipt-file receipts",
        ])

    @Option(
        help: help(
            "Routes of the book, separated by commas; repeatable.", "移送経路の名前。コンマで区切ります。繰り返せます。",
            valueName: "routes"),
        completion: RouteCompletion.list)
    var from: [String]

    @Option(
        name: .shortAndLong,
        help: help("The folder to extract into.", "取り出す先のフォルダー。", valueName: "folder"))
    var output = PathArgument(argument: ".")

    @Option(
        help: help(
            "Send receipts by these routes, separated by commas; repeatable.", "受領証を送る移送経路。コンマで区切ります。繰り返せます。",
            valueName: "routes"),
        completion: RouteCompletion.list)
    var receiptsTo: [String] = []

    @Option(
        help: help(
            "Write the receipt into this file, or receipts into this folder.", "受領証を書くファイル、またはフォルダー。",
            valueName: "file"))
    var receiptFile: PathArgument?

    @Flag(help: help("Collect and verify only.", "集めて検証するだけにします。"))
    var noOpen = false

    @Option(
        help: help("The largest file that is fetched, such as 500M; otherwise 64G.", "取り寄せるファイルの上限。例 500M。省略時は 64G。"))
    var limit: SizeArgument?

    @Flag(
        help: help(
            "Collect again what was collected before, and open again what was opened before.",
            "以前に集めたものをもう一度集め、以前に開封したものをもう一度開封します。"))
    var again = false

    @Flag(help: help("Keep no label beside what is extracted.", "取り出したものの横にラベルの記録を残しません。"))
    var noLabelRecord = false

    @Option(
        help: help(
            "An identity to open with and to sign receipts; repeatable.", "開封と受領証の署名に使う識別情報。繰り返せます。", valueName: "name"),
        completion: KeyringCompletion.ownIdentity)
    var key: [String] = []

    @OptionGroup var keyPassphrase: PassphraseOptions

    @OptionGroup var common: CommonOptions

    /// - Throws: `ValidationError`.
    func validate() throws(ValidationError) {
        if output.isDash || receiptFile?.isDash == true {
            throw ValidationError(
                words("files and folders only: '-' has no meaning here", "'-' は使えません。ファイルかフォルダーを指定してください"))
        }
    }

    private var wantsReceipts: Bool { !receiptsTo.isEmpty || receiptFile != nil }

    func run(_ session: Session) throws(any Error) -> ExitCode {
        try session.requireNamedKeyring()
        let book = try session.routeBook()
        let sources = try book.routes(named: from)
        let receiptRoutes = try book.routes(named: receiptsTo)
        let chosen = try key.map { name throws(OperationError) in
            try OwnIdentity.choose(name, in: session.keyring)
        }
        let recorder = try session.recorder()
        let log = try OpenLog(session, recorder)
        let store = try ArrivalStore(below: try StateFolder.standardPath())
        var run = ReceivingRun(session, log, store)
        try run.collect(request(sources), session.withdrawals(recorder))
        let ready = try run.ready(again: again)
        let issuer = ReceiptIssuer(store, recorder: recorder, author: session.author(chosen.first))
        let keys = try SigningKeys(keyPassphrase.source, session)
        var unlocker = try Unlocker(
            UnlockChoices(keys: chosen, keyPassphrase: keyPassphrase.source), session, session.withdrawals(recorder))
        if wantsReceipts {
            // Before anything is opened: whoever cannot sign should learn of it first, and be asked once.
            try keys.unlock(
                for: issuer.due() + (noOpen ? [] : ready), issuer, preferring: chosen, unlocking: &unlocker)
        }
        let extraction = PackageExtraction(folder: output.path, replacing: false, keepsLabel: !noLabelRecord)
        if noOpen { run.tellReady(ready) } else { run.open(ready, &unlocker, extraction) }
        if wantsReceipts {
            let target = ReceiptTarget(routes: receiptRoutes, file: receiptFile?.path)
            try run.issue(issuer, keys, to: target)
        }
        return try run.finish()
    }

    private func request(_ routes: [Route]) -> CollectionRequest {
        var request = CollectionRequest(routes: routes)
        request.again = again
        if let limit { request.limit = limit.bytes }
        return request
    }
}

extension RouteBook {
    /// The routes of lists such as "nas,branch", each once, in their order.
    /// - Throws: ``RoutesError/Code/notFound``.
    func routes(named lists: [String]) throws(RoutesError) -> [Route] {
        var routes: [Route] = []
        for name in lists.flatMap({ $0.split(separator: ",") }) {
            let route = try route(String(name))
            if !routes.contains(route) { routes.append(route) }
        }
        return routes
    }
}

/// A size on the command line: a number of bytes, or of 1,024, 1,024² ... of them with K, M, G or T behind it.
struct SizeArgument: ExpressibleByArgument, Hashable, Sendable {
    let bytes: UInt64

    init?(argument: String) {
        let units: [Character: UInt64] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40]
        let unit = argument.last.flatMap { units[$0] }
        guard let number = UInt64(unit == nil ? argument[...] : argument.dropLast()), number > 0 else { return nil }
        let (bytes, overflow) = number.multipliedReportingOverflow(by: unit ?? 1)
        guard !overflow else { return nil }
        self.bytes = bytes
    }
}
