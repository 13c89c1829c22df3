import ArgumentParser

/// `fubako ledger`: the record of what was done.
struct LedgerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        "ledger", ("Read, verify and prove the record of what was done.", "行ったことの記録（台帳）を読み、検証し、証明します。"),
        examples: [
            "fubako ledger show --since 2026-04-01 --kind seal",
            "fubako ledger verify",
            "fubako ledger prove 42 -o entry.proof",
        ],
        subcommands: [
            LedgerShow.self, LedgerVerify.self, LedgerProve.self, LedgerCheck.self, LedgerCheckpoint.self,
            LedgerWitness.self, LedgerCollect.self, LedgerWitnesses.self, LedgerConsistency.self, LedgerForget.self,
            LedgerRetention.self, LedgerPinning.self, LedgerKey.self, LedgerExporting.self, LedgerVerifyExport.self,
            LedgerReporting.self,
        ])
}
