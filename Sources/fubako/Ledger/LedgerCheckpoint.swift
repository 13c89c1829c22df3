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
        let newer = try new.map { file throws(any Error) in try checkpoint(file, ledger) }
        // A newer one that is not of this history is as good a proof of two as an older one.
        if let newer { _ = try ledger.growthProof(from: newer, to: newer.checkpoint.size) }
        let proof = try ledger.growthProof(from: checkpoint(old, ledger), to: newer?.checkpoint.size)
        let text = try proof.encoded()
        try output.write(text, session)
        if session.output.isJSON {
            try session.output.json(
                TextJSON(text, size: proof.new.checkpoint.size, oldSize: proof.old.checkpoint.size))
        }
        return .success
    }

    private func checkpoint(_ argument: PathArgument, _ ledger: Ledger) throws(any Error) -> SignedCheckpoint {
        if let size = UInt64(argument.path.string) { return try ledger.checkpoint(size: size) }
        return try SignedCheckpoint(parsing: argument.read(limit: SignedNote.maximumSize))
    }
}
