import ArgumentParser
import Console
import Ledger
import Operations
import PackageFormat
import Routes
import SystemIO
import Terminal
import Transfer

/// What sub-commands that send have in common.
struct SendingOptions: ParsableArguments {
    @Option(help: help("How many routes work at once.", "同時に使う経路の数。", valueName: "number"))
    var atOnce = 4

    /// - Throws: `ValidationError`.
    func validate() throws(ValidationError) {
        if !(1...64).contains(atOnce) { throw ValidationError(words("--at-once is 1 to 64", "--at-once は 1 から 64 です")) }
    }

    /// Delivers what was assigned and not delivered yet.
    /// - Parameter piece: only this one; nil for all.
    func deliver(
        _ held: HeldTransfer, _ book: RouteBook, _ session: Session, only piece: Int? = nil
    ) throws(any Error) -> ExitCode {
        try Delivering(
            session: session, held: held, book: book, recorder: session.recorder(), author: session.author(nil),
            atOnce: atOnce, piece: piece
        ).run()
    }
}

/// `fubako transfer resume`: goes on where a run was interrupted or a route failed.
struct TransferResume: Subcommand {
    static let configuration = CommandConfiguration(
        "resume", ("Deliver the pieces that were not delivered yet.", "まだ送信していないピースを送ります。"),
        examples: ["fubako transfer resume report"])

    @OptionGroup var transfer: TransferArgument
    @OptionGroup var sending: SendingOptions
    @OptionGroup var common: CommonOptions

    func run(_ session: Session) throws(any Error) -> ExitCode {
        let book = try session.routeBook()
        let held = try transfer.hold(session)
        try held.state.checkOpen()
        return try sending.deliver(held, book, session)
    }
}

/// Which piece is sent once more, and by which route.
struct AgainOptions: ParsableArguments {
    @Option(help: help("The piece, by its number.", "ピースの番号。", valueName: "number"))
    var piece: Int

    @Option(
        help: help("The route; otherwise the one by which it was sent last.", "移送経路。省略時は最後に送った経路。", valueName: "route"),
        completion: RouteCompletion.one)
    var via: String?
}

/// `fubako transfer resend`: sends a piece once more.
struct TransferResend: Subcommand {
    static let configuration = CommandConfiguration(
        "resend", ("Send a piece once more, by the same route or by another one.", "ピースを同じ経路か別の経路で再送します。"),
        examples: ["fubako transfer resend report --piece 3", "fubako transfer resend report --piece 3 --via mail-b"])

    @OptionGroup var transfer: TransferArgument
    @OptionGroup var again: AgainOptions
    @OptionGroup var sending: SendingOptions
    @OptionGroup var common: CommonOptions

    func run(_ session: Session) throws(any Error) -> ExitCode {
        let book = try session.routeBook()
        let held = try transfer.hold(session)
        let own = OwnTransfer(held, recorder: try session.recorder(), by: session.author(nil))
        if let via = again.via { session.tellUnresolved(try book.route(via)) }
        try own.assign(again.piece, to: again.via, in: book, cause: .resend)
        return try sending.deliver(held, book, session, only: again.piece)
    }
}

/// `fubako transfer replace`: makes a piece of the outbox anew from the others, and sends it.
struct TransferReplace: Subcommand {
    static let configuration = CommandConfiguration(
        "replace",
        (
            "Make a piece that is gone or damaged here anew from the others, and send it.",
            "手元で失われたり壊れたりしたピースを他のピースから作り直して送ります。"
        ),
        examples: ["fubako transfer replace report --piece 3"])

    @OptionGroup var transfer: TransferArgument
    @OptionGroup var again: AgainOptions
    @OptionGroup var sending: SendingOptions
    @OptionGroup var common: CommonOptions

    func run(_ session: Session) throws(any Error) -> ExitCode {
        let book = try session.routeBook()
        let held = try transfer.hold(session)
        let own = OwnTransfer(held, recorder: try session.recorder(), by: session.author(nil))
        let progress = Progress()
        let name = held.state.plan.package.name
        let line = ProgressLine(
            session.output, label: Message.progressRepairing.text(session.language, name), progress)
        defer { line.finish() }
        let isRebuilt = try own.rebuild(
            again.piece, keyring: session.keyring, state: session.stateFolderIfAny(), progress: progress)
        line.finish()
        session.output.note(isRebuilt ? .transferRebuilt : .transferWhole, name, again.piece)
        if let via = again.via { session.tellUnresolved(try book.route(via)) }
        try own.assign(again.piece, to: again.via, in: book, cause: .replacement)
        return try sending.deliver(held, book, session, only: again.piece)
    }
}
