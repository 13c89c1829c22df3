import ArgumentParser
import Console
import Ledger
import Operations
import Terminal
import Transparency

/// `fubako ledger check`: a proof, without the ledger.
struct LedgerCheck: Subcommand {
    static let configuration = CommandConfiguration(
        "check", ("Check a proof, without the ledger.", "台帳なしで証明を確かめます。"),
        examples: [
            "fubako ledger check entry.proof", "fubako ledger check growth.proof --key ledger.vkey",
        ])

    @Argument(
        help: help(
            "The proof of an entry, or of growth; - is standard input.", "記録の証明か増加の証明。- は標準入力です。"))
    var file: PathArgument

    @OptionGroup var known: LedgerKeyOptions

    @OptionGroup var common: CommonOptions

    func run(_ session: Session) throws(any Error) -> ExitCode {
        let key = try known.key(session)
        let proof = try file.text(limit: max(TlogProof.maximumSize, GrowthProof.maximumCount + 1)) { bytes in
            switch bytes.first {
            case UInt8(ascii: "c"): Proof.entry(try EntryProof(parsing: bytes))
            case UInt8(ascii: "{"): Proof.growth(try GrowthProof(parsing: bytes))
            default: throw CommandFailure(.notPackage, .notProof, place: file.path)
            }
        }
        return switch proof {
        case .entry(let proof): try session.give(verdict(proof, key, session))
        case .growth(let proof): try session.give(verdict(proof, key, session))
        }
    }

    private enum Proof {
        case entry(EntryProof)
        case growth(GrowthProof)
    }

    private func verdict(
        _ proof: EntryProof, _ key: VerifierKey?, _ session: Session
    ) throws(any Error) -> ProofVerdict {
        let statement = proof.statement
        let faults = try proof.faults(key: key)
        var personal: [String: CanonicalJSON] = [:]
        for value in statement.personal { personal[value.field] = try CanonicalJSON(value.value) }
        var entry = (try? Entry(statement.entry)).map {
            DisclosedEntry(position: proof.proof.index, entry: $0, personal: personal)
        }
        entry?.isProof = true
        let owner = try LedgerOwner(of: statement.key, pin: statement.pin, told: key, keyring: session.keyring)
        return ProofVerdict(
            of: file.path.string, .entry(position: proof.proof.index, entry),
            origin: proof.proof.checkpoint.checkpoint.origin, key: statement.key.text, faults: faults, owner: owner)
    }

    private func verdict(
        _ proof: GrowthProof, _ key: VerifierKey?, _ session: Session
    ) throws(any Error) -> ProofVerdict {
        let faults = try proof.faults(key: key)
        let owner = try LedgerOwner(of: proof.key, pin: proof.pin, told: key, keyring: session.keyring)
        var verdict = ProofVerdict(
            of: file.path.string,
            .growth(old: proof.old.checkpoint.size, new: proof.new.checkpoint.size),
            origin: proof.new.checkpoint.origin, key: proof.key.text, faults: faults, owner: owner)
        // Where no ledger is kept, nothing is known of others.
        if verdict.exitCode == .success, let ledger = try? session.ledger(creating: false), ledger.key != proof.key {
            verdict.learned = try ledger.learn(proof)
        }
        return verdict
    }
}
