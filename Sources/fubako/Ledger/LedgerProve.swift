import ArgumentParser
import Console
import Ledger
import Terminal

/// `fubako ledger prove`: one entry, so that an outsider can check it.
struct LedgerProve: Subcommand {
    static let configuration = CommandConfiguration(
        "prove", ("Write the proof that an entry stands in the ledger.", "記録が台帳にあることの証明を書き出します。"),
        examples: ["fubako ledger prove 42 -o entry.proof", "fubako ledger prove 42 --with-personal"])

    @Argument(help: help("Its number, or a package's identifier.", "番号、またはパッケージの識別子。"))
    var entry: String

    @OptionGroup var output: TextOutput

    @Flag(help: help("Take personal values along.", "個人に関する値も含めます。"))
    var withPersonal = false

    @OptionGroup var common: CommonOptions

    func run(_ session: Session) throws(any Error) -> ExitCode {
        let ledger = try session.ledger(creating: false)
        let position = try EntryReference(entry).position(in: ledger)
        let proof = try ledger.entryProof(of: position, withPersonal: withPersonal)
        try output.write(proof.encoded, session)
        if session.output.isJSON {
            let size = proof.proof.checkpoint.checkpoint.size
            try session.output.json(TextJSON(proof.encoded, position: position, size: size))
        }
        return .success
    }
}
