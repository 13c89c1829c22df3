import ArgumentParser
import Console
import Ledger
import Terminal
import Transparency

/// `fubako ledger checkpoint`: what the ledger claims of itself, to be kept elsewhere.
struct LedgerCheckpoint: Subcommand {
    static let configuration = CommandConfiguration(
        "checkpoint",
        ("Write the last checkpoint, to be kept elsewhere or cosigned.", "別の場所で保管や連署をするための、最新のチェックポイントを書き出します。"),
        examples: [
            "fubako ledger checkpoint -o today.checkpoint",
            "fubako ledger checkpoint --since 0 -o request.txt",
        ])

    @OptionGroup var output: TextOutput

    @Option(
        help: help(
            "Write a request for a witness that last cosigned so many entries; 0 if none.",
            "前回この件数に連署した立会人への依頼を書き出します。初めてなら 0。", valueName: "number"))
    var since: UInt64?

    @OptionGroup var common: CommonOptions

    func run(_ session: Session) throws(any Error) -> ExitCode {
        let ledger = try session.ledger(creating: false)
        if let since {
            let count = try ledger.size()
            guard since <= count else {
                throw CommandFailure(.notFound, .checkpointSince, count, place: "--since \(since)")
            }
            let request = try ledger.witnessRequest(since: since)
            try write(request.encoded, size: request.checkpoint.checkpoint.size, session)
        } else {
            let checkpoint = try ledger.checkpoint()
            try write(checkpoint.encoded, size: checkpoint.checkpoint.size, session)
        }
        return .success
    }

    private func write(_ text: [UInt8], size: UInt64, _ session: Session) throws(any Error) {
        try output.write(text, session)
        if session.output.isJSON { try session.output.json(TextJSON(text, size: size, oldSize: since)) }
    }
}

/// `fubako ledger consistency`: that the ledger grew from an older checkpoint.
struct LedgerConsistency: Subcommand {
    static let configuration = CommandConfiguration(
        "consistency",
        ("Write the proof that the ledger grew from an older checkpoint.", "古いチェックポイントから増えただけであることの証明を書き出します。"),
        examples: [
            "fubako ledger consistency march.checkpoint -o growth.proof", "fubako ledger consistency 100 250",
        ])

    @Argument(help: help("The older checkpoint: a file, or a number of entries.", "古いチェックポイント。ファイルか記録の件数です。"))
    var old: PathArgument

    @Argument(
        help: help(
            "The newer checkpoint; the last one if not given.", "新しいチェックポイント。省略すると最新のものです。"))
    var new: PathArgument?

    @OptionGroup var output: TextOutput

    @OptionGroup var common: CommonOptions

    func run(_ session: Session) throws(any Error) -> ExitCode {
        let ledger = try session.ledger(creating: false)
        let older = try checkpoint(old, ledger)
        let newer = try new.map { file throws(any Error) in try checkpoint(file, ledger) }
        if let new, let newer, newer.checkpoint.size < older.checkpoint.size {
            throw CommandFailure(.usage, .checkpointOrder, older.checkpoint.size, place: new.path)
        }
        // A newer one that is not of this history is as good a proof of two as an older one.
        if let new, let newer { _ = try growth(ledger, from: newer, new, to: newer) }
        let proof = try growth(ledger, from: older, old, to: newer)
        let text = try proof.encoded()
        try output.write(text, session)
        if session.output.isJSON {
            try session.output.json(
                TextJSON(text, size: proof.new.checkpoint.size, oldSize: proof.old.checkpoint.size))
        }
        return .success
    }

    private func checkpoint(_ argument: PathArgument, _ ledger: Ledger) throws(any Error) -> SignedCheckpoint {
        guard let number = UInt64(argument.path.string) else { return try argument.checkpoint() }
        let count = try ledger.size()
        guard (1...max(1, count)).contains(number) else {
            throw CommandFailure(number == 0 ? .usage : .notFound, .checkpointNumber, count, place: argument.path)
        }
        return try ledger.checkpoint(size: number)
    }

    /// - Parameter argument: what named the older checkpoint.
    private func growth(
        _ ledger: Ledger, from old: SignedCheckpoint, _ argument: PathArgument, to new: SignedCheckpoint?
    ) throws(any Error) -> GrowthProof {
        do throws(LedgerError) { return try ledger.growthProof(from: old, to: new?.checkpoint.size) } catch {
            switch error.code {
            case .badValue: throw CommandFailure(.usage, .findingKeptOtherLedger, place: argument.path)
            case .rolledBack, .otherHistory:
                var failure = error
                failure.path = argument.path
                throw failure
            default: throw error
            }
        }
    }
}
