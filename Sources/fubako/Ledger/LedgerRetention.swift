import ArgumentParser
import Console
import Ledger
import Terminal

/// `fubako ledger retention`: how long clear text is kept.
struct LedgerRetention: Subcommand {
    static let configuration = CommandConfiguration(
        "retention", ("Show, set or apply how long personal values are kept.", "個人に関する値を保つ期間を表示、設定、適用します。"),
        examples: [
            "fubako ledger retention set --keep 3y", "fubako ledger retention set --keep 90d --kind verify",
            "fubako ledger retention apply",
        ])

    enum Action: String, ExpressibleByArgument, CaseIterable { case show, set, apply }

    @Argument(help: help("show, set or apply.", "show（表示）、set（設定）、apply（適用）のいずれか。"))
    var action: Action = .show

    @Option(help: help("How long: 90d, 6m, 3y or forever.", "期間。90d（日）、6m（月）、3y（年）、forever（無期限）。", valueName: "period"))
    var keep: String?

    @Option(
        help: help("Of entries of this kind only.", "この種類の記録だけ。", valueName: "type"),
        completion: .list(EntrySchema.all.map(\.kind.rawValue)))
    var kind: String?

    @OptionGroup var common: CommonOptions

    func run(_ session: Session) throws(any Error) -> ExitCode {
        if action != .set, keep != nil || kind != nil { throw CommandFailure(.usage, .retentionOnlySet) }
        let ledger = try session.ledger(creating: action == .set)
        switch action {
        case .show: break
        case .set: try set(ledger, session)
        case .apply: return try apply(ledger, session)
        }
        try show(RetentionRules(of: ledger), session)
        return .success
    }

    private func set(_ ledger: Ledger, _ session: Session) throws(any Error) {
        guard let keep else { throw CommandFailure(.usage, .retentionNeedsKeep) }
        guard let period = KeepingPeriod(keep) else {
            throw CommandFailure(.usage, .retentionForm, place: "--keep")
        }
        let kind = try kind.map { word throws(CommandFailure) in try EntryKind(argument: word) }
        let value = RetentionRules.value(period, kind)
        try ledger.append([.policy(RetentionRules.event, value: value, by: session.author(nil), at: session.now)])
    }

    private func apply(_ ledger: Ledger, _ session: Session) throws(any Error) -> ExitCode {
        let policy = try RetentionRules(of: ledger).policy
        let count = try ledger.applyRetention(policy, by: session.author(nil), at: session.now)
        if session.output.isJSON { try session.output.json(ErasedJSON(erased: count)) }
        session.output.note(.doneForgotten, count)
        if count > 0 { session.output.warn(.noteNotReached) }
        return .success
    }

    private func show(_ rules: RetentionRules, _ session: Session) throws(any Error) {
        if session.output.isJSON { return try session.output.json(["retention": rules.json]) }
        for (kind, period) in rules.kinds {
            try session.output.line(.retentionLine, kind.rawValue, period.shown(session.language))
        }
        let others =
            rules.others?.shown(session.language) ?? Message.retentionForever.text(session.language)
        try session.output.line(.retentionLine, Message.retentionOthers.text(session.language), others)
    }
}
