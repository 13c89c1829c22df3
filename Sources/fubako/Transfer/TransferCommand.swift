import ArgumentParser
import Console
import DER
import Ledger
import Operations
import Routes
import SystemIO
import Terminal
import Transfer

/// `fubako transfer`: what was sent, and what becomes of it.
struct TransferCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        "transfer", ("See to what was sent: where it is, what to send again, receipts.", "送ったものの状況の確認、再送、受領証。"),
        examples: ["fubako transfer status report", "fubako transfer resume report"],
        subcommands: [
            TransferStatusCommand.self, TransferList.self, TransferResume.self, TransferResend.self,
            TransferReplace.self, TransferHandover.self, TransferReceipt.self, TransferClose.self, TransferCancel.self,
        ])
}

/// A transfer on the command line, and holding it.
struct TransferArgument: ParsableArguments {
    @Argument(
        help: help(
            "The transfer: its name, or the beginning of the package's identifier; not needed if only one is open.",
            "移送。名前か、パッケージの識別子の先頭。進行中のものが一つだけなら省略できます。"),
        completion: RouteCompletion.transfer)
    var name: String?

    /// - Returns: the package's identifier.
    /// - Throws: ``TransferError``.
    func find(in store: TransferStore) throws(TransferError) -> [UInt8] {
        if let name { return try store.find(name) }
        let open = try store.list().filter { $0.state.map { $0.ending == nil } ?? true }
        guard let one = open.first else { throw TransferError(.notFound, "no transfer is open") }
        guard open.count == 1 else {
            var error = TransferError(.ambiguous, "several transfers are open")
            error.names = open.map { $0.state?.plan.package.name ?? $0.id.hexadecimal }
            throw error
        }
        return one.id
    }

    /// Holds it for the rest of the run.
    /// - Throws: ``TransferError``, ``SystemError``.
    func hold(_ session: Session) throws(any Error) -> HeldTransfer {
        let store = try session.transfers()
        return try store.hold(find(in: store))
    }
}

/// `fubako transfer status`: which piece is where, what recipients said, what is overdue, what to type next.
struct TransferStatusCommand: Subcommand {
    static let configuration = CommandConfiguration(
        "status", ("Show which piece is where, and what to do next.", "どのピースがどこにあり、次に何をすべきかを表示します。"),
        examples: ["fubako transfer status report", "fubako transfer status --json report"])

    @OptionGroup var transfer: TransferArgument

    @OptionGroup var common: CommonOptions

    func run(_ session: Session) throws(any Error) -> ExitCode {
        let store = try session.transfers()
        let state = try store.read(transfer.find(in: store))
        let advice = TransferAdvice.all(state, missing: store.missing(state), at: session.now)
        if session.output.isJSON {
            try session.output.json(TransferJSON(state, advice, at: session.now))
        } else {
            let status = TransferStatus(state, advice, people: session.people(), at: session.now)
            for line in status.lines(session.language) { try session.output.line(line) }
        }
        return .success
    }
}

/// `fubako transfer list`: all transfers, a line for each.
struct TransferList: Subcommand {
    static let configuration = CommandConfiguration(
        "list", ("List transfers that are open.", "進行中の移送を一覧します。"),
        examples: ["fubako transfer list", "fubako transfer list --all"])

    @Flag(help: help("Those that have ended, too.", "終わったものも表示します。"))
    var all = false

    @OptionGroup var common: CommonOptions

    func run(_ session: Session) throws(any Error) -> ExitCode {
        let store = try session.transfers()
        let listed = try store.list()
        for one in listed {
            guard let problem = one.problem else { continue }
            session.output.warn(.transferUnreadable, one.id.hexadecimal, ErrorReport(problem, session.language))
        }
        let states = listed.compactMap(\.state).filter { all || $0.ending == nil }
        if session.output.isJSON {
            let transfers = states.map { state in
                TransferJSON(
                    state, TransferAdvice.all(state, missing: store.missing(state), at: session.now), at: session.now)
            }
            try session.output.json(["transfers": transfers])
        } else {
            for line in TransferListing(states, at: session.now).lines(session.language) {
                try session.output.line(line)
            }
            if states.isEmpty { session.output.note(.transferNone) }
        }
        return .success
    }
}

extension Session {
    /// Names of identities by their fingerprints; none where the keyring cannot be read.
    func people() -> [[UInt8]: String] {
        let identities = (try? keyring.identities())?.identities ?? []
        return Dictionary(identities.map { ($0.fingerprint.bytes, $0.name.text) }) { first, _ in first }
    }
}
