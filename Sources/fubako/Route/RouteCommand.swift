import ArgumentParser
import Console
import Ledger
import Routes
import Terminal

/// `fubako route`: the ways on which pieces go.
struct RouteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        "route", ("Say by which ways pieces go.", "ピースを送る経路を決めます。"),
        examples: [
            "fubako route add nas --folder /mnt/nas --own", "fubako route add sftp-a sftp://user@host/in",
            "fubako route test nas",
        ],
        subcommands: [
            RouteAdd.self, RouteList.self, RouteShow.self, RouteTest.self, RouteState.self, RouteRemove.self,
        ])
}

/// The route that is meant.
struct RouteArgument: ParsableArguments {
    @Argument(help: help("The route.", "経路。"), completion: RouteCompletion.one)
    var name: String
}

/// `fubako route list`: all routes.
struct RouteList: Subcommand {
    static let configuration = CommandConfiguration(
        "list", ("List all routes.", "すべての経路を一覧します。"), examples: ["fubako route list"])

    @OptionGroup var common: CommonOptions

    func run(_ session: Session) throws(any Error) -> ExitCode {
        let book = try session.routeBook()
        if common.json {
            try session.output.json(["routes": book.routes.map { RouteJSON($0, in: book) }])
        } else {
            for row in book.table(session.language) { try session.output.line(row) }
        }
        return .success
    }
}

/// `fubako route show`: everything about one route.
struct RouteShow: Subcommand {
    static let configuration = CommandConfiguration(
        "show", ("Show everything about one route.", "一つの経路の詳細を表示します。"), examples: ["fubako route show nas"])

    @OptionGroup var route: RouteArgument
    @OptionGroup var common: CommonOptions

    func run(_ session: Session) throws(any Error) -> ExitCode {
        let book = try session.routeBook()
        try session.show(try book.route(route.name), in: book)
        return .success
    }
}

/// `fubako route state`: a person states that a route really differs.
struct RouteState: Subcommand {
    static let configuration = CommandConfiguration(
        "state",
        (
            "State that a route really differs from the others, by line, carrier and provider.",
            "経路がほかと本当に異なること（回線、通信事業者、提供者）を表明します。"
        ),
        examples: ["fubako route state sftp-a --by 山田 --on 2026-04-01"])

    @OptionGroup var route: RouteArgument

    @Option(help: help("Who states it.", "表明する人。", valueName: "text"))
    var by: String

    @Option(help: help("On which day; today without it.", "表明した日。なければ今日。", valueName: "date"))
    var on: String?

    @OptionGroup var common: CommonOptions

    func run(_ session: Session) throws(any Error) -> ExitCode {
        let statement = try DifferenceStatement(by: by, date: on ?? session.now.day.description)
        let book = try session.change(.stated, route.name) { book throws(RoutesError) in
            try book.replace(with: try book.route(route.name).stating(statement))
        }
        try session.show(try book.route(route.name), in: book)
        return .success
    }
}

/// `fubako route remove`: a route out of the book.
struct RouteRemove: Subcommand {
    static let configuration = CommandConfiguration(
        "remove", ("Remove a route from the book.", "経路を設定から削除します。"), examples: ["fubako route remove nas"])

    @OptionGroup var route: RouteArgument
    @OptionGroup var common: CommonOptions

    func run(_ session: Session) throws(any Error) -> ExitCode {
        _ = try session.change(.removed, route.name) { book throws(RoutesError) in try book.remove(route.name) }
        if common.json { try session.output.json(["removed": route.name]) }
        session.output.note(.doneRemoved, route.name)
        return .success
    }
}
