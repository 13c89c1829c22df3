import ArgumentParser
import Console
import Ledger
import Terminal
import Transparency

/// `fubako ledger witnesses`: who may cosign this ledger.
struct LedgerWitnesses: Subcommand {
    static let configuration = CommandConfiguration(
        "witnesses", ("Show, add or remove the witnesses of this ledger.", "この台帳の立会人を表示、追加、削除します。"),
        examples: [
            "fubako ledger witnesses", "fubako ledger witnesses add witness.vkey --organisation 監査室",
            "fubako ledger witnesses remove witness.vkey",
        ])

    enum Action: String, ExpressibleByArgument, CaseIterable { case show, add, remove }

    @Argument(help: help("show, add or remove.", "show（表示）、add（追加）、remove（削除）のいずれか。"))
    var action: Action = .show

    @Argument(help: help("The witness's key, or a file with it.", "立会人の鍵、またはそれを書いたファイル。"))
    var key: String?

    @Option(
        help: help(
            "Whose witness it is; an organisation counts once.", "立会人の属する組織。同じ組織は一つと数えます。",
            valueName: "organisation"))
    var organisation: String?

    @OptionGroup var common: CommonOptions

    func run(_ session: Session) throws(any Error) -> ExitCode {
        switch (action, key, organisation) {
        case (.show, nil, nil): break
        case (.add, let key?, let organisation?): try add(key, organisation, session)
        case (.remove, let key?, nil): try remove(key, session)
        case (.show, _, _): throw CommandFailure(.usage, .witnessShowAlone)
        case (.add, _, _): throw CommandFailure(.usage, .witnessNeedsKey)
        case (.remove, _, _): throw CommandFailure(.usage, .witnessNeedsName)
        }
        if action == .show || session.output.isJSON { try show(session) }
        return .success
    }

    private func show(_ session: Session) throws(any Error) {
        let witnesses = try session.ledger(creating: false).witnesses()
        if session.output.isJSON { return try session.output.json(["witnesses": witnesses.map(WitnessJSON.init)]) }
        for witness in witnesses {
            try session.output.line(.witnessLine, witness.organisation, witness.key.text)
        }
    }

    private func add(_ text: String, _ organisation: String, _ session: Session) throws(any Error) {
        let key = try session.verifierKey(text)
        let ledger = try session.ledger(creating: true)
        let new = Witness(key: key, organisation: organisation)
        do throws(LedgerError) {
            let witness = try ledger.addWitness(new, by: session.author(nil), at: session.now)
            session.output.note(.doneWitness, witness.organisation, witness.key.name.text)
        } catch {
            guard error.code == .badValue else { throw error }
            if error.field == "key" { throw CommandFailure(.refused, .witnessOwnKey, place: key.name.text) }
            throw CommandFailure(.usage, .organisationForm, place: "--organisation")
        }
    }

    private func remove(_ text: String, _ session: Session) throws(any Error) {
        let ledger = try session.ledger(creating: false, writing: true)
        let key = try session.verifierKey(text)
        try ledger.removeWitness(key, by: session.author(nil), at: session.now)
        session.output.note(.doneWitnessRemoved, key.name.text)
    }
}

/// A witness for `--json`.
private struct WitnessJSON: Encodable {
    let key: String
    let organisation: String

    init(_ witness: Witness) {
        key = witness.key.text
        organisation = witness.organisation
    }
}
