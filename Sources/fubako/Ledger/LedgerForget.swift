import ArgumentParser
import Ledger
import Terminal

/// `fubako ledger forget`: erase what is recorded of a person.
struct LedgerForget: Subcommand {
    static let configuration = CommandConfiguration(
        "forget",
        (
            "Erase a person's name from the ledger; backups and earlier exports are not reached.",
            "台帳から個人の名前を消去します。バックアップと以前の書き出しには及びません。"
        ),
        examples: ["fubako ledger forget --person '田中一郎' --reason '本人の請求 2026-15'"])

    @Option(
        help: help("The name as it was recorded, whole.", "記録されたとおりの名前の全体。", valueName: "name"))
    var person: String

    @Option(help: help("Why; it is recorded, whose name is not.", "理由。記録されます。名前は記録されません。", valueName: "text"))
    var reason: String

    @OptionGroup var common: CommonOptions

    func run(_ session: Session) throws(any Error) -> ExitCode {
        let ledger = try session.ledger(creating: false)
        let count = try ledger.forget(person: person, reason: reason, by: session.author(nil), at: session.now)
        if session.output.isJSON { try session.output.json(ErasedJSON(erased: count)) }
        session.output.note(.doneForgotten, count)
        if count == 0 { session.output.note(.noneForgotten) }
        session.output.warn(.noteNotReached)
        return .success
    }
}

/// What was erased, for `--json`.
struct ErasedJSON: Encodable {
    let erased: UInt64
    /// Never: what lies elsewhere must be erased there.
    var reachesBackups = false
}
