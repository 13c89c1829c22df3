import ArgumentParser
import Console
import Ledger
import Terminal
import Transparency

/// `fubako ledger witness`: cosign the checkpoint of another ledger.
struct LedgerWitness: Subcommand {
    static let configuration = CommandConfiguration(
        "witness", ("Cosign another ledger's checkpoint, if it has only grown.", "ほかの台帳が増えただけであれば、そのチェックポイントに連署します。"),
        examples: ["fubako ledger witness request.txt --key ledger.vkey -o cosigned.checkpoint"])

    @Argument(
        help: help(
            "The request, as fubako ledger checkpoint --since writes it, or the first time the checkpoint; - is standard input.",
            "fubako ledger checkpoint --since が書き出す依頼、初回はチェックポイントだけでも。- は標準入力です。"))
    var file: PathArgument

    @OptionGroup var output: TextOutput

    @Option(
        help: help(
            "The other ledger's key, or a file with it; needed the first time.", "相手の台帳の鍵、またはそれを書いたファイル。初回に必要です。",
            valueName: "key"))
    var key: String?

    @OptionGroup var common: CommonOptions

    func run(_ session: Session) throws(any Error) -> ExitCode {
        let key = try key.map { text throws(any Error) in try session.verifierKey(text) }
        let request = try file.text(limit: WitnessRequest.maximumSize) {
            try WitnessRequest(parsingRequestOrCheckpoint: $0)
        }
        let ledger = try session.ledger(creating: true)
        guard key != ledger.key, !request.checkpoint.checkpoint.isFrom(ledger.key.name) else {
            throw CommandFailure(.refused, .witnessSelf, place: file.path)
        }
        let answer = try ledger.witness(request, key: key, by: session.author(nil), at: session.now)
        guard case .cosigned(let checkpoint) = answer else { throw refusal(answer) }
        let text = checkpoint.encoded
        try output.write(text, session)
        let size = checkpoint.checkpoint.size
        session.output.note(.doneCosigned, size, checkpoint.checkpoint.origin)
        if session.output.isJSON { try session.output.json(TextJSON(text, size: size)) }
        return .success
    }

    private func refusal(_ answer: WitnessAnswer) -> CommandFailure {
        let place = file.path
        return switch answer {
        case .unknownLedger:
            CommandFailure(.signerUnknown, .witnessUnknown, place: place, hint: .hintWitnessKey)
        case .conflict(let size):
            CommandFailure(.refused, .witnessConflict, size, place: place, hint: .hintWitnessConflict)
        case .notConsistent: CommandFailure(.damaged, .faultNotConsistent, place: place)
        case .twoHistories: CommandFailure(.forked, .faultTwoHistories, place: place, hint: .hintTwoHistories)
        case .notSigned, .cosigned: CommandFailure(.badSignature, .faultNotSigned, place: place)
        }
    }
}

/// `fubako ledger collect`: keep the cosignatures that witnesses gave.
struct LedgerCollect: Subcommand {
    static let configuration = CommandConfiguration(
        "collect", ("Keep the cosignatures with which checkpoints came back.", "連署されて戻ったチェックポイントを取り込みます。"),
        examples: ["fubako ledger collect cosigned.checkpoint"])

    @Argument(help: help("Checkpoints of this ledger; - is standard input.", "この台帳のチェックポイント。- は標準入力です。"))
    var file: [PathArgument]

    @OptionGroup var common: CommonOptions

    func run(_ session: Session) throws(any Error) -> ExitCode {
        let ledger = try session.ledger(creating: false, writing: true)
        var collected: [CollectedJSON] = []
        for argument in file {
            let checkpoint = try argument.checkpoint()
            let size = checkpoint.checkpoint.size
            let witnesses = try collect(checkpoint, argument, ledger, session)
            tell(witnesses, argument, session)
            collected += witnesses.map { CollectedJSON($0, size: size) }
        }
        if session.output.isJSON { try session.output.json(["cosigned": collected]) }
        return .success
    }

    private func collect(
        _ checkpoint: SignedCheckpoint, _ argument: PathArgument, _ ledger: Ledger, _ session: Session
    ) throws(any Error) -> [Witness] {
        do throws(LedgerError) {
            return try ledger.addCosignatures(from: checkpoint, by: session.author(nil), at: session.now)
        } catch {
            guard error.code == .badValue else { throw error }
            throw CommandFailure(.badSignature, .collectRefused, place: argument.path)
        }
    }

    private func tell(_ witnesses: [Witness], _ argument: PathArgument, _ session: Session) {
        if witnesses.isEmpty { session.output.note(.noneCollected, argument.path) }
        for witness in witnesses { session.output.note(.doneCollected, argument.path, witness.organisation) }
    }
}

/// One new cosignature, for `--json`.
private struct CollectedJSON: Encodable {
    let size: UInt64
    let witness: String
    let organisation: String

    init(_ witness: Witness, size: UInt64) {
        self.size = size
        self.witness = witness.key.name.text
        organisation = witness.organisation
    }
}
