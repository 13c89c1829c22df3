import ArgumentParser
import Console
import DER
import Operations
import Terminal
import Transfer

/// `fubako transfer handover`: who carries a piece.
struct TransferHandover: Subcommand {
    static let configuration = CommandConfiguration(
        "handover", ("Record who carries a piece, or that it came to its place.", "ピースの運搬者や、送り先への到着を記録します。"),
        examples: [
            "fubako transfer handover report --piece 1 --carrier 佐藤 --container C-12 --seal S-7781",
            "fubako transfer handover report --piece 1 --received --place 大阪支所",
        ])

    @OptionGroup var transfer: TransferArgument

    @Option(help: help("The piece, by its number.", "ピースの番号。", valueName: "number"))
    var piece: Int

    @Option(help: help("Who carries it.", "運搬者。", valueName: "name"))
    var carrier: String?

    @Option(help: help("The number of the container.", "容器番号。", valueName: "text"))
    var container: String?

    @Option(help: help("The number of the seal.", "封印番号。", valueName: "text"))
    var seal: String?

    @Option(help: help("Where.", "場所。", valueName: "text"))
    var place: String?

    @Option(
        help: help(
            "When, such as 2026-04-01T09:00:00Z; otherwise now.", "日時（例: 2026-04-01T09:00:00Z）。省略時は今。",
            valueName: "time"))
    var at: String?

    @Flag(help: help("It was received at its place.", "送り先で受け取られました。"))
    var received = false

    @OptionGroup var common: CommonOptions

    func run(_ session: Session) throws(any Error) -> ExitCode {
        let handover = RecordedHandover(
            event: received ? .received : .given,
            time: try at.map { text throws(CommandFailure) in try TimeArgument.start(text, option: "--at") }
                ?? session.now,
            carrier: try OneLine.text(carrier, option: "--carrier"),
            container: try short(container, "--container"), seal: try short(seal, "--seal"),
            place: try OneLine.text(place, option: "--place"))
        let isEmpty = [handover.carrier, handover.container, handover.seal, handover.place].allSatisfy { $0 == nil }
        if isEmpty, !received { throw CommandFailure(.usage, .usageHandover) }
        let held = try transfer.hold(session)
        try OwnTransfer(held, recorder: session.recorder(), by: session.author(nil)).handOver(piece, handover)
        try session.tell(.transferHandoverKept, held, piece)
        return .success
    }

    /// As long as the ledger keeps it.
    private func short(_ text: String?, _ option: String) throws(CommandFailure) -> String? {
        let line = try OneLine.text(text, option: option)
        guard line?.utf8.count ?? 0 <= 256 else { throw CommandFailure(.usage, .usageOneLine, place: option) }
        return line
    }
}

/// `fubako transfer close`: nothing more is to be sent.
struct TransferClose: Subcommand {
    static let configuration = CommandConfiguration(
        "close", ("End a transfer, and remove its outbox.", "移送を終え、送信箱を削除します。"),
        examples: ["fubako transfer close report"])

    @OptionGroup var transfer: TransferArgument
    @OptionGroup var common: CommonOptions

    func run(_ session: Session) throws(any Error) -> ExitCode {
        let held = try transfer.hold(session)
        try OwnTransfer(held, recorder: session.recorder(), by: session.author(nil)).end(.closed)
        try session.tell(.transferClosed, held)
        return .success
    }
}

/// `fubako transfer cancel`: gives a transfer up.
struct TransferCancel: Subcommand {
    static let configuration = CommandConfiguration(
        "cancel",
        ("Give a transfer up, and remove its outbox; what was delivered stays.", "移送を取り消し、送信箱を削除します。送信済みのピースは残ります。"),
        examples: ["fubako transfer cancel report"])

    @OptionGroup var transfer: TransferArgument
    @OptionGroup var common: CommonOptions

    func run(_ session: Session) throws(any Error) -> ExitCode {
        let held = try transfer.hold(session)
        let own = OwnTransfer(held, recorder: try session.recorder(), by: session.author(nil))
        try held.state.checkOpen()
        for route in own.removeLeftovers(try session.routeBook()) {
            session.output.note(.transferLeftover, held.state.plan.package.name, route)
        }
        try own.end(.cancelled)
        try session.tell(.transferCancelled, held)
        return .success
    }
}

extension Session {
    /// Tells what was done about a transfer.
    fileprivate func tell(_ message: Message, _ held: HeldTransfer, _ piece: Int? = nil) throws(any Error) {
        let state = held.state
        if output.isJSON {
            return try output.json(
                TransferJSON(state, TransferAdvice.all(state, missing: held.missing, at: now), at: now))
        }
        output.note(message, state.plan.package.name, piece ?? 0)
    }
}
