import ArgumentParser
import Console
import Keyring
import Ledger
import Operations
import Terminal

/// `fubako policy`: which algorithms are not used any more.
struct PolicyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        "policy", ("Withdraw algorithms from use.", "アルゴリズムの使用を取りやめます。"),
        examples: [
            "fubako policy withdraw AES-256-GCM --reason 'announcement 12'", "fubako policy show",
            "fubako policy restore AES-256-GCM --reason 'announcement 12 was wrong'",
        ],
        subcommands: [PolicyWithdraw.self, PolicyRestore.self, PolicyShow.self])
}

/// `fubako policy withdraw`: nothing new is protected by an algorithm.
struct PolicyWithdraw: Subcommand {
    static let configuration = CommandConfiguration(
        "withdraw", ("Protect nothing new by an algorithm.", "アルゴリズムで新しいものを守らないようにします。"),
        examples: ["fubako policy withdraw AES-256-GCM --reason 'announcement 12'"])

    @Argument(help: help("Its name on the list of recommended algorithms.", "推奨暗号リストでの名前。"))
    var algorithm: String

    @Option(help: help("Why.", "理由。", valueName: "text"))
    var reason: String

    @Flag(help: help("It can be forged: believe nothing that it proved.", "偽造できます。それが示したことを信じません。"))
    var forgeable = false

    @OptionGroup var common: CommonOptions

    func run(_ session: Session) throws(any Error) -> ExitCode {
        let record = try PolicyRecord(session)
        let decision = try record.decide(forgeable ? .forgeable : .withdraw, on: algorithm, because: reason)
        let keys = try session.keyring.identities(using: decision.algorithm)
        let packages = record.ask { ledger throws(LedgerError) in
            try RecordedPackages(protectedBy: decision.algorithm, in: ledger).packages
        }
        if session.output.isJSON {
            try session.output.json(WithdrawalJSON(decision, keys: keys, packages: packages))
            return .success
        }
        session.output.note(forgeable ? .policyForgeable : .policyWithdrawn, decision.algorithm)
        for identity in keys { try session.output.line(.policyKey, identity.name.text, decision.algorithm) }
        for package in packages ?? [] { try session.tell(affected: package, decision.algorithm) }
        session.output.note(.policyPackages, decision.algorithm)
        return .success
    }
}

/// `fubako policy restore`: a withdrawn algorithm is used as before.
struct PolicyRestore: Subcommand {
    static let configuration = CommandConfiguration(
        "restore", ("Use a withdrawn algorithm again.", "取りやめたアルゴリズムを再び使います。"),
        examples: ["fubako policy restore AES-256-GCM --reason 'announcement 12 was wrong'"])

    @Argument(help: help("Its name on the list of recommended algorithms.", "推奨暗号リストでの名前。"))
    var algorithm: String

    @Option(help: help("Why.", "理由。", valueName: "text"))
    var reason: String

    @OptionGroup var common: CommonOptions

    func run(_ session: Session) throws(any Error) -> ExitCode {
        let decision = try PolicyRecord(session).decide(.restore, on: algorithm, because: reason)
        if session.output.isJSON { try session.output.json(WithdrawalJSON(decision)) }
        session.output.note(.policyRestored, decision.algorithm)
        return .success
    }
}

/// `fubako policy show`: what is withdrawn, since when, and why.
struct PolicyShow: Subcommand {
    static let configuration = CommandConfiguration(
        "show",
        (
            "Show which algorithms are withdrawn, and which packages outlast theirs.",
            "使用を取りやめたアルゴリズムと、アルゴリズムより長く残るパッケージを表示します。"
        ),
        examples: ["fubako policy show"])

    @OptionGroup var common: CommonOptions

    func run(_ session: Session) throws(any Error) -> ExitCode {
        let record = try PolicyRecord(session)
        let compared = try record.withdrawals()
        let withdrawals = compared.withdrawals
        let due = record.ask(DuePackage.all)
        if session.output.isJSON {
            try session.output.json(PolicyJSON(compared, due: due))
            return .success
        }
        if withdrawals.current.isEmpty { session.output.note(.policyNone) }
        for decision in withdrawals.current {
            let kind: Message = decision.kind == .forgeable ? .policyShowForgeable : .policyShowWithdrawn
            try session.output.line(kind, decision.algorithm, decision.date.rfc3339, decision.reason)
        }
        session.tell(compared.differences)
        for package in due ?? [] { session.warn(due: package) }
        return .success
    }
}
