import ArgumentParser
import Console
import Terminal
import Transparency

/// What somebody has kept of a ledger, and how many vouch for it.
struct KeptOptions: ParsableArguments {
    @Option(
        help: help(
            "A checkpoint of this ledger that was kept elsewhere; repeatable.", "別の場所に保管したこの台帳のチェックポイント。繰り返せます。",
            valueName: "file"))
    var checkpoint: [PathArgument] = []

    @Option(
        help: help(
            "Demand the cosignatures of so many organisations.", "これだけの組織の連署を求めます。", valueName: "number"))
    var quorum: Int?

    /// - Throws: ``SystemError``, `TextFailure` with the file.
    func checkpoints() throws(any Error) -> [KeptCheckpoint] {
        try checkpoint.map { file throws(any Error) in
            KeptCheckpoint(file: file.path.string, checkpoint: try file.checkpoint())
        }
    }
}

/// A checkpoint that was kept elsewhere.
struct KeptCheckpoint {
    let file: String
    let checkpoint: SignedCheckpoint
}

/// The key of a ledger, known by other means.
struct LedgerKeyOptions: ParsableArguments {
    @Option(
        help: help(
            "The ledger's key, or a file with it, if it is known.", "台帳の鍵、またはそれを書いたファイル。分かっている場合。",
            valueName: "key"))
    var key: String?

    /// - Throws: `usage` for what is no key.
    func key(_ session: Session) throws(any Error) -> VerifierKey? {
        try key.map { text throws(any Error) in try session.verifierKey(text) }
    }
}
