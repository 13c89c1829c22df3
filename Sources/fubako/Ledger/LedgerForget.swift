import ArgumentParser
import Console
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
        examples: [
            "fubako ledger forget --person '田中一郎' --reason '本人の請求 2026-15'",
            "fubako ledger forget --person '田中一郎' --containing --reason '本人の請求 2026-15'",
        ])

    @Option(
        help: help("The name as it was recorded, whole.", "記録されたとおりの名前の全体。", valueName: "name"))
    var person: String

    @Option(help: help("Why; it is recorded, whose name is not.", "理由。記録されます。名前は記録されません。", valueName: "text"))
    var reason: String

    @Flag(
        help: help(
            "Also where the name is a part of something longer, such as the name of a file.",
            "ファイル名など、より長い値の一部である場合も消去します。"))
    var containing = false

    @OptionGroup var common: CommonOptions

    func run(_ session: Session) throws(any Error) -> ExitCode {
        let ledger = try session.ledger(creating: false, writing: true)
        let forgotten = try forget(ledger, session)
        let count = forgotten.erased
        if session.output.isJSON { try session.output.json(ErasedJSON(erased: count, partial: forgotten.partial)) }
        session.output.note(.doneForgotten, count)
        if forgotten.partial > 0 { session.output.warn(.partlyForgotten, forgotten.partial) }
        guard count > 0 else {
            if forgotten.partial == 0 { session.output.warn(.noneForgotten) }
            return .notFound
        }
        session.output.warn(.noteNotReached)
        return .success
    }

    private func forget(_ ledger: Ledger, _ session: Session) throws(any Error) -> Forgotten {
        do throws(LedgerError) {
            return try ledger.forget(
                person: person, match: containing ? .contained : .whole, reason: reason, by: session.author(nil),
                at: session.now)
        } catch {
            guard error.code == .badValue, error.field == "reason" else { throw error }
            throw CommandFailure(.usage, .forgetNamesPerson, place: "--reason")
        }
    }
}

/// What was erased, for `--json`.
struct ErasedJSON: Encodable {
    let erased: UInt64
    /// Values that hold the name as a part, and stay.
    var partial: UInt64?
    /// Never: what lies elsewhere must be erased there.
    var reachesBackups = false
}
