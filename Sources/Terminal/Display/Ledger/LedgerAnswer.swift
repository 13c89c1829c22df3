import Console
import Label

/// What is said of a ledger, or of a proof from one, that was checked; one object with `--json`.
package protocol LedgerAnswer: Encodable {
    /// How a program that was asked for it ends.
    var exitCode: ExitCode { get }
    /// The answer for people.
    func lines(_ language: Language) -> [String]
}

extension LedgerVerdict: LedgerAnswer {}

extension ProofVerdict: LedgerAnswer {}
