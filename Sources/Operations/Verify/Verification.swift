import PackageFormat
import SystemIO

/// What verifying a package found. That it could not be read as one is an error instead.
package struct Verification: Sendable {
    /// The answer, in the order in which one hides the next.
    package enum Verdict: String, Hashable, Sendable, CaseIterable {
        /// Something differs from what the package itself says.
        case damaged
        /// What it says of its sender's ledger is not true of this package, or proves nothing.
        case badIntent = "bad-intent"
        /// All fits together, and nobody has signed it.
        case originUnknown = "origin-unknown"
        /// Intact, and signed by somebody whom nobody vouched for here.
        case signerUnknown = "signer-unknown"
        /// Intact, but the signer's certificate was not valid at the sealing time that the package claims.
        case signerNotValid = "signer-not-valid"
        /// Intact and signed by somebody trusted, whose ledger has two histories.
        case forked
        /// Intact, and signed by somebody trusted.
        case intact
    }

    /// The answer.
    package let verdict: Verdict
    /// Header, manifest and lengths.
    package let structure: PackageStructure
    /// What the keyring says about the signer.
    package let judgement: SignerJudgement
    /// What it says of its sender's ledger.
    package let intent: IntentFinding
    /// The first places that are wrong, in the order of the file.
    package let damage: [Damage]
    /// How many places are wrong in all.
    package let damageCount: UInt64
    /// Whether the pieces at hand are enough to open it: shares, and units of every stripe.
    package let opens: Bool

    init(
        _ structure: PackageStructure, _ judgement: SignerJudgement, signerWasValid: Bool, _ intent: IntentFinding,
        _ units: UnitVerdict
    ) {
        self.structure = structure
        self.intent = intent
        self.judgement = judgement
        damage = structure.damage + units.damaged
        damageCount = UInt64(structure.damage.count) + units.damagedCount
        opens = structure.opens(units)
        verdict = damageCount > 0 ? .damaged : Self.verdict(judgement, signerWasValid, intent)
    }

    private static func verdict(
        _ judgement: SignerJudgement, _ signerWasValid: Bool, _ intent: IntentFinding
    ) -> Verdict {
        if case .bad = intent { return .badIntent }
        return switch judgement {
        case .unsigned: .originUnknown
        case .untrusted, .unknown: .signerUnknown
        case .trusted: signerWasValid ? intent.isFork ? .forked : .intact : .signerNotValid
        }
    }
}

extension ArrivedPackage {
    /// Checks every unit, and gives the verdict on all.
    /// - Parameter recorder: knows other ledgers.
    /// - Throws: `package` or `system` only for what cannot be read.
    package borrowing func verify(
        workers: Int = defaultWorkerCount, recorder: Recorder? = nil, progress: Progress
    ) throws(OperationError) -> Verification {
        let units = try verifyUnits(workers: workers, progress: progress)
        let recorder = recorder ?? .none(now: structure.manifest.sealingTime)
        let intent = recorder.intent(of: structure, judgement, keeping: units.damagedCount == 0 && signerWasValid)
        return Verification(structure, judgement, signerWasValid: signerWasValid, intent, units)
    }
}
