import ArgumentParser
import Console
import Routes
import Terminal

/// `fubako route test`: tries a route with a small test piece.
struct RouteTest: Subcommand {
    static let configuration = CommandConfiguration(
        "test",
        (
            "Deliver, list, read back and remove a small random test piece.",
            "小さな乱数の試験用ピースを送り、一覧し、読み戻し、消します。"
        ),
        examples: ["fubako route test nas"])

    @OptionGroup var route: RouteArgument
    @OptionGroup var common: CommonOptions

    func run(_ session: Session) throws(any Error) -> ExitCode {
        let book = try session.routeBook()
        let route = try book.route(route.name)
        let trial = try RouteTrial(route)
        if common.json {
            try session.output.json(RouteTrialJSON(trial, of: route, in: book, session.language))
        } else {
            for line in trial.lines(of: route, in: book, session.language) { try session.output.line(line) }
        }
        if let failure = trial.failure { throw failure }
        return .success
    }
}
