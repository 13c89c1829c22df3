import ArgumentParser
import Console
import Routes
import Terminal

/// `fubako route add`: a route into the book.
struct RouteAdd: Subcommand {
    static let configuration = CommandConfiguration(
        "add",
        (
            "Add a route: a folder, a medium that is carried, SFTP, rclone, mail, or programs of one's own.",
            "経路を加えます。フォルダー、運ぶ媒体、SFTP、rclone、メール、自分のプログラムのいずれかです。"
        ),
        examples: [
            "fubako route add courier --carried --medium USB --custodian 田中 --kept-at '金庫 2'",
            "fubako route add sftp-a sftp://user@host/in", "fubako route add cloud --rclone remote:dir --provider",
            "fubako route add mail --mail to@example.jp", "fubako route add nas --folder /mnt/nas --own",
            "fubako route add own-way --command --account host-b --put 'put-file {file} {name}'",
        ])

    @Argument(help: help("Its name: small letters, digits and dashes.", "名前。英小文字、数字、ハイフン。"))
    var name: String

    @OptionGroup var way: RouteKindOptions

    @Flag(
        exclusivity: .exclusive,
        help: help("Whether the office itself provides it.", "自らが提供する経路かどうか。"))
    var offer: Offer = .provider

    @Option(help: help("In whose domain it lies.", "どこの領域にあるか。", valueName: "text"))
    var domain: String?

    @Option(
        help: help(
            "Who states that it really differs from the others, by line, carrier and provider.",
            "ほかの経路と本当に異なること（回線、通信事業者、提供者）を表明する人。", valueName: "text"))
    var statedBy: String?

    @Option(help: help("On which day; today without it.", "表明した日。なければ今日。", valueName: "date"))
    var statedOn: String?

    @OptionGroup var common: CommonOptions

    /// Who provides a route.
    enum Offer: String, EnumerableFlag {
        case own, provider

        static func help(for value: Offer) -> ArgumentHelp? {
            switch value {
            case .own: fubako.help("The office itself provides it.", "自らが提供する経路です。")
            case .provider: fubako.help("Somebody else provides it.", "ほかが提供する経路です。")
            }
        }
    }

    /// - Throws: `ValidationError`.
    func validate() throws(ValidationError) {
        if statedOn != nil, statedBy == nil {
            throw ValidationError(words("--stated-on goes with --stated-by", "--stated-on には --stated-by が要ります"))
        }
    }

    func run(_ session: Session) throws(any Error) -> ExitCode {
        let statement = try statedBy.map { by throws(RoutesError) in
            try DifferenceStatement(by: by, date: statedOn ?? session.now.day.description)
        }
        let route = try Route(
            name: name, kind: try way.kind(), isOwnProvided: offer == .own, domain: domain, statement: statement)
        let book = try session.change(.added, name) { book throws(RoutesError) in try book.add(route) }
        try session.show(route, in: book)
        session.tellUnresolved(route)
        let same = book.same(as: route)
        if !same.isEmpty { session.output.warn(.routeIsSame, name, same.joined(separator: ", ")) }
        return .success
    }
}
